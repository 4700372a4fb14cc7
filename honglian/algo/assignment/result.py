"""The answer with its proof, the reasons of each pair, and the price of each rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from .problem import NOBODY, WITHOUT, Problem


@dataclass(frozen=True, slots=True)
class Choice:
    """Why this guide: points of each rule, and the best other guide with what he would cost more.

    ``dearer`` counts the worth of the place he would take from another enterprise.
    """

    firm: int
    guide: int
    points: Mapping[str, int]
    instead: int | None
    dearer: int | None


@dataclass(frozen=True)
class Result:
    """``assigned[firm]`` is a guide or NOBODY; ``prices`` is what a place with each guide is worth."""

    problem: Problem
    assigned: np.ndarray
    cost: int
    bound: int
    prices: np.ndarray

    @property
    def gap(self) -> int:
        return self.cost - self.bound

    @property
    def left(self) -> np.ndarray:
        """Firms without a guide."""
        return np.flatnonzero(self.assigned == NOBODY)

    @property
    def loads(self) -> np.ndarray:
        return np.bincount(self.assigned[self.assigned >= 0], minlength=self.problem.guides)

    def totals(self) -> dict[str, int]:
        """Points of each rule over the whole assignment."""
        problem = self.problem
        used = self.assigned[problem.firm] == problem.guide
        sums = {name: int(points[used].sum()) for name, points in problem.against.items()}
        return sums | {"even": evenness_of(problem, self.assigned)}

    def choices(self) -> Iterator[Choice]:
        """Each enterprise with a guide, in order."""
        problem, costs = self.problem, self.problem.costs
        order = np.argsort(problem.firm, kind="stable")
        ends = np.searchsorted(problem.firm[order], np.arange(problem.firms + 1))
        for firm in np.flatnonzero(self.assigned >= 0).tolist():
            pairs = order[ends[firm] : ends[firm + 1]]
            worth = costs[pairs] + self.prices[problem.guide[pairs]]
            mine = int(np.flatnonzero(problem.guide[pairs] == self.assigned[firm])[0])
            others = np.delete(np.arange(len(pairs)), mine)
            points = {n: int(p[pairs[mine]]) for n, p in problem.against.items()}
            instead = dearer = None
            if len(others):
                next_best = others[int(np.argmin(worth[others]))]
                instead = int(problem.guide[pairs[next_best]])
                dearer = int(worth[next_best] - worth[mine])
            yield Choice(firm, int(self.assigned[firm]), points, instead, dearer)


def evenness_of(problem: Problem, assigned: np.ndarray) -> int:
    loads = np.bincount(assigned[assigned >= 0], minlength=problem.guides)
    return int((loads * (loads - 1) // 2).sum()) * problem.evenness


def cost_of(problem: Problem, assigned: np.ndarray) -> int:
    """Points of an assignment whose pairs all may be."""
    used = assigned[problem.firm] == problem.guide
    without = int((assigned == NOBODY).sum()) * WITHOUT
    return int(problem.costs[used].sum()) + evenness_of(problem, assigned) + without


def violations(problem: Problem, assigned: np.ndarray) -> list[str]:
    """What an assignment, perhaps changed by hand, breaks."""
    allowed = set(zip(problem.firm.tolist(), problem.guide.tolist(), strict=True))
    pairs = [(firm, guide) for firm, guide in enumerate(assigned.tolist()) if guide != NOBODY]
    wrong = [f"firm {f} may not have guide {g}" for f, g in pairs if (f, g) not in allowed]
    loads = np.bincount(assigned[assigned >= 0], minlength=problem.guides)
    wrong += [f"guide {g} has too many" for g in np.flatnonzero(loads > problem.capacities)]
    return wrong


def prices_of_rules(result: Result) -> dict[str, int]:
    """What each rule costs the others: points they would save if it did not count."""
    from .solving import solve

    totals = result.totals()
    prices = {}
    for rule in totals:
        freed = solve(result.problem.without(rule)).totals()
        rest = sum(points for name, points in totals.items() if name != rule)
        prices[rule] = rest - sum(points for name, points in freed.items() if name != rule)
    return prices
