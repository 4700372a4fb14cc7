"""Whether a route can be driven, worked out anew from the question: the check of every answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .problem import Problem, Team
from .result import Plan, Route


@dataclass(frozen=True, slots=True)
class Timetable:
    starts: tuple[int, ...]
    begin: int
    end: int
    distance: int


def timetable(problem: Problem, team: Team, keys: Sequence[int]) -> Timetable | None:
    """Earliest times of these visits in this order, leaving as late as costs no time; else nothing."""
    at, clock, way, load = team.depot, team.start, 0, 0
    starts = []
    for key in keys:
        visit = problem.by_visit[key]
        clock = max(clock + int(problem.duration[at, visit.place]), visit.early)
        load += visit.load
        if clock > visit.late or load > team.capacity or not problem.able(visit, team):
            return None
        starts.append(clock)
        way += int(problem.distance[at, visit.place])
        clock += visit.service
        at = visit.place
    end = clock + int(problem.duration[at, team.depot])
    if end > team.end:
        return None
    way += int(problem.distance[at, team.depot])
    return Timetable(tuple(starts), _leave(problem, team, keys, starts), end, way)


def _leave(problem: Problem, team: Team, keys: Sequence[int], starts: Sequence[int]) -> int:
    if not keys:
        return team.start
    first = problem.by_visit[keys[0]]
    return starts[0] - int(problem.duration[team.depot, first.place])


def route_of(problem: Problem, team: Team, keys: Sequence[int]) -> Route:
    """Raises ``ValueError`` when the visits do not fit."""
    found = timetable(problem, team, keys)
    if found is None:
        raise ValueError(f"team {team.key} cannot make {list(keys)}")
    return Route(team.key, tuple(keys), found.starts, found.begin, found.end, found.distance)


def violations(problem: Problem, plan: Plan) -> Iterator[str]:
    """Every hard rule that a plan breaks; nothing for a good one."""
    used = Counter(route.team for route in plan.routes)
    for key, times in used.items():
        if times > problem.by_team[key].count:
            yield f"team {key} is out {times} times"
    seen = Counter(key for route in plan.routes for key in route.visits)
    yield from (f"visit {key} is made {n} times" for key, n in seen.items() if n > 1)
    for route in plan.routes:
        team = problem.by_team[route.team]
        found = timetable(problem, team, route.visits)
        if found is None:
            yield f"team {route.team} cannot make {list(route.visits)}"
        elif (found.starts, found.distance) != (route.starts, route.distance):
            yield f"team {route.team}: times or distance are not those of the route"
    if problem.all_required and len(seen) < len(problem.visits):
        yield f"{len(problem.visits) - len(seen)} required visits are left out"
