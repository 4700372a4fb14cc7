"""Tables of organisation life: each sub-folder declares its own."""

from __future__ import annotations

from .meetings.models import Decision, Meeting, PartyGroup, Reminder, Seat

__all__ = ["Decision", "Meeting", "PartyGroup", "Reminder", "Seat"]
