"""Floors: the least work that could do the job at all, on the product's own stack and tables."""
