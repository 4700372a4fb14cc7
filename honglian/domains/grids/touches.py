"""What counts as having been in touch with an enterprise. Neighbours add what they know of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from honglian.kit import clock


@dataclass(frozen=True)
class Touch:
    """``rows`` gives records that lead to an ``enterprise`` and have a ``day`` (a moment if so said)."""

    code: str
    name: str
    rows: Callable[[], QuerySet]
    day: str
    enterprise: str = "enterprise"
    is_moment: bool = False

    def since(self, day: date) -> QuerySet:
        start = datetime.combine(day, time(), clock.CHINA) if self.is_moment else day
        return self._of_row().filter(**{f"{self.day}__gte": start})

    def last(self) -> QuerySet:
        rows = self._of_row().filter(**{f"{self.day}__isnull": False})
        return rows.order_by(f"-{self.day}").values(self.day)[:1]

    def _of_row(self) -> QuerySet:
        return self.rows().filter(**{self.enterprise: OuterRef("pk")})


_touches: dict[str, Touch] = {}


def count_touch(touch: Touch) -> None:
    """Called from ``AppConfig.ready``; twice is harmless."""
    _touches[touch.code] = touch


def with_last_touch(rows: QuerySet) -> QuerySet:
    """Enterprises with the last day of each sort of touch, read by :func:`last_touch`."""
    return rows.annotate(
        **{f"touch_{code}": Subquery(touch.last()) for code, touch in _touches.items()}
    )


def last_touch(row: object) -> tuple[date, str] | None:
    """The latest day and what it was, of a row of :func:`with_last_touch`."""
    found = []
    for code, touch in _touches.items():
        value = getattr(row, f"touch_{code}", None)
        if value is not None:
            day = clock.local(value).date() if isinstance(value, datetime) else value
            found.append((day, touch.name))
    return max(found, default=None)


def touched_q(days: int) -> Q:
    """Enterprises somebody was in touch with in the last ``days`` days."""
    first = clock.today() - timedelta(days=days)
    wanted = Q()
    for touch in _touches.values():
        wanted |= Q(Exists(touch.since(first)))
    return wanted
