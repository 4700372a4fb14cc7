"""Rectification for the rest of the house."""

from .actions import (
    apply_close,
    look_back,
    plan,
    progress,
    register,
    send_back,
    sign_off,
)
from .models import RectifyItem
from .selectors import figures, items
from .tasks import watch

__all__ = [
    "apply_close",
    "figures",
    "is_long_term",
    "items",
    "look_back",
    "plan",
    "progress",
    "register",
    "send_back",
    "sign_off",
    "watch",
]


def is_long_term(pk: int) -> bool:
    """Whether an item is reported by quarter instead of being signed off."""
    return RectifyItem.rows.get(pk=pk).is_long_term
