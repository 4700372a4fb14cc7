"""Slow and obvious: every set of up to five units judged by hand, every way to choose among them."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from math import cos, dist, radians

from honglian.algo.joining import Params, Problem

EARTH = 6_371_000.0


def metres(problem: Problem, one: int, other: int) -> float | None:
    """Distance of two units, or None where they may not stand in one branch."""
    a, b = problem.units[one], problem.units[other]
    limits = problem.limits
    if {(a.key, b.key), (b.key, a.key)} & set(problem.forbidden):
        return None
    if limits.same_chain and (a.chain != b.chain or not a.chain):
        return None
    if limits.same_park and (a.park != b.park or not a.park):
        return None
    if a.place is None or b.place is None:
        return limits.reach if a.park and a.park == b.park else None
    placed = [u.place for u in problem.units if u.place is not None]
    middle = cos(sum(radians(p[1]) for p in placed) / len(placed))
    flat = [(radians(p[0]) * middle * EARTH, radians(p[1]) * EARTH) for p in (a.place, b.place)]
    gap = dist(*flat)
    return gap if gap <= limits.reach else None


def cost(problem: Problem, places: tuple[int, ...], params: Params) -> float | None:
    """What a branch of these units costs, or None if it breaks a rule."""
    units = [problem.units[p] for p in places]
    limits = problem.limits
    if sum(u.full for u in units) < limits.least_full:
        return None
    if sum(u.full + u.probationary for u in units) > limits.most_members:
        return None
    keys = {u.key for u in units}
    if any((a in keys) != (b in keys) for a, b in problem.pinned):
        return None
    gaps = [metres(problem, a, b) for a, b in combinations(places, 2)]
    if None in gaps:
        return None
    spread = sum(gaps) / (len(units) - 1)
    mixed = len({u.chain for u in units}) - 1
    return params.branch + params.metre * spread + params.mixed * mixed


def optimum(problem: Problem, params: Params) -> tuple[int, float]:
    """(units covered, cost) of the best plan, by looking at all of them."""
    count = len(problem.units)
    lawful = {}
    for size in range(2, problem.limits.most_units + 1):
        for places in combinations(range(count), size):
            found = cost(problem, places, params)
            if found is not None:
                lawful[places] = found
    starting: dict[int, list] = {}
    for places, price in lawful.items():
        starting.setdefault(places[0], []).append((frozenset(places), price))

    @cache
    def best(used: frozenset[int], place: int) -> tuple[int, float]:
        if place == count:
            return 0, 0.0
        choices = [best(used, place + 1)]
        if place not in used:
            for branch, price in starting.get(place, []):
                if not branch & used:
                    later = best(frozenset(p for p in used | branch if p > place), place + 1)
                    choices.append((later[0] + len(branch), later[1] + price))
        return max(choices, key=lambda c: (c[0], -c[1]))

    return best(frozenset(), 0)
