"""Reviews of activists (考察), as other domains count them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from .models import Development

ACTIVIST, REVIEW, CANDIDATE = 3, 6, 7


@dataclass(frozen=True, slots=True)
class Cultivation:
    """One activist: from when, until when (the last day not included) and the days of reviews."""

    branch_id: int
    development_id: int
    name: str
    since: date
    until: date | None
    reviewed: tuple[date, ...]


def cultivations(zone_id: int, branch_ids: Collection[int]) -> list[Cultivation]:
    """Activists of these branches who are not stopped; three queries at most."""
    rows = Development.rows.filter(zone_id=zone_id, current__gte=ACTIVIST)
    rows = rows.exclude(state="stopped").prefetch_related("steps")
    wanted, found = set(branch_ids), []
    for one in rows.order_by("pk"):
        days = one.taken
        if one.branch_id in wanted and ACTIVIST in days:
            reviewed = tuple(s.on for s in one.records if s.no == REVIEW)
            found.append(
                Cultivation(
                    one.branch_id, one.pk, one.name, days[ACTIVIST], days.get(CANDIDATE), reviewed
                )
            )
    return found
