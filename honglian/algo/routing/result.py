"""The answer: routes with their times, what was left out and why, and what nobody could better."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from .problem import Problem


@dataclass(frozen=True, slots=True)
class Route:
    """``visits`` in order, ``starts`` of their service; ``begin`` and ``end`` at the depot."""

    team: int
    visits: tuple[int, ...]
    starts: tuple[int, ...]
    begin: int
    end: int
    distance: int


@dataclass(frozen=True, slots=True)
class Left:
    """A visit that is not made. ``why``: ``skills`` nobody may, ``hours`` nobody in its window,
    ``full`` those who may (``able`` many) have no time left."""

    visit: int
    why: str
    able: int


@dataclass(frozen=True, slots=True)
class Place:
    """Why here: the way this visit adds to its route, and the next best team with what it would add."""

    visit: int
    team: int
    adds: int
    instead: int | None
    would_add: int | None
    able: int


@dataclass(frozen=True)
class Plan:
    routes: tuple[Route, ...]

    @property
    def distance(self) -> int:
        return sum(route.distance for route in self.routes)

    @property
    def teams(self) -> int:
        return len(self.routes)

    @cached_property
    def served(self) -> frozenset[int]:
        return frozenset(key for route in self.routes for key in route.visits)

    def cost(self, problem: Problem) -> tuple[int, int, int]:
        """Lexicographic: worth left out, teams, distance."""
        left = sum(v.worth for v in problem.visits if v.key not in self.served)
        return left, self.teams, self.distance


@dataclass(frozen=True, slots=True)
class Bound:
    """No plan leaves out less worth, uses fewer teams for all the rest, or drives less."""

    left: int
    teams: int
    distance: int


@dataclass(frozen=True)
class Result:
    """``feasible`` is false only where everything was required and something is left."""

    problem: Problem
    best: Plan
    feasible: bool
    bound: Bound
    left: tuple[Left, ...]
    seconds: float
    rounds: int

    @cached_property
    def reasons(self) -> Mapping[int, Place]:
        """For each visit that is made, why this team."""
        from .explaining import places

        return places(self.problem, self.best)
