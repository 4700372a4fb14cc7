"""Which category and departments a new demand probably wants; a dispatcher decides."""
