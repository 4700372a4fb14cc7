"""The question in PyVRP's words, and its answers in ours. Nothing else knows that library."""

from __future__ import annotations

import time
import warnings
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyvrp
from pyvrp.exceptions import PenaltyBoundWarning
from pyvrp.search import NeighbourhoodParams

from honglian.algo.stopping import Stop

from .problem import FAR, Params, Problem, Team

INFEASIBLE = np.iinfo(np.int64).max  # what PyVRP calls the cost of a plan that does not fit
Routes = tuple[tuple[int, tuple[int, ...]], ...]  # (team, visits in order)


@dataclass
class Watch:
    """Tells PyVRP when to stop: as the caller says, or at the first feasible answer."""

    stop: Stop
    began: float = field(default_factory=time.perf_counter)
    rounds: int = 0

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.began

    def over(self, stop: Stop | None = None) -> bool:
        return (stop or self.stop)(self.seconds, self.rounds)


@dataclass
class _Until:
    watch: Watch
    stop: Stop
    first: bool

    def __call__(self, best_cost: float) -> bool:
        self.watch.rounds += 1
        if self.first and best_cost < INFEASIBLE:
            return True
        return self.watch.over(self.stop)


@dataclass(frozen=True)
class Ask:
    """One run: which visits, which teams and how many of each, what is dear."""

    visits: Collection[int]
    teams: Mapping[int, int]
    required: bool
    fixed: int = 0
    prize: int = 0


class Engine:
    """Holds the matrices of a problem, one for each set of visits that a team may not make."""

    def __init__(self, problem: Problem, params: Params) -> None:
        self.problem = problem
        self.params = pyvrp.SolveParams(
            neighbourhood=NeighbourhoodParams(num_neighbours=params.neighbours)
        )
        self.horizon = self._horizon()
        self.longest = max(1, int(problem.distance.max(initial=0)))

    def _horizon(self) -> int:
        """The latest moment that matters; beyond it nothing can be reached."""
        ends = [t.end for t in self.problem.teams if t.end < FAR]
        lates = [v.late + v.service for v in self.problem.visits if v.late < FAR]
        total = int(self.problem.duration.max(initial=0)) * (len(self.problem.visits) + 1)
        total += sum(v.service for v in self.problem.visits) + 1
        return max([total, *ends, *lates])

    def run(
        self, ask: Ask, watch: Watch, stop: Stop, seed: int, *, first: bool = False,
        warm: Routes | None = None,
    ) -> Routes | None:  # fmt: skip
        """The best routes found, or nothing when not even one feasible answer was found."""
        keys = list(ask.visits)
        data = self._data(ask, keys)
        initial = None
        if warm is not None:
            initial = self._solution(data, ask, keys, warm)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PenaltyBoundWarning)
            found = pyvrp.solve(
                data, _Until(watch, stop, first), seed=seed, collect_stats=False,
                params=self.params, initial_solution=initial,
            )  # fmt: skip
        return self._routes(found.best, ask, keys) if found.is_feasible() else None

    def _data(self, ask: Ask, keys: list[int]) -> pyvrp.ProblemData:
        problem = self.problem
        visits = [problem.by_visit[key] for key in keys]
        teams = [problem.by_team[key] for key in ask.teams]
        depots = sorted({team.depot for team in teams})
        places = np.array([*depots, *(v.place for v in visits)])
        base = len(depots)
        locations = [pyvrp.Location(0, 0) for _ in places]
        clients = [
            pyvrp.Client(
                base + at, delivery=[v.load], service_duration=v.service, tw_early=v.early,
                tw_late=min(v.late, self.horizon), required=ask.required,
                prize=0 if ask.required else ask.prize * v.worth,
            )
            for at, v in enumerate(visits)
        ]  # fmt: skip
        profiles, distances, durations = self._profiles(teams, visits, places, base)
        kinds = [
            pyvrp.VehicleType(
                ask.teams[team.key], [min(team.capacity, FAR)], depots.index(team.depot),
                depots.index(team.depot), fixed_cost=ask.fixed, tw_early=team.start,
                tw_late=min(team.end, self.horizon), profile=profiles[at],
            )
            for at, team in enumerate(teams)
        ]  # fmt: skip
        rows = [pyvrp.Depot(at) for at in range(base)]
        return pyvrp.ProblemData(locations, clients, rows, kinds, distances, durations)

    def _profiles(
        self, teams: list[Team], visits: list, places: np.ndarray, base: int
    ) -> tuple[list[int], list[Any], list[Any]]:
        """One pair of matrices for each set of forbidden visits: the way there takes too long."""
        distance = self.problem.distance[np.ix_(places, places)].astype(np.int64)
        duration = self.problem.duration[np.ix_(places, places)].astype(np.int64)
        known: dict[bytes, int] = {}
        distances: list[Any] = []
        durations: list[Any] = []
        numbers: list[int] = []
        for team in teams:
            barred = np.array([not self.problem.able(v, team) for v in visits], dtype=bool)
            number = known.setdefault(barred.tobytes(), len(distances))
            if number == len(distances):
                columns = base + np.flatnonzero(barred)
                far, late = distance.copy(), duration.copy()
                far[:, columns] += self.longest
                late[:, columns] = self.horizon
                np.fill_diagonal(far, 0)
                np.fill_diagonal(late, 0)
                distances.append(far)
                durations.append(late)
            numbers.append(number)
        return numbers, distances, durations

    def _routes(self, best: pyvrp.Solution, ask: Ask, keys: list[int]) -> Routes:
        teams = list(ask.teams)
        return tuple(
            (teams[route.vehicle_type()], tuple(keys[a.idx] for a in route if a.is_client()))
            for route in best.routes()
        )

    def _solution(
        self, data: pyvrp.ProblemData, ask: Ask, keys: list[int], warm: Routes
    ) -> pyvrp.Solution:
        number = {key: at for at, key in enumerate(keys)}
        kind = {key: at for at, key in enumerate(ask.teams)}
        routes = [pyvrp.Route(data, [number[k] for k in ks], kind[team]) for team, ks in warm]
        return pyvrp.Solution(data, routes)
