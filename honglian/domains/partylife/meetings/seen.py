"""Tells members when each was last at a meeting, for the rules on lost contact and absence (MB-05, MB-08)."""

from __future__ import annotations

from datetime import date

from django.db.models import Max

from honglian.domains.members.api import report_activity

from .models import Seat


def last_present(zone_id: int) -> dict[int, date]:
    """Member → the last meeting or activity they were present at; one query."""
    rows = Seat.objects.filter(
        meeting__zone_id=zone_id, meeting__held_on__isnull=False, present=True, member__isnull=False
    )
    return dict(rows.order_by().values_list("member").annotate(day=Max("meeting__held_on")))


def report_presence() -> None:
    """Called when the domain starts."""
    report_activity("organisation life", last_present, life=True)
