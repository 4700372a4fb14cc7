"""Year on year from the records: nominal, and on the same set of enterprises (领域手册 F.4).

Fewer hazards may mean fewer looks, so the number of inspected enterprises always stands beside it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from honglian.domains.enterprises.api import Enterprise
from honglian.kit.actor import Actor

from ..inspecting.models import Inspection, JointVisit
from .models import Hazard, Level

LEVELS = (("serious", "重大事故隐患"), ("fire", "重大火灾隐患"), ("ordinary", "一般隐患"))


@dataclass(frozen=True)
class Span:
    """From ``start`` to ``end``, both included."""

    start: date
    end: date

    def year_before(self) -> Span:
        return Span(_back(self.start), _back(self.end))


def _back(day: date) -> date:
    """The same day a year ago; 29 February becomes the 28th."""
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap else day.day)


@dataclass(frozen=True)
class Line:
    """Counts of one level; ``change`` is a share of the earlier count, nothing where that is zero."""

    code: str
    name: str
    now: int
    before: int
    same_now: int
    same_before: int

    @property
    def change(self) -> float | None:
        return (self.now - self.before) / self.before if self.before else None

    @property
    def same_change(self) -> float | None:
        if not self.same_before:
            return None
        return (self.same_now - self.same_before) / self.same_before


@dataclass(frozen=True)
class Comparison:
    now: Span
    before: Span
    lines: tuple[Line, ...]
    same: frozenset[int]
    entering: tuple[Enterprise, ...]
    leaving: tuple[Enterprise, ...]
    looked_now: int
    looked_before: int


def of_level(code: str) -> Q:
    """重大火灾隐患 is never added to 重大事故隐患 (F.2a)."""
    fire = Q(domain=Hazard.Domain.FIRE)
    match code:
        case "fire":
            return Q(level=Level.SERIOUS) & fire
        case "serious":
            return Q(level=Level.SERIOUS) & ~fire
    return Q(level=code)


def found_in(actor: Actor, span: Span) -> QuerySet[Hazard]:
    rows = Hazard.objects.visible_to(actor).exclude(state="dropped")
    return rows.filter(found_on__range=(span.start, span.end))


def looked_at(actor: Actor, span: Span) -> set[int]:
    """Enterprises where somebody looked: a hazard was found, or a visit or inspection was made."""
    days = (span.start, span.end)
    found = set(found_in(actor, span).values_list("enterprise_id", flat=True))
    visits = JointVisit.objects.visible_to(actor).filter(done_on__range=days)
    found |= set(visits.values_list("enterprise_id", flat=True))
    entered = Inspection.objects.visible_to(actor).filter(
        entered_at__isnull=False, planned_on__range=days
    )
    return found | set(entered.values_list("enterprise_id", flat=True))


def compare(actor: Actor, now: Span) -> Comparison:
    """Both spans side by side; the same set are the enterprises that were looked at in both."""
    before = now.year_before()
    ids_now, ids_before = looked_at(actor, now), looked_at(actor, before)
    same = ids_now & ids_before
    rows_now, rows_before = found_in(actor, now), found_in(actor, before)
    lines = tuple(
        Line(
            code, name, rows_now.filter(of_level(code)).count(),
            rows_before.filter(of_level(code)).count(),
            _count(rows_now.filter(of_level(code)), same),
            _count(rows_before.filter(of_level(code)), same),
        )
        for code, name in LEVELS
    )  # fmt: skip
    return Comparison(
        now, before, lines, frozenset(same), _named(actor, ids_now - ids_before),
        _named(actor, ids_before - ids_now), len(ids_now), len(ids_before),
    )  # fmt: skip


def _count(rows: QuerySet[Hazard], ids: Collection[int]) -> int:
    """Counted here, because a zone may have more enterprises than a statement takes."""
    return sum(pk in ids for pk in rows.values_list("enterprise_id", flat=True))


def _named(actor: Actor, ids: set[int]) -> tuple[Enterprise, ...]:
    rows = Enterprise.objects.visible_to(actor).in_bulk(sorted(ids))
    return tuple(sorted(rows.values(), key=lambda e: e.name))
