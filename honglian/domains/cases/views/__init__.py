"""Pages of whistles: the list, one whistle with its steps, blowing one, and the public door."""
