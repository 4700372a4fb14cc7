"""The door of messages."""

from __future__ import annotations

from .models import Channel, InboxMessage, Preference
from .sending import notify

__all__ = ["Channel", "InboxMessage", "Preference", "inbox_count", "notify"]

MOST_COUNTED = 100


def inbox_count(user_id: int) -> int:
    """Unread messages of a person, for the top bar, counted no further than 100.

    Every page asks for it; somebody who never opens the inbox must not pay for that.
    """
    unread = InboxMessage.objects.filter(user_id=user_id, read_at=None)
    return unread.order_by()[:MOST_COUNTED].count()
