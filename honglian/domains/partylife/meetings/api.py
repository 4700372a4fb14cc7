"""What the house may do with meetings from outside."""

from .actions import (
    Present,
    assign,
    call,
    confirm,
    finish,
    hold,
    minute,
    plan,
    start_group,
)
from .models import Decision, Meeting
from .people import invited
from .reminding import remind

__all__ = [
    "Decision",
    "Meeting",
    "Present",
    "assign",
    "call",
    "confirm",
    "finish",
    "hold",
    "invited",
    "minute",
    "plan",
    "remind",
    "start_group",
]
