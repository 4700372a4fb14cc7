"""Start from today, mend what is in pieces, then trade units along the borders."""

from __future__ import annotations

import heapq
import math
import time
from collections.abc import Sequence
from random import Random

from honglian.algo.stopping import Stop

from .problem import Division, Params, Problem
from .result import Move, Result, bound, measure, pieces, total, uneven, way

DEFAULT = Params()
# During the search, a trade this many shares worse by the rough measure is not weighed exactly.
HOPELESS = 2.0


def solve(problem: Problem, *, stop: Stop, seed: int = 0, params: Params = DEFAULT) -> Result:
    """A division in connected grids; the same for the same seed and number of rounds.

    One round is a sweep of trades at one temperature, from today's division and from a fresh one in
    turn; the better one is then walked down to where no single trade helps.
    """
    began, rng = time.perf_counter(), Random(seed)
    starts = [_mended(problem, problem.today, rng), _mended(problem, _seeds(problem, rng), rng)]
    best = min(starts, key=lambda d: measure(problem, d).cost)
    best_cost = measure(problem, best).cost
    states = [_State(problem, start) for start in starts]
    heat, rounds, cycle = params.heat, 0, 0
    steps = max(params.least, params.sweep * len(problem.units))
    while not stop(time.perf_counter() - began, rounds):
        state = states[rounds % len(states)]
        _sweep(state, rng, heat * problem.share, steps)
        rounds += 1
        found = tuple(state.home)
        if heat < params.cold * 2:
            found = _walked_down(problem, found, HOPELESS)
        cost = measure(problem, found).cost
        if cost < best_cost - 1e-12:
            best, best_cost = found, cost
        if rounds % len(states) == 0:
            heat *= params.cooling
            if heat < params.cold:  # cold: one goes on from the best, the other from where it is
                cycle += 1
                heat = params.heat * (params.hotter if cycle % 2 else 1.0)
                states[0] = _State(problem, best)
    best = _walked_down(problem, best, math.inf)
    figures = measure(problem, best)
    return Result(
        best=best,
        feasible=all(n == 1 for n in figures.pieces),
        bound=bound(problem),
        reasons=_reasons(problem, best),
        figures=figures,
        today=measure(problem, [-1 if now is None else now for now in problem.today]),
        seconds=time.perf_counter() - began,
        rounds=rounds,
    )


def _seeds(problem: Problem, rng: Random) -> list[int | None]:
    """One unit a grid, far from one another, each near where its grid is today."""
    points = problem.metres
    found: list[int | None] = [None] * len(problem.units)
    taken: list[int] = []
    for k in range(len(problem.grids)):
        mine = [n for n, now in enumerate(problem.today) if now == k and found[n] is None]
        pool = mine or [n for n in range(len(points)) if found[n] is None]
        if mine:
            middle = points[mine].mean(axis=0)
            pick = min(mine, key=lambda n: math.dist(points[n], middle))
        elif taken:
            pick = max(pool, key=lambda n: min(math.dist(points[n], points[t]) for t in taken))
        else:
            pick = rng.choice(pool)
        found[pick] = k
        taken.append(pick)
    return found


def _mended(problem: Problem, start: Sequence[int | None], rng: Random) -> Division:
    """Every unit in a grid and every grid in one piece: small pieces and loose units join what is near."""
    home: list[int] = [-1 if h is None else h for h in start]
    for k in range(len(problem.grids)):
        if k not in home:
            home[_farthest(problem, home)] = k
    for k in range(len(problem.grids)):
        parts = _parts(problem, home, k)
        for part in sorted(parts, key=len)[:-1]:
            for n in part:
                home[n] = -1
    queue = [
        (problem_distance(problem, n, m), rng.random(), m, home[n])
        for n, h in enumerate(home)
        if h >= 0
        for m in problem.beside[n]
        if home[m] < 0
    ]
    heapq.heapify(queue)
    while queue:
        far, _, n, k = heapq.heappop(queue)
        if home[n] >= 0:
            continue
        home[n] = k
        for m in problem.beside[n]:
            if home[m] < 0:
                step = (far + problem_distance(problem, n, m), rng.random(), m, k)
                heapq.heappush(queue, step)
    return tuple(home)


def problem_distance(problem: Problem, a: int, b: int) -> float:
    return math.dist(problem.metres[a], problem.metres[b])


def _farthest(problem: Problem, home: Sequence[int]) -> int:
    """A unit for a grid that has none: loose, or of a grid that can spare one, far from the others."""
    sizes = {k: home.count(k) for k in set(home)}
    pool = [n for n, h in enumerate(home) if h < 0] or [
        n for n, h in enumerate(home) if sizes[h] > 1
    ]
    middle = problem.metres.mean(axis=0)
    return max(pool, key=lambda n: math.dist(problem.metres[n], middle))


def _parts(problem: Problem, home: Sequence[int], k: int) -> list[list[int]]:
    """Connected pieces of a grid."""
    left, found = {n for n, h in enumerate(home) if h == k}, []
    while left:
        part = _reach(problem, left, min(left))
        found.append(sorted(part))
        left -= part
    return found


def _reach(problem: Problem, among: set[int], start: int) -> set[int]:
    seen, stack = {start}, [start]
    while stack:
        for m in problem.beside[stack.pop()]:
            if m in among and m not in seen:
                seen.add(m)
                stack.append(m)
    return seen


class _State:
    """A division with its loads, risks and members, changed in place."""

    def __init__(self, problem: Problem, division: Sequence[int]) -> None:
        self.problem = problem
        self.home = list(division)
        self.members: list[set[int]] = [set() for _ in problem.grids]
        self.loads = [g.load for g in problem.grids]
        self.risks = [g.risk for g in problem.grids]
        for n, k in enumerate(self.home):
            self.members[k].add(n)
            self.loads[k] += problem.units[n].load
            self.risks[k] += problem.units[n].risk
        self.shares = uneven(self.loads), uneven(self.risks)

    def may_leave(self, n: int) -> bool:
        """Whether the grid stays in one piece, and not empty, without this unit."""
        mine = self.members[self.home[n]]
        ends = [m for m in self.problem.beside[n] if m in mine]
        if len(mine) < 2:
            return False
        if len(ends) < 2:
            return True
        rest = mine - {n}
        return set(ends) <= _reach(self.problem, rest, ends[0])

    def gain_of(self, n: int, k: int) -> float:
        """Change of the cost if the unit goes to grid ``k``; the way by the nearest neighbour on each side."""
        problem, old = self.problem, self.home[n]
        unit, weights = problem.units[n], problem.weights
        loads, risks = self.loads.copy(), self.risks.copy()
        loads[old] -= unit.load
        loads[k] += unit.load
        risks[old] -= unit.risk
        risks[k] += unit.risk
        now = problem.today[n]
        moved = 0 if now is None else (now != k) - (now != old)
        near = {
            side: min(
                problem_distance(problem, n, m) for m in problem.beside[n] if self.home[m] == side
            )
            for side in {old, k}
            if any(self.home[m] == side for m in problem.beside[n])
        }
        longer = near.get(k, 0.0) - near.get(old, 0.0)
        whole = problem.whole
        return (
            weights.load * (uneven(loads) - self.shares[0])
            + weights.risk * (uneven(risks) - self.shares[1])
            + (weights.way * longer / whole if whole else 0.0)
            + weights.keep * moved / len(problem.units)
        )

    def move(self, n: int, k: int) -> None:
        old, unit = self.home[n], self.problem.units[n]
        self.home[n] = k
        self.members[old].discard(n)
        self.members[k].add(n)
        self.loads[old] -= unit.load
        self.loads[k] += unit.load
        self.risks[old] -= unit.risk
        self.risks[k] += unit.risk
        self.shares = uneven(self.loads), uneven(self.risks)


def _sweep(state: _State, rng: Random, heat: float, steps: int) -> None:
    problem = state.problem
    for _ in range(steps):
        n = rng.randrange(len(state.home))
        others = sorted({state.home[m] for m in problem.beside[n]} - {state.home[n]})
        if not others:
            continue
        k = rng.choice(others)
        change = state.gain_of(n, k)
        if change > 0 and (heat <= 0 or rng.random() >= math.exp(-change / heat)):
            continue
        if state.may_leave(n):
            state.move(n, k)


def _walked_down(problem: Problem, division: Division, hopeless: float) -> Division:
    """Single trades by their exact cost until none helps."""
    state = _State(problem, division)
    ways = [way(problem, sorted(m)) for m in state.members]
    better = True
    while better:
        better = False
        for n in range(len(state.home)):
            old = state.home[n]
            for k in sorted({state.home[m] for m in problem.beside[n]} - {old}):
                if state.gain_of(n, k) > hopeless * problem.share:
                    continue
                change, new_ways = _exact(state, ways, n, k)
                if change < -1e-9 and state.may_leave(n):
                    state.move(n, k)
                    ways[old], ways[k] = new_ways
                    better = True
                    break
    return tuple(state.home)


def _exact(
    state: _State, ways: Sequence[float], n: int, k: int
) -> tuple[float, tuple[float, float]]:
    problem, old = state.problem, state.home[n]
    new = (
        way(problem, sorted(state.members[old] - {n})),
        way(problem, sorted(state.members[k] | {n})),
    )
    after, unit = list(ways), problem.units[n]
    after[old], after[k] = new
    loads, risks = state.loads.copy(), state.risks.copy()
    loads[old] -= unit.load
    loads[k] += unit.load
    risks[old] -= unit.risk
    risks[k] += unit.risk
    now = problem.today[n]
    moved = 0 if now is None else (now != k) - (now != old)
    change = total(problem, loads, risks, sum(after), moved) - total(
        problem, state.loads, state.risks, sum(ways), 0
    )
    return change, new


def _reasons(problem: Problem, division: Division) -> tuple[Move, ...]:
    """For each unit that changes: what the plan would cost more if it alone stayed."""
    state = _State(problem, division)
    found = []
    for n, (k, now) in enumerate(zip(division, problem.today, strict=True)):
        if now == k:
            continue
        source = None if now is None else problem.grids[now].key
        gain, why = (0.0, "new") if now is None else _worth(state, n, now)
        found.append(Move(problem.units[n].key, source, problem.grids[k].key, gain, why))
    return tuple(found)


def _worth(state: _State, n: int, now: int) -> tuple[float, str]:
    problem, k = state.problem, state.home[n]
    stayed = list(state.home)
    stayed[n] = now
    if any(count != 1 for count in pieces(problem, stayed)):
        return 0.0, "piece"
    before, after = measure(problem, state.home), measure(problem, stayed)
    weights, whole = problem.weights, problem.whole
    parts = {
        "load": weights.load * (uneven(after.loads) - uneven(before.loads)),
        "risk": weights.risk * (uneven(after.risks) - uneven(before.risks)),
        "way": weights.way * (sum(after.ways) - sum(before.ways)) / whole if whole else 0.0,
    }
    best = max(parts, key=lambda name: parts[name])
    return after.cost - before.cost, best if parts[best] > 0 or k == now else "group"
