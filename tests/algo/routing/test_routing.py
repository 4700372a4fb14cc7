"""The planner of routes: against a slow reference, its hard rules, and what it says of what it left."""

from random import Random

import numpy as np
import pytest

from honglian.algo.routing import Left, Plan, Problem, Route, Team, Visit, solve, violations
from honglian.algo.stopping import MaxRounds

from .reference import best_cost

ROUNDS = MaxRounds(3000)


def problem(seed: int, visits: int = 6, teams: int = 2, **fields) -> Problem:
    """Points in a square of 60 minutes, windows of the half-day, two skills."""
    rng = Random(seed)
    points = np.array([(rng.randint(0, 60), rng.randint(0, 60)) for _ in range(visits + 1)])
    ways = np.abs(points[:, None] - points[None]).sum(axis=2).astype(np.int64)
    rows = []
    for at in range(1, visits + 1):
        early = rng.choice((480, 480, 540, 600))
        rows.append(
            Visit(
                at, at, service=rng.choice((20, 30, 45)), early=early, late=early + rng.choice((60, 150)),
                needs=frozenset(rng.choice(((), ("fire",), ("emergency",)))), worth=rng.choice((1, 1, 3)),
                load=rng.randint(1, 3),
            )
        )  # fmt: skip
    crews = [
        Team(1, 0, 480, 720, frozenset({"fire"}), capacity=8),
        Team(2, 0, 480, 720, frozenset({"fire", "emergency"}), capacity=7),
    ][:teams]
    return Problem(tuple(rows), tuple(crews), ways, ways, **fields)


@pytest.mark.parametrize("seed", range(12))
def test_small_questions_are_answered_as_well_as_by_trying_everything(seed):
    asked = problem(seed)
    found = solve(asked, stop=ROUNDS, seed=seed)
    assert list(violations(asked, found.best)) == []
    assert found.best.cost(asked) == best_cost(asked)


@pytest.mark.parametrize("seed", range(6))
def test_no_plan_is_better_than_the_bound(seed):
    asked = problem(seed)
    found = solve(asked, stop=ROUNDS)
    left, teams, distance = found.best.cost(asked)
    assert found.bound.left <= left
    if left == found.bound.left:
        assert found.bound.teams <= teams
        assert found.bound.distance <= distance


def test_the_same_seed_gives_the_same_plan():
    asked = problem(3, visits=12)
    one, two = (solve(asked, stop=MaxRounds(800), seed=5).best for _ in range(2))
    assert one == two


def test_what_is_left_out_says_why():
    asked = problem(1, teams=1)
    found = solve(asked, stop=ROUNDS)
    needing = {v.key for v in asked.visits if "emergency" in v.needs}
    assert needing
    assert {one.visit for one in found.left if one.why == "skills"} == needing
    late = Visit(9, 1, service=300, early=480, late=500)
    alone = Problem((late,), asked.teams, asked.distance, asked.duration)
    assert solve(alone, stop=ROUNDS).left == (Left(9, "hours", 1),)
    many = tuple(Visit(k, 1, service=100, early=480, late=720) for k in range(5))
    crowded = solve(Problem(many, asked.teams, asked.distance, asked.duration), stop=ROUNDS)
    assert {one.why for one in crowded.left} == {"full"}


def test_a_fixed_team_is_kept_and_an_earlier_plan_is_bettered():
    asked = problem(2)
    first = solve(asked, stop=ROUNDS)
    fixed = tuple(
        Visit(v.key, v.place, v.service, v.early, v.late, v.load, v.needs, frozenset({2}), v.worth)
        for v in asked.visits
    )
    again = Problem(fixed, asked.teams, asked.distance, asked.duration)
    found = solve(again, stop=ROUNDS, start=first.best)
    assert {route.team for route in found.best.routes} == {2}
    better = solve(asked, stop=MaxRounds(50), start=first.best)
    assert better.best.cost(asked) <= first.best.cost(asked)


def test_each_place_says_what_it_adds():
    asked = problem(4)
    found = solve(asked, stop=ROUNDS)
    assert set(found.reasons) == found.best.served
    for place in found.reasons.values():
        assert place.adds >= 0
        assert place.team in asked.allowed[place.visit]
        assert place.instead != place.team


def test_required_visits_that_do_not_fit_are_not_called_feasible():
    many = tuple(Visit(k, 0, service=100, early=0, late=200) for k in range(4))
    ways = np.zeros((1, 1), dtype=np.int64)
    asked = Problem(many, (Team(1, 0, 0, 250),), ways, ways, all_required=True)
    found = solve(asked, stop=MaxRounds(300))
    assert not found.feasible


@pytest.mark.parametrize(
    ("visit", "team"),
    [
        ({"place": 7}, {}),
        ({"early": 9, "late": 3}, {}),
        ({"only": frozenset({4})}, {}),
        ({}, {"depot": 5}),
        ({}, {"start": 9, "end": 3}),
        ({}, {"count": 0}),
    ],
    ids=["no-way", "window", "no-such-team", "depot", "hours", "count"],
)
def test_a_wrong_question_is_refused(visit, team):
    ways = np.zeros((2, 2), dtype=np.int64)
    with pytest.raises(ValueError, match="visit|team"):
        Problem((Visit(**{"key": 1, "place": 1} | visit),), (Team(**{"key": 1, "depot": 0} | team),), ways, ways)  # fmt: skip


def test_the_check_sees_a_bad_plan():
    asked = problem(0)
    twice = Route(1, (1, 1), (480, 520), 480, 600, 3)
    assert len(list(violations(asked, Plan((twice, twice))))) >= 3
