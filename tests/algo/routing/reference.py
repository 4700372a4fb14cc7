"""Slow and obvious: every way to give few visits to few teams, in every order."""

from itertools import permutations, product

from honglian.algo.routing import Plan, Problem, Route, timetable


def best_cost(problem: Problem) -> tuple[int, int, int]:
    """Lexicographic: worth left out, teams, distance. For six visits at the most."""
    keys = [v.key for v in problem.visits]
    teams = [t for t in problem.teams for _ in range(t.count)]
    routes = [_shortest_by_set(problem, team, keys) for team in teams]
    best = None
    for given in product(range(-1, len(teams)), repeat=len(keys)):
        sets = [
            frozenset(k for k, to in zip(keys, given, strict=True) if to == at)
            for at in range(len(teams))
        ]
        found = [routes[at].get(chosen) for at, chosen in enumerate(sets)]
        if all(f is not None for f in found):
            cost = Plan(tuple(f for f in found if f.visits)).cost(problem)
            best = cost if best is None else min(best, cost)
    assert best is not None
    return best


def _shortest_by_set(problem, team, keys) -> dict[frozenset, Route]:
    found: dict[frozenset, Route] = {}
    for size in range(len(keys) + 1):
        for order in permutations(keys, size):
            times = timetable(problem, team, order)
            if times is None:
                continue
            route = Route(team.key, order, times.starts, times.begin, times.end, times.distance)
            known = found.get(frozenset(order))
            if known is None or route.distance < known.distance:
                found[frozenset(order)] = route
    found[frozenset()] = Route(team.key, (), (), 0, 0, 0)
    return found
