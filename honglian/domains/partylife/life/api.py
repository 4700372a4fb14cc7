"""Life meetings for the rest of the house; what was said has no door."""

from .actions import criticise, hold, plan, prepare, raise_problem, settle
from .models import LifeSeat

__all__ = ["criticise", "hold", "plan", "prepare", "raise_problem", "seats_of", "settle"]


def seats_of(meeting_id: int) -> list[LifeSeat]:
    """Who sits in a meeting, in order."""
    return list(LifeSeat.objects.filter(meeting=meeting_id))
