"""All writes of campaigns: planning, and what is told from the doors."""

from .planning import KIND, add, assign, cancel, close, drop, freeze, plan
from .visiting import Told, miss, supplement, visit

__all__ = [
    "KIND",
    "Told",
    "add",
    "assign",
    "cancel",
    "close",
    "drop",
    "freeze",
    "miss",
    "plan",
    "supplement",
    "visit",
]
