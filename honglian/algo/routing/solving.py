"""Staged search: reach as many visits as possible, do without teams one by one, then shorten the way.

Saving teams is a step of its own, because a local search that is paid for distance does not empty
routes: the fleet is made smaller and the first plan that fits it is looked for (PyVRP, Wouda et al.
2024, finds it faster when distance still counts).
"""

from __future__ import annotations

from collections import Counter

from honglian.algo.stopping import MaxRounds, MaxSeconds, Stop, Watched

from .bounds import bound_of
from .checking import route_of, timetable, violations
from .engine import Ask, Engine, Routes, Watch
from .explaining import left_out
from .problem import Params, Problem
from .result import Plan, Result


def part(stop: Stop, share: float) -> Stop:
    """The same limit, only a share of it; other kinds of stops are asked as they are."""
    match stop:
        case MaxSeconds(limit):
            return MaxSeconds(limit * share)
        case MaxRounds(limit):
            return MaxRounds(int(limit * share))
        case Watched(inner, tell):
            return Watched(part(inner, share), tell)
    return stop


def solve(
    problem: Problem, *, stop: Stop, seed: int = 0, params: Params | None = None,
    start: Plan | None = None,
) -> Result:  # fmt: skip
    """The best plan found before ``stop``; ``start`` is a plan to better, if it still fits."""
    params = params or Params()
    search = _Search(problem, stop, seed, params)
    routes = search.first(start)
    if routes:
        routes = search.fewer(routes)
        routes = search.shorter(routes)
    plan = Plan(tuple(route_of(problem, problem.by_team[t], keys) for t, keys in routes if keys))
    return Result(
        problem=problem, best=plan, feasible=not any(violations(problem, plan)),
        bound=bound_of(problem), left=left_out(problem, plan), seconds=search.watch.seconds,
        rounds=search.watch.rounds,
    )  # fmt: skip


class _Search:
    def __init__(self, problem: Problem, stop: Stop, seed: int, params: Params) -> None:
        self.problem, self.stop, self.seed, self.params = problem, stop, seed, params
        self.watch = Watch(stop)
        self.engine = Engine(problem, params)
        self.keys = [v.key for v in problem.visits if problem.allowed[v.key]]
        useful = set().union(*(problem.allowed[key] for key in self.keys)) if self.keys else set()
        self.fleet = {t.key: t.count for t in problem.teams if t.key in useful}
        # Dearer than any detour, so that a visit is worth a way and a team is worth a way.
        self.fixed = 4 * self.engine.longest

    def first(self, start: Plan | None) -> Routes:
        """As many visits as can be made, the worthiest first."""
        if not self.keys:
            return ()
        known = self._fits(start)
        over = part(self.stop, self.params.look)
        if self.problem.all_required:
            if len(self.keys) < len(self.problem.visits):
                return known or ()
            ask = Ask(self.keys, self.fleet, required=True, fixed=self.fixed)
            found = self.engine.run(ask, self.watch, over, self.seed, warm=known)
            if found is None:
                found = self.engine.run(ask, self.watch, self.stop, self.seed, first=True)
            return found or known or ()
        prize = 8 * self.fixed
        ask = Ask(self.keys, self.fleet, required=False, fixed=self.fixed, prize=prize)
        found = self.engine.run(ask, self.watch, over, self.seed, warm=known)
        return self._better(known, found) or ()

    def _fits(self, start: Plan | None) -> Routes | None:
        """What still can be driven of an earlier plan."""
        if start is None:
            return None
        kept = []
        for route in start.routes:
            team = self.problem.by_team.get(route.team)
            if team and team.key in self.fleet and timetable(self.problem, team, route.visits):
                kept.append((route.team, route.visits))
        return tuple(kept) or None

    def fewer(self, routes: Routes) -> Routes:
        """Do without one team after the other, as long as every visit made is still made."""
        over = part(self.stop, self.params.fleet)
        tried: set[int] = set()
        least = bound_of(self.problem, {key for _, keys in routes for key in keys}).teams
        while len(routes) > least and not self.watch.over(over):
            used = Counter(team for team, _ in routes)
            smaller = self._without(routes, used, tried)
            if smaller is None:
                break
            fleet, dropped, alone = smaller
            made = [key for _, keys in routes for key in keys]
            ask = Ask(made, fleet, required=True, fixed=self.fixed)
            limit = over if alone else self._slice(over)
            found = self.engine.run(ask, self.watch, limit, self.seed, first=True)
            if found is not None:
                routes, tried = found, set()
            else:
                tried.add(dropped)
                if alone or len(tried) >= self.params.tries:
                    break
        return routes

    def _slice(self, over: Stop) -> Stop:
        """An attempt with many kinds of teams may not eat the time of the others."""
        match over:
            case MaxSeconds(limit):
                return MaxSeconds(min(limit, self.watch.seconds + limit / 10))
            case MaxRounds(limit):
                return MaxRounds(min(limit, self.watch.rounds + limit // 10))
        return over

    def _without(
        self, routes: Routes, used: Counter, tried: set[int]
    ) -> tuple[dict[int, int], int, bool] | None:
        """The fleet in use less the team with the least to do that has not been tried."""
        for team, _ in sorted(routes, key=lambda r: (len(r[1]), r[0])):
            if team in tried:
                continue
            fleet = {key: n - (key == team) for key, n in used.items()}
            return {k: n for k, n in fleet.items() if n}, team, len(used) == 1
        return None

    def shorter(self, routes: Routes) -> Routes:
        """The same visits with at most these teams, on the shortest way found."""
        made = [key for _, keys in routes for key in keys]
        fleet = dict(Counter(team for team, _ in routes))
        ask = Ask(made, fleet, required=True)
        found = self.engine.run(ask, self.watch, self.stop, self.seed, warm=routes)
        return self._better(routes, found) or routes

    def _better(self, one: Routes | None, other: Routes | None) -> Routes | None:
        if one is None or other is None:
            return one or other
        return min(one, other, key=self._cost)

    def _cost(self, routes: Routes) -> tuple[int, int, int]:
        teams = self.problem.by_team
        built = Plan(tuple(route_of(self.problem, teams[t], ks) for t, ks in routes if ks))
        return built.cost(self.problem)
