"""Looks for common causes among a zone's demands; reads only, so that it may take its seconds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from honglian.algo.causes import Cause, Demand, Params, Problem, solve
from honglian.kit import clock

from ..models import Case
from ..states import GONE_CASES

WINDOW_DAYS = 365
# Fewer demands, or of fewer enterprises, are not worth a meeting.
WORTH = Params(least=4, least_who=3)
MOST_CASES = 10_000  # the newest ones; four seconds of work


@dataclass(frozen=True)
class Found:
    """A group and its cases, the most typical one first."""

    cause: Cause
    cases: list[Case]


def look(zone_id: int) -> list[Found]:
    """Groups among the demands of the last year, refused and merged ones left out."""
    now = clock.now()
    window = (now - timedelta(days=WINDOW_DAYS), now)
    rows = Case.rows.filter(zone_id=zone_id, created_at__range=window)
    rows = rows.exclude(state__in=GONE_CASES)
    cases = list(rows.order_by("-created_at", "-pk")[:MOST_CASES])
    result = solve(Problem([_demand(case) for case in cases], today=clock.today()), params=WORTH)
    return [Found(cause, [cases[i] for i in cause.members]) for cause in result.best]


def _demand(case: Case) -> Demand:
    return Demand(
        title=case.title,
        text=case.text,
        who=str(case.enterprise_id or case.enterprise_name),
        day=clock.local(case.created_at).date(),
        category=case.category,
        place=case.place,
        node=str(case.chain_id or ""),
    )
