"""Members who study or do research abroad (FL-05), as other domains count the contacts with them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from .models import FloatingStay


@dataclass(frozen=True, slots=True)
class Abroad:
    """One stay: from when, until when (that day not included), and the days of contact."""

    branch_id: int
    stay_id: int
    name: str
    since: date
    until: date | None
    contacted: tuple[date, ...]


def abroad(zone_id: int, branch_ids: Collection[int]) -> list[Abroad]:
    """Stays abroad of these branches' members; two queries."""
    rows = FloatingStay.rows.filter(zone_id=zone_id, kind=FloatingStay.Kind.ABROAD)
    wanted, found = set(branch_ids), []
    for stay in rows.prefetch_related("contacts").order_by("pk"):
        if stay.home_branch_id in wanted:
            until = stay.back_on + timedelta(1) if stay.back_on else None
            days = tuple(c.on for c in stay.contacts.all())
            found.append(Abroad(stay.home_branch_id, stay.pk, stay.name, stay.left_on, until, days))
    return found
