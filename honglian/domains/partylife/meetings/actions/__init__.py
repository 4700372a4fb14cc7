"""Writes about meetings, by what people do: arrange, hold, write down, decide."""

from .arranging import call, cancel, edit, plan, put_off
from .deciding import assign, decide, drop, finish, postpone, reopen
from .groups import end_group, start_group
from .holding import Present, hold
from .minuting import add_files, amend, confirm, minute, send_back

__all__ = [
    "Present",
    "add_files",
    "amend",
    "assign",
    "call",
    "cancel",
    "confirm",
    "decide",
    "drop",
    "edit",
    "end_group",
    "finish",
    "hold",
    "minute",
    "plan",
    "postpone",
    "put_off",
    "reopen",
    "send_back",
    "start_group",
]
