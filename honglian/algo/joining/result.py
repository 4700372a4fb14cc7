"""The answer: branches, what they cost, how far from the best they can be, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from .problem import Problem


@dataclass(frozen=True, slots=True)
class Branch:
    """``keys`` of its units, the one nearest to all others first; ``widest`` in metres."""

    keys: tuple[int, ...]
    full: int
    members: int
    widest: float
    chains: tuple[str, ...]
    parks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """A unit without a branch, and why.

    ``alone``: nobody within reach of the rules; ``few``: even all its neighbours together have too
    few full members; ``packed``: the plan leaves it out because its neighbours are better used
    elsewhere. ``neighbours`` is how many may stand beside it, ``nearest`` metres to the nearest.
    """

    key: int
    why: str
    neighbours: int
    nearest: float | None


@dataclass(frozen=True)
class Plan:
    """Branches and what is minimised over them (see ``solving.Params``)."""

    branches: tuple[Branch, ...]
    cost: float

    @cached_property
    def covered(self) -> int:
        return sum(len(branch.keys) for branch in self.branches)

    def beats(self, other: Plan) -> bool:
        """More units first, then the lower cost."""
        return (self.covered, -self.cost) > (other.covered, -other.cost + 1e-6)


@dataclass(frozen=True, slots=True)
class Bound:
    """No plan covers more units than ``covered``; none that covers as many costs less than ``cost``."""

    covered: int
    cost: float


@dataclass(frozen=True)
class Result:
    """``feasible`` is checked on the finished plan, not assumed; ``reasons`` for those left out."""

    best: Plan
    feasible: bool
    bound: Bound
    reasons: tuple[Left, ...]
    rounds: int
    seconds: float

    @property
    def is_optimal(self) -> bool:
        return self.best.covered == self.bound.covered and self.best.cost <= self.bound.cost + 1e-6

    @property
    def cost_gap(self) -> float | None:
        """Share by which the cost may be above the best; None while coverage itself is open."""
        if self.best.covered < self.bound.covered or not self.bound.cost:
            return None if self.best.covered < self.bound.covered else 0.0
        return max(0.0, self.best.cost / self.bound.cost - 1)


def violations(problem: Problem, branches: Iterable[Branch]) -> list[str]:
    """What a plan breaks, in words for developers; empty when it keeps every rule."""
    found: list[str] = []
    seen: set[int] = set()
    limits = problem.limits
    for branch in branches:
        places = [problem.index[key] for key in branch.keys]
        units = [problem.units[place] for place in places]
        if len(set(places)) < len(places) or seen & set(places):
            found.append(f"{branch.keys}: a unit stands in two branches")
        seen |= set(places)
        if not 2 <= len(units) <= limits.most_units:
            found.append(f"{branch.keys}: {len(units)} units")
        if sum(u.full for u in units) < limits.least_full:
            found.append(f"{branch.keys}: too few full members")
        if sum(u.members for u in units) > limits.most_members:
            found.append(f"{branch.keys}: too many members")
        if problem.closed(places) != set(places):
            found.append(f"{branch.keys}: a pinned unit is missing")
        metres = problem.distances(places)
        if any(metres[i, j] < 0 for i in range(len(places)) for j in range(i)):
            found.append(f"{branch.keys}: two units may not stand in one branch")
    return found
