"""The slow and obvious: every division of a few units, judged by its definition."""

import itertools
import math

from honglian.algo.gridding import Problem

EARTH = 6_371_000.0


def metres(problem: Problem, a: int, b: int) -> float:
    """Plane distance about the middle of all units."""
    units = problem.units
    north = math.radians(sum(u.place[1] for u in units) / len(units))
    dx = math.radians(units[a].place[0] - units[b].place[0]) * math.cos(north)
    dy = math.radians(units[a].place[1] - units[b].place[1])
    return math.hypot(dx, dy) * EARTH


def tree(problem: Problem, members: list[int], allowed: set[tuple[int, int]]) -> float | None:
    """Prim over allowed pairs; None where they do not hang together."""
    if not members:
        return None
    seen, length = {members[0]}, 0.0
    while len(seen) < len(members):
        steps = [
            (metres(problem, a, b), b)
            for a in seen
            for b in set(members) - seen
            if (min(a, b), max(a, b)) in allowed
        ]
        if not steps:
            return None
        far, new = min(steps)
        length += far
        seen.add(new)
    return length


def cost(problem: Problem, division, allowed) -> float | None:
    """None for a division with an empty or torn grid."""
    ways = [
        tree(problem, [n for n, h in enumerate(division) if h == k], allowed)
        for k in range(len(problem.grids))
    ]
    if None in ways:
        return None
    whole = tree(problem, list(range(len(problem.units))), allowed)
    found = problem.weights.way * sum(ways) / whole
    for name in ("load", "risk"):
        values = [
            getattr(grid, name)
            + sum(getattr(u, name) for u, h in zip(problem.units, division, strict=True) if h == k)
            for k, grid in enumerate(problem.grids)
        ]
        mean = sum(values) / len(values)
        if sum(values):
            share = sum(abs(v - mean) for v in values) / 2 / sum(values)
            found += getattr(problem.weights, name) * share
    keys = [g.key for g in problem.grids]
    moved = sum(
        u.now in keys and keys[h] != u.now for u, h in zip(problem.units, division, strict=True)
    )
    return found + problem.weights.keep * moved / len(problem.units)


def best(problem: Problem, allowed) -> float:
    """The least cost over all divisions."""
    kinds = range(len(problem.grids))
    every = itertools.product(kinds, repeat=len(problem.units))
    costs = (cost(problem, division, allowed) for division in every)
    return min(c for c in costs if c is not None)
