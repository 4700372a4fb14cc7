"""Days on which something holds: from ``starts_on`` up to, but not including, ``ends_on``."""

from __future__ import annotations

from datetime import date

from django.db.models import Q


def held_on(day: date, prefix: str = "") -> Q:
    """Rows that hold on a day, over a relation if named; the day of a handover is the successor's."""
    ends = f"{prefix}ends_on"
    return Q(**{f"{prefix}starts_on__lte": day}) & (
        Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gt": day})
    )


def meeting(starts_on: date, ends_on: date | None) -> Q:
    """Rows that share at least one day with a span; an open span has no end."""
    late = Q(ends_on__isnull=True) | Q(ends_on__gt=starts_on)
    return late if ends_on is None else late & Q(starts_on__lt=ends_on)
