"""The door of messages."""

from __future__ import annotations

from .models import Channel, InboxMessage, Preference
from .sending import notify

__all__ = ["Channel", "InboxMessage", "Preference", "inbox_count", "notify"]


def inbox_count(user_id: int) -> int:
    """Unread messages of a person, for the top bar."""
    return InboxMessage.objects.filter(user_id=user_id, read_at=None).count()
