"""Hazards from the finding to the closing, with their grades, limits and returns."""
