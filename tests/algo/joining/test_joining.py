"""The planner of joint branches against an exhaustive reference, and where it must refuse."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from honglian.algo.joining import (
    Limits,
    Params,
    Problem,
    Unit,
    greedy_plan,
    solve,
    violations,
)
from honglian.algo.joining.columns import columns
from honglian.algo.joining.packing import pack_exactly, pack_small
from honglian.algo.joining.solving import Costs
from honglian.algo.stopping import MaxRounds, MaxSeconds, Watched

from .reference import optimum

PARAMS = Params()
# As if every question were too large to list all branches: only the search is left.
SEARCH = replace(PARAMS, exact_columns=0)
STEP = 0.009  # degrees; about one kilometre


def town(seed: int, count: int, **limits) -> Problem:
    rng = Random(seed)
    units = tuple(
        Unit(
            key=100 + i,
            full=rng.choice([0, 1, 1, 2, 2]) or 0,
            probationary=1,
            place=None if rng.random() < 0.1 else (114.3 + rng.random() * 0.06, 29.8 + rng.random() * 0.05),
            chain=rng.choice(["fb", "im", ""]),
            park=rng.choice(["东", "西"]),
        )
        for i in range(count)
    )  # fmt: skip
    pairs = [(100 + a, 100 + b) for a in range(count) for b in range(a)]
    forbidden = tuple(rng.sample(pairs, min(3, len(pairs))))
    return Problem(units, Limits(**limits), forbidden=forbidden)


CASES = [
    (seed, count, limits)
    for seed, count in enumerate([2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 12, 12])
    for limits in (
        {"reach": 2500.0},
        {"reach": 4000.0, "same_chain": True},
        {"reach": 5000.0, "most_units": 3, "most_members": 7},
        {"reach": 6000.0, "same_park": True},
    )
]


@pytest.mark.parametrize(("seed", "count", "limits"), CASES)
def test_gap_to_the_exhaustive_optimum_is_zero(seed, count, limits):
    problem = town(seed, count, **limits)
    covered, cost = optimum(problem, PARAMS)
    result = solve(problem, stop=MaxRounds(0))
    assert result.feasible
    assert result.best.covered == covered
    assert result.best.cost == pytest.approx(cost, abs=1e-3)
    assert result.is_optimal
    assert result.bound.covered == covered


@pytest.mark.parametrize("seed", range(8))
def test_search_alone_finds_it_too_and_its_bound_is_honest(seed):
    problem = town(seed, 12, reach=4000.0)
    covered, cost = optimum(problem, PARAMS)
    result = solve(problem, stop=MaxRounds(60), params=SEARCH)
    assert (result.best.covered, pytest.approx(result.best.cost)) == (covered, cost)
    assert result.bound.covered >= covered
    assert result.bound.cost <= cost + 1e-6


def test_pinned_units_stand_together_or_not_at_all():
    problem = town(3, 10, reach=6000.0)
    near = problem.neighbours(0)[0]
    one, other = problem.units[0], problem.units[int(near[-1])]
    pinned = replace(problem, pinned=((one.key, other.key),))
    assert solve(pinned, stop=MaxRounds(0)).best.covered == optimum(pinned, PARAMS)[0]
    for branch in solve(pinned, stop=MaxRounds(0)).best.branches:
        assert (one.key in branch.keys) == (other.key in branch.keys)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 40), st.sampled_from([1500.0, 3000.0]))
def test_every_plan_keeps_every_rule_and_beats_the_clerk(seed, count, reach):
    problem = town(seed, count, reach=reach)
    for params in (PARAMS, SEARCH):
        result = solve(problem, stop=MaxRounds(5), params=params)
        assert result.feasible
        clerk = greedy_plan(problem)
        assert not violations(problem, clerk.branches)
        assert not clerk.beats(result.best)
        covered = [key for branch in result.best.branches for key in branch.keys]
        assert sorted(covered + [left.key for left in result.reasons]) == sorted(
            unit.key for unit in problem.units
        )
        assert result.best.covered <= result.bound.covered


def test_the_same_seed_gives_the_same_plan():
    problem = town(11, 60, reach=3000.0)
    first, second = (solve(problem, stop=MaxRounds(20), seed=4, params=SEARCH) for _ in range(2))
    assert first.best == second.best


def test_the_cost_of_a_branch_by_hand():
    """Three units in a row, a kilometre apart: 1 + 1 + 2 km over two is 2 km; two chains."""
    units = tuple(Unit(i, 1, place=(0.0, i * STEP), chain="ab"[i // 2]) for i in range(3))
    result = solve(Problem(units, Limits(reach=3000.0)), stop=MaxRounds(0))
    branch = result.best.branches[0]
    assert branch.keys[0] == 1  # the middle one is nearest to all
    assert branch.widest == pytest.approx(2 * 1000.75, abs=1)
    assert result.best.cost == pytest.approx(10_000 + 2001.5 + 500, abs=1)


def test_why_a_unit_is_left_out():
    far = Unit(9, 2, place=(1.0, 1.0))
    poor = [Unit(i, 0, 1, place=(2.0, 2.0 + i * STEP)) for i in (20, 21)]
    near = [Unit(i, 1, place=(0.0, i * STEP / 4)) for i in range(4)]
    limits = Limits(reach=3000.0, most_units=3)
    result = solve(Problem((far, *poor, *near), limits), stop=MaxRounds(0))
    assert {left.key: left.why for left in result.reasons} | {9: "alone"} == {
        9: "alone",
        20: "few",
        21: "few",
        **{left.key: "packed" for left in result.reasons if left.key < 9},
    }
    assert result.best.covered == 3


def test_units_of_equal_place_and_park_only():
    units = tuple(Unit(i, 1, park="东" if i < 3 else "") for i in range(5))
    result = solve(Problem(units), stop=MaxRounds(0))
    assert [branch.keys for branch in result.best.branches] == [(0, 1, 2)]


def test_an_empty_question_has_an_empty_answer():
    result = solve(Problem(()), stop=MaxSeconds(0))
    assert (result.best.branches, result.is_optimal, result.feasible) == ((), True, True)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"units": (Unit(1, 1), Unit(1, 1))}, "same key"),
        ({"units": (Unit(1, 3),)}, "its own branch"),
        ({"units": (Unit(1, 0),)}, "no members"),
        ({"units": (Unit(1, 1, place=(200.0, 0.0)),)}, "nowhere"),
        ({"pinned": ((1, 1),)}, "two units"),
        ({"forbidden": ((1, 99),)}, "two units"),
        ({"pinned": ((1, 3),)}, "may not be"),
        ({"pinned": ((1, 2),), "forbidden": ((2, 1),)}, "may not be"),
    ],
)
def test_contradictions_are_refused(change, words):
    units = (
        Unit(1, 1, place=(0.0, 0.0)),
        Unit(2, 1, place=(0.0, STEP)),
        Unit(3, 1, place=(3.0, 3.0)),
    )
    with pytest.raises(ValueError, match=words):
        Problem(**({"units": units} | change))


@pytest.mark.parametrize("limits", [{"reach": 0.0}, {"most_units": 1}, {"most_members": 2}])
def test_limits_that_allow_nothing_are_refused(limits):
    with pytest.raises(ValueError, match="a joint branch|the reach"):
        Limits(**limits)


def test_progress_is_told():
    told = []
    stop = Watched(MaxRounds(3), lambda seconds, rounds: told.append(rounds))
    solve(town(1, 20, reach=3000.0), stop=stop, params=SEARCH)
    assert told == [0, 1, 2, 3]


@pytest.mark.parametrize("seed", range(6))
def test_the_integer_programme_and_the_table_agree(seed):
    problem = town(seed, 12, reach=3500.0)
    everybody = list(range(12))
    found = columns(problem, everybody, most=10_000)
    costs = Costs(problem, PARAMS).all(found, everybody)
    table, programme = pack_small(found, costs), pack_exactly(found, costs, 60.0)
    assert programme.proven
    for wanted in (lambda i: len(found[i]), lambda i: round(costs[i], 3)):
        assert sum(map(wanted, table.chosen)) == pytest.approx(sum(map(wanted, programme.chosen)))
