"""Writes about those who keep contact."""

from .conflicts import declare_conflict, lift_conflict
from .covers import call_off_cover, cover_leave
from .leaving import come_back, hand_over, leave
from .people import update_instructor

__all__ = [
    "call_off_cover",
    "come_back",
    "cover_leave",
    "declare_conflict",
    "hand_over",
    "leave",
    "lift_conflict",
    "update_instructor",
]
