"""Requests of several departments become joint visits: as few comings as the crews allow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import combinations

from ..inspecting.models import VisitRequest

START, END = time(0, 0), time(23, 59)


@dataclass(frozen=True)
class Coming:
    """One visit to plan: the requests it answers and what it needs; minutes are not added up twice
    where departments work side by side, so the longest one counts in full and the others by half."""

    enterprise_id: int
    requests: tuple[VisitRequest, ...]
    needs: frozenset[str]

    @property
    def minutes(self) -> int:
        times = sorted((r.minutes for r in self.requests), reverse=True)
        return times[0] + sum(times[1:]) // 2

    @property
    def early(self) -> time:
        return max((r.not_before for r in self.requests if r.not_before), default=START)

    @property
    def late(self) -> time:
        return min((r.not_after for r in self.requests if r.not_after), default=END)

    @property
    def fits(self) -> bool:
        """Whether the hours in which the enterprise can be visited are long enough."""
        return span(self.early, self.late) >= self.minutes

    @property
    def fixed_on(self) -> date | None:
        return next((r.fixed_on for r in self.requests if r.fixed_on), None)


def span(early: time, late: time) -> int:
    """Minutes from one time of the day to a later one."""
    return (late.hour - early.hour) * 60 + late.minute - early.minute


def need_of(request: VisitRequest) -> str:
    """An inspection needs two certified officers of its department, a service somebody of it."""
    return f"{request.kind}:{request.department_id}"


def agree(requests: Iterable[VisitRequest]) -> bool:
    """Whether one coming can serve all: it fits into the hours and no two fixed days differ."""
    rows = tuple(requests)
    coming = Coming(0, rows, frozenset())
    return coming.fits and len({r.fixed_on for r in rows if r.fixed_on}) <= 1


def merge(requests: Iterable[VisitRequest], skills: Sequence[Collection[str]]) -> list[Coming]:
    """Joint visits by enterprise; ``skills`` are those that some crew brings on some day."""
    by_firm: dict[int, list[VisitRequest]] = defaultdict(list)
    for request in requests:
        by_firm[request.enterprise_id].append(request)
    found = []
    for firm, rows in sorted(by_firm.items()):
        rows.sort(key=lambda r: r.pk)
        while rows:
            group = _largest(rows, skills)
            found.append(Coming(firm, group, frozenset(need_of(r) for r in group)))
            rows = [r for r in rows if r not in group]
    return found


def _largest(
    rows: list[VisitRequest], skills: Sequence[Collection[str]]
) -> tuple[VisitRequest, ...]:
    """The most requests that one crew can answer in one coming; ties go to the earliest."""
    for size in range(len(rows), 1, -1):
        for group in combinations(rows, size):
            needs = {need_of(r) for r in group}
            if agree(group) and any(needs <= set(own) for own in skills):
                return group
    return (rows[0],)


def least_comings(requests: Iterable[VisitRequest]) -> int:
    """No plan needs fewer comings than there are enterprises with a request."""
    return len({r.enterprise_id for r in requests})
