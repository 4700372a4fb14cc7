"""Pages of the two coverages."""
