"""Figures that enterprises report by the month and the year: asked once, checked, locked, published."""
