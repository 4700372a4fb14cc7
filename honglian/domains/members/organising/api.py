"""What the door of members shows of organisations: their acts, and the reminders of terms."""

from __future__ import annotations

from .actions import (
    adjust,
    apply_to_found,
    appoint_temporary,
    approve,
    change,
    close,
    dissolve,
    extend,
    found,
    join,
    leave,
    merge,
    prepare,
    prolong,
    record_election,
    reelect,
    refuse,
    retain,
    start,
    tie,
    untie,
)
from .actions.electing import Result
from .terms import sweep

__all__ = [
    "Result",
    "adjust",
    "apply_to_found",
    "appoint_temporary",
    "approve",
    "change",
    "close",
    "dissolve",
    "extend",
    "found",
    "join",
    "leave",
    "merge",
    "prepare",
    "prolong",
    "record_election",
    "reelect",
    "refuse",
    "retain",
    "start",
    "sweep",
    "tie",
    "untie",
]
