"""The door of accounts."""

from __future__ import annotations

from .actions import create_account, reset_password, set_active
from .demo import demo_is_on
from .models import User
from .selectors import account, accounts

__all__ = [
    "User",
    "account",
    "accounts",
    "create_account",
    "demo_is_on",
    "reset_password",
    "set_active",
]
