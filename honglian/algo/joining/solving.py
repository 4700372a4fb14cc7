"""``solve``: exact where the candidates are few, neighbourhood search with a bound where they are many."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from scipy.sparse.csgraph import connected_components

from honglian.algo.stopping import Stop

from .columns import Column, TooMany, columns
from .packing import SMALL, Packing, pack_exactly, pack_small
from .problem import Problem
from .result import Bound, Branch, Left, Plan, Result, violations


@dataclass(frozen=True, slots=True)
class Params:
    """Weights of the second goal, and how hard to look.

    A branch costs ``branch``, a metre of its spread ``metre`` (the spread is the sum of all
    distances over the number of units less one), each chain beyond the first ``mixed``.
    """

    branch: float = 10_000.0
    metre: float = 1.0
    mixed: float = 500.0
    exact_columns: int = 4_000
    exact_seconds: float = 5.0
    region: int = 14

    def __post_init__(self) -> None:
        if min(self.branch, self.metre, self.mixed) < 0:
            raise ValueError("weights cannot be negative")
        if not 4 <= self.region <= SMALL:
            raise ValueError(f"a region holds 4 to {SMALL} units")


class Costs:
    """What a branch costs, each set computed once."""

    def __init__(self, problem: Problem, params: Params) -> None:
        self.problem, self.params = problem, params
        self._known: dict[Column, float] = {}

    def of(self, column: Column) -> float:
        found = self._known.get(column)
        if found is None:
            spread = float(np.triu(self.problem.distances(column), 1).sum()) / (len(column) - 1)
            found = self._known[column] = self._sum(column, spread)
        return found

    def all(self, found: Sequence[Column], places: Sequence[int]) -> list[float]:
        """Costs of many candidates among ``places``; one matrix instead of one each."""
        ordered = sorted(places)
        at = {place: i for i, place in enumerate(ordered)}
        metres = self.problem.distances(ordered).tolist()
        return [self._sum(c, _spread([at[p] for p in c], metres)) for c in found]

    def _sum(self, column: Column, spread: float) -> float:
        chains = {self.problem.units[p].chain for p in column}
        params = self.params
        return params.branch + params.metre * spread + params.mixed * (len(chains) - 1)


def _spread(inside: list[int], metres: list[list[float]]) -> float:
    total = 0.0
    for n, i in enumerate(inside):
        row = metres[i]
        for j in inside[:n]:
            total += row[j]
    return total / (len(inside) - 1)


def solve(problem: Problem, *, stop: Stop, seed: int = 0, params: Params | None = None) -> Result:
    """The best plan found, with an honest bound: no plan at all covers more or costs less.

    Groups of units that cannot meet are solved apart. A group with few enough candidates is solved
    to the proven optimum whatever ``stop`` says; the others are improved until it stops.
    """
    params = params or Params()
    began = time.perf_counter()
    costs = Costs(problem, params)
    chosen: list[Column] = []
    rounds, bounds = 0, []
    for part in sorted(_parts(problem), key=len):
        packing, found = _exact(problem, part, costs, params)
        if packing is not None and packing.proven:
            branches = [found[i] for i in packing.chosen]
            bounds.append(Bound(sum(map(len, branches)), sum(map(costs.of, branches))))
        else:
            search = _Search(problem, costs, params, Random(seed), part)
            rounds = search.run(stop, began, rounds)
            branches = search.branches
            bounds.append(_limit(problem, part, params, sum(map(len, branches)), packing))
        chosen += branches
    plan = _plan(problem, chosen, costs)
    return Result(
        best=plan,
        feasible=not violations(problem, plan.branches),
        bound=Bound(sum(b.covered for b in bounds), sum(b.cost for b in bounds)),
        reasons=_left(problem, chosen),
        rounds=rounds,
        seconds=time.perf_counter() - began,
    )


def _parts(problem: Problem) -> list[list[int]]:
    """Places that can be in one branch, directly or through others; loners are left out."""
    if not problem.units:
        return []
    count, labels = connected_components(problem.graph, directed=False)
    parts: list[list[int]] = [[] for _ in range(count)]
    for place, label in enumerate(labels):
        parts[label].append(place)
    return [part for part in parts if len(part) > 1]


def _exact(
    problem: Problem, part: list[int], costs: Costs, params: Params
) -> tuple[Packing | None, list[Column]]:
    """The best of one part with its candidates, proven or not; None where they are too many."""
    try:
        found = columns(problem, part, most=params.exact_columns)
    except TooMany:
        return None, []
    prices = costs.all(found, part)
    if len(part) <= SMALL:
        return pack_small(found, prices), found
    return pack_exactly(found, prices, params.exact_seconds), found


def _limit(
    problem: Problem, places: Sequence[int], params: Params, covered: int, packing: Packing | None
) -> Bound:
    """What no plan can beat: every unit of a branch of k carries 1/k of it and half its mean distance.

    So a unit costs at least the minimum over k of both with its k − 1 nearest neighbours; a plan
    that covers ``covered`` units costs at least the so many cheapest. What an unfinished exact
    search has proven counts too.
    """
    least = []
    for place in places:
        if _why(problem, place) != "packed":
            continue
        metres = problem.neighbours(place)[1][: problem.limits.most_units - 1]
        sizes = np.arange(2, len(metres) + 2)
        means = np.cumsum(metres) / (sizes - 1)
        least.append(float((params.branch / sizes + params.metre * means / 2).min()))
    most, cost = len(least), sum(sorted(least)[:covered])
    if packing is not None and packing.covered is not None:
        most = min(most, packing.covered)
        cost = max(cost, packing.cost if packing.covered == covered else 0.0)
    return Bound(most, cost)


def greedy_plan(problem: Problem, params: Params | None = None) -> Plan:
    """What a clerk with a map does: take a unit, add its nearest free neighbours, go on.

    The measure of the gain, and one start of the search among others.
    """
    params = params or Params()
    found = _greedy(problem, range(len(problem.units)))
    return _plan(problem, found, Costs(problem, params))


def _orders(problem: Problem, places: list[int]) -> Iterator[list[int]]:
    """As given, the loneliest first, and sweeps over the map, which leave few stragglers behind."""
    yield places
    yield sorted(places, key=lambda p: len(problem.neighbours(p)[0]))
    for east, north in ((1, 0), (0, 1), (1, 1), (1, -1), (-1, 0), (0, -1), (-1, -1), (-1, 1)):
        yield sorted(places, key=lambda p: _along(problem, p, east, north))


def _along(problem: Problem, place: int, east: int, north: int) -> float:
    at = problem.units[place].place
    return at[0] * east + at[1] * north if at else 0.0


def _greedy(problem: Problem, places: Iterable[int]) -> list[Column]:
    order, found = list(places), []
    free = set(order)
    for place in order:
        if place not in free:
            continue
        branch = _gather(problem, place, free)
        if branch:
            found.append(branch)
            free -= set(branch)
    return found


def _gather(problem: Problem, place: int, free: set[int]) -> Column | None:
    """A branch of this unit and its nearest free neighbours, or None if it does not come about."""
    limits = problem.limits
    chosen = problem.closed([place])
    if not chosen <= free:
        return None
    for other in problem.neighbours(place)[0].tolist():
        more = problem.closed([other])
        if other in chosen or not more <= free or len(chosen | more) > limits.most_units:
            continue
        trial = sorted(chosen | more)
        members = sum(problem.units[p].members for p in trial)
        metres = problem.distances(trial)
        np.fill_diagonal(metres, 0)
        if members <= limits.most_members and (metres >= 0).all():
            chosen |= more
    enough = sum(problem.units[p].full for p in chosen) >= limits.least_full
    return tuple(sorted(chosen)) if enough and len(chosen) > 1 else None


class _Search:
    """Large-neighbourhood search: a region of the map is taken apart and packed anew."""

    def __init__(
        self, problem: Problem, costs: Costs, params: Params, rng: Random, places: list[int]
    ) -> None:
        self.problem, self.costs, self.params, self.rng = problem, costs, params, rng
        self.places = places
        self.at: dict[int, Column] = {}
        starts = (_greedy(problem, order) for order in _orders(problem, places))
        for branch in max(starts, key=lambda start: self._worth(set(start))):
            self._put(branch)
        self.waiting: list[int] = []

    @property
    def branches(self) -> list[Column]:
        return sorted(set(self.at.values()))

    def _put(self, branch: Column) -> None:
        for place in branch:
            self.at[place] = branch

    def run(self, stop: Stop, began: float, rounds: int) -> int:
        """Rounds done in all: until told to stop, or until every unit was looked at in vain."""
        barren = 0
        while barren < len(self.places) and not stop(time.perf_counter() - began, rounds):
            barren = 0 if self._improve(self._seed()) else barren + 1
            rounds += 1
        return rounds

    def _seed(self) -> int:
        """The next unit to look around: those without a branch come first in each sweep."""
        if not self.waiting:
            order = self.places.copy()
            self.rng.shuffle(order)
            self.waiting = sorted(order, key=lambda p: p not in self.at)
        return self.waiting.pop()

    def _improve(self, seed: int) -> bool:
        region = self._region(seed)
        before = {self.at[p] for p in region if p in self.at}
        found = columns(self.problem, region, most=1 << self.params.region)
        packing = pack_small(found, self.costs.all(found, region))
        after = {found[i] for i in packing.chosen}
        if self._worth(after) <= self._worth(before):
            return False
        for place in region:
            self.at.pop(place, None)
        for branch in after:
            self._put(branch)
        return True

    def _worth(self, branches: set[Column]) -> tuple[int, float]:
        return sum(map(len, branches)), -round(sum(map(self.costs.of, branches)), 3)

    def _region(self, seed: int) -> list[int]:
        """Whole branches around a unit, nearest first, with the units that have none."""
        found: set[int] = set()
        for place in (seed, *self.problem.neighbours(seed)[0].tolist()):
            more = set(self.at.get(place, ())) | self.problem.closed([place])
            if len(found | more) > self.params.region:
                break
            found |= more
        return sorted(found)


def _plan(problem: Problem, chosen: Iterable[Column], costs: Costs) -> Plan:
    ordered = sorted(chosen)
    total = sum(costs.of(column) for column in ordered)
    return Plan(tuple(_branch(problem, column) for column in ordered), total)


def _branch(problem: Problem, column: Column) -> Branch:
    metres = problem.distances(column)
    np.fill_diagonal(metres, 0)
    order = np.lexsort((np.array(column), metres.sum(axis=1)))
    units = [problem.units[column[i]] for i in order]
    return Branch(
        keys=tuple(u.key for u in units),
        full=sum(u.full for u in units),
        members=sum(u.members for u in units),
        widest=float(metres.max()),
        chains=tuple(sorted({u.chain for u in units if u.chain})),
        parks=tuple(sorted({u.park for u in units if u.park})),
    )


def whole_branch(problem: Problem) -> Branch:
    """All units of a question as one branch, lawful or not: see ``violations``."""
    return _branch(problem, tuple(range(len(problem.units))))


def _left(problem: Problem, chosen: Iterable[Column]) -> tuple[Left, ...]:
    covered = {place for column in chosen for place in column}
    found = []
    for place, unit in enumerate(problem.units):
        if place in covered:
            continue
        ids, metres = problem.neighbours(place)
        nearest = float(metres[0]) if len(metres) else None
        found.append(Left(unit.key, _why(problem, place), len(ids), nearest))
    return tuple(found)


def _why(problem: Problem, place: int) -> str:
    """``packed`` where a branch is thinkable by numbers alone; a certain no is alone or few."""
    ids = problem.neighbours(place)[0].tolist()
    if not ids:
        return "alone"
    richest = sorted((problem.units[i].full for i in ids), reverse=True)
    within = problem.units[place].full + sum(richest[: problem.limits.most_units - 1])
    return "few" if within < problem.limits.least_full else "packed"
