"""All writes about hazards."""

from .finding import drop, find, grade
from .working import (
    apply_recheck,
    delist,
    explain,
    list_it,
    passed,
    plan,
    progress,
    report,
    send_back,
)

__all__ = [
    "apply_recheck",
    "delist",
    "drop",
    "explain",
    "find",
    "grade",
    "list_it",
    "passed",
    "plan",
    "progress",
    "report",
    "send_back",
]
