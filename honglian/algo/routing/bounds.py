"""What no plan can better, from simple sums: enough to say how far a plan may be from the best."""

from __future__ import annotations

from collections.abc import Collection
from math import ceil

from .problem import FAR, Problem, Visit
from .result import Bound


def bound_of(problem: Problem, made: Collection[int] | None = None) -> Bound:
    """``made`` are the visits that are made; by default all that some team may make.

    ``teams`` counts what the largest team could carry and work at most; ``distance`` counts for
    each visit the shortest way that leads there, and one way home.
    """
    possible = [v for v in problem.visits if problem.allowed[v.key]]
    left = sum(v.worth for v in problem.visits if not problem.allowed[v.key])
    visits = [v for v in possible if v.key in made] if made is not None else possible
    if not visits or not problem.teams:
        return Bound(left, 0, 0)
    ways = _shortest(problem, visits, "distance")
    homes = [
        int(problem.distance[v.place, t.depot])
        for v in visits
        for t in problem.teams
        if t.key in problem.allowed[v.key]
    ]
    return Bound(left, _teams(problem, visits), sum(ways) + min(homes, default=0))


def _teams(problem: Problem, visits: list[Visit]) -> int:
    most = max(t.capacity for t in problem.teams)
    least = [1]
    if 0 < most < FAR:
        least.append(ceil(sum(v.load for v in visits) / most))
    hours = max(t.end - t.start for t in problem.teams)
    if 0 < hours < FAR // 2:
        work = sum(v.service for v in visits) + sum(_shortest(problem, visits, "duration"))
        least.append(ceil(work / hours))
    return max(least)


def _shortest(problem: Problem, visits: list[Visit], name: str) -> list[int]:
    """For each visit the shortest way from any other visit or any depot."""
    matrix = getattr(problem, name)
    sources = [t.depot for t in problem.teams]
    by_place: dict[int, int] = {}
    for visit in visits:
        by_place[visit.place] = by_place.get(visit.place, 0) + 1
    rows = sorted({*sources, *by_place})
    found = {}
    for place, times in by_place.items():
        others = [row for row in rows if row != place or row in sources]
        alone = min((int(matrix[row, place]) for row in others), default=0)
        found[place] = 0 if times > 1 else alone
    return [found[v.place] for v in visits]
