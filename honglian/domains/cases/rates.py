"""三率 (领域手册 E.4): response, solution, satisfaction, over valid call-backs only.

A call-back is valid when the enterprise answered: it was reached, or rated by itself. Cases
that were suspended (挂账), merged into another or not accepted do not count; a case that was split counts
by its parts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from honglian.foundation.zones.api import config_of
from honglian.foundation.zones.config import Rates
from honglian.kit.actor import Actor

from .models import Case
from .selectors import cases

SATISFIED = Q(satisfaction=Case.Satisfaction.SATISFIED)
BASICALLY = Q(satisfaction=Case.Satisfaction.BASICALLY)
CONTACTED = Q(was_contacted=True)
SOLVED = Q(was_solved=True) & ~Q(outcome__in=[Case.Outcome.PARTIALLY, Case.Outcome.EXPLAINED])


@dataclass(frozen=True)
class Rate:
    """``part ÷ whole``; ``value`` is None where there is no denominator.

    ``query`` are the list's filters that show the records of the numerator.
    """

    code: str
    name: str
    part: float
    whole: int
    definition: str
    query: str

    @property
    def value(self) -> float | None:
        return self.part / self.whole if self.whole else None


def valid_q() -> Q:
    """Cases whose call-back counts."""
    return (
        ~Q(satisfaction="")
        & ~Q(outcome=Case.Outcome.SUSPENDED)
        & Q(parts=0)
        & Q(state__in=["replied", "closed"])
    )


def valid(rows: QuerySet[Case]) -> QuerySet[Case]:
    return rows.filter(valid_q())


def excluded(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Answered cases that are left out of all three rates, for the drill-down."""
    return rows.filter(state__in=["replied", "closed"]).exclude(valid_q())


def rates(
    actor: Actor,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    lead_id: int | None = None,
) -> list[Rate]:
    """The three rates and their weighted sum over cases reported in a period."""
    rows = _period(cases(actor), since, until)
    if lead_id is not None:
        rows = rows.filter(lead_id=lead_id)
    if actor.zone_id is None:
        return []
    counts = rows.order_by().aggregate(**_counts())
    return three(counts, config_of(actor.zone_id).rates)


def _period(rows: QuerySet[Case], since: datetime | None, until: datetime | None):
    if since is not None:
        rows = rows.filter(created_at__gte=since)
    return rows if until is None else rows.filter(created_at__lt=until)


def _counts() -> dict[str, Count]:
    wholes = {
        "whole": valid_q(),
        "contacted": valid_q() & CONTACTED,
        "solved": valid_q() & SOLVED,
        "satisfied": valid_q() & SATISFIED,
        "basically": valid_q() & BASICALLY,
    }
    return {name: Count("pk", filter=q) for name, q in wholes.items()}


def three(counts: dict[str, int], weights: Rates) -> list[Rate]:
    """Rates from counts, with the zone's weights."""
    whole = counts["whole"]
    share = weights.basically_satisfied
    pleased = counts["satisfied"] + share * counts["basically"]
    found = [
        Rate(
            "response",
            "响应率",
            counts["contacted"],
            whole,
            "有效回访中部门联系过企业的件数 ÷ 有效回访件数",
            "contacted=1",
        ),
        Rate(
            "solve",
            "解决率",
            counts["solved"],
            whole,
            "有效回访中企业确认已解决的件数（部分解决、解释说明不算）÷ 有效回访件数",
            "solved=1",
        ),
        Rate(
            "satisfaction",
            "满意率",
            round(pleased, 2),
            whole,
            f"（满意 + {share:g} × 基本满意）÷ 有效回访件数",
            "satisfaction=satisfied&satisfaction=basically",
        ),
    ]
    together = sum(
        weight * rate.part
        for weight, rate in zip(
            (weights.response, weights.solve, weights.satisfaction), found, strict=True
        )
    )
    words = (
        f"响应 {weights.response:g} + 解决 {weights.solve:g} + 满意 {weights.satisfaction:g} 加权"
    )
    return [*found, Rate("overall", "综合", round(together, 4), whole, words, "valid=1")]


def rates_by_department(
    actor: Actor, *, since: datetime | None = None, until: datetime | None = None
) -> Iterable[tuple[int, str, list[Rate]]]:
    """(department, name, rates) of every lead department with cases in the period."""
    rows = _period(cases(actor), since, until).filter(lead__isnull=False).order_by()
    grouped = rows.values("lead_id", name=F("lead__name")).annotate(**_counts())
    weights = config_of(actor.zone_id).rates
    for row in grouped.order_by("lead_id"):
        yield row["lead_id"], row["name"], three(row, weights)
