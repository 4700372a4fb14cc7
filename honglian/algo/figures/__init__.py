"""Figures as statisticians write them: periods, changes, rounding, qualifiers, and what made them change."""
