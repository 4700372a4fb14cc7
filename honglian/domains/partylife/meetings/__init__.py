"""Meetings of a branch: planned, noticed, held, minuted; what they decide becomes work."""
