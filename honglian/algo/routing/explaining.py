"""Why a visit stands where it stands, and why another one stands nowhere."""

from __future__ import annotations

from collections.abc import Mapping

from .checking import timetable
from .problem import Problem, Team
from .result import Left, Place, Plan


def left_out(problem: Problem, plan: Plan) -> tuple[Left, ...]:
    found = []
    for visit in problem.visits:
        if visit.key in plan.served:
            continue
        able = sum(problem.able(visit, team) for team in problem.teams)
        fitting = len(problem.allowed[visit.key])
        why = "full" if fitting else "hours" if able else "skills"
        found.append(Left(visit.key, why, fitting or able))
    return tuple(found)


def places(problem: Problem, plan: Plan) -> Mapping[int, Place]:
    """For each visit: what it adds where it is, and the best other team that could still take it."""
    routes = {route.team: route for route in plan.routes}
    found = {}
    for route in plan.routes:
        team = problem.by_team[route.team]
        for key in route.visits:
            rest = [k for k in route.visits if k != key]
            without = timetable(problem, team, rest)
            adds = route.distance - (without.distance if without and rest else 0)
            instead = _instead(problem, routes, key, route.team)
            other, more = instead if instead else (None, None)
            able = len(problem.allowed[key])
            found[key] = Place(key, route.team, adds, other, more, able)
    return found


def _instead(problem: Problem, routes: Mapping, key: int, mine: int) -> tuple[int, int] | None:
    """The cheapest insertion into the route of another team that is out anyway."""
    best: tuple[int, int] | None = None
    for other in problem.allowed[key]:
        if other == mine or other not in routes:
            continue
        team, route = problem.by_team[other], routes[other]
        more = _cheapest(problem, team, route.visits, route.distance, key)
        if more is not None and (best is None or (more, other) < (best[1], best[0])):
            best = (other, more)
    return best


def _cheapest(
    problem: Problem, team: Team, keys: tuple[int, ...], now: int, key: int
) -> int | None:
    options = (
        timetable(problem, team, (*keys[:at], key, *keys[at:])) for at in range(len(keys) + 1)
    )
    return min((t.distance - now for t in options if t is not None), default=None)
