"""Demands that tell the same as the one being typed or just reported."""
