"""红链 Honglian: the operating system of a high-tech zone."""

__version__ = "0.1.0"
