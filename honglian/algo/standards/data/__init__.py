"""Threshold tables with their source and validity; one module a published table."""
