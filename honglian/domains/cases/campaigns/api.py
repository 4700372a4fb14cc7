"""What the rest of the house may use of campaigns."""

from django.db.models import QuerySet

from .actions import add, assign, cancel, close, drop, freeze, miss, plan, supplement, visit
from .models import Campaign, Target
from .selectors import campaigns, targets

__all__ = [
    "Campaign",
    "Target",
    "add",
    "assign",
    "campaigns",
    "cancel",
    "close",
    "drop",
    "freeze",
    "miss",
    "plan",
    "rows_of",
    "supplement",
    "targets",
    "visit",
]


def rows_of(campaign: int) -> QuerySet[Target]:
    """All doors of a campaign in the order of its list, for those who act as the machine."""
    return Target.rows.filter(campaign=campaign).order_by("pk")
