"""The yearly appraisal for the rest of the house."""

from .actions import begin, conclude, decide, grade

__all__ = ["begin", "conclude", "decide", "grade"]
