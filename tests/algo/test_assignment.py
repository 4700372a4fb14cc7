"""The assignment against trying everything, against another exact solver, and its own proof."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from honglian.algo.assignment import (
    NOBODY,
    Firm,
    Guide,
    Params,
    Problem,
    between,
    prices_of_rules,
    solve,
    violations,
)
from honglian.algo.assignment.problem import WITHOUT
from honglian.algo.assignment.result import cost_of


def made(seed: int, firms: int, guides: int, *, most: int = 3, share: float = 0.8) -> Problem:
    chance = np.random.default_rng(seed)
    firm, guide = np.divmod(np.arange(firms * guides), guides)
    keep = chance.random(len(firm)) < share
    points = {name: chance.integers(0, 50, keep.sum()) for name in ("chain", "distance")}
    capacities = chance.integers(0, most + 1, guides)
    return Problem(firms, capacities, firm[keep], guide[keep], points, int(chance.integers(0, 6)))


def tried(problem: Problem) -> int:
    """The cheapest of all assignments, one by one."""
    every = product(range(NOBODY, problem.guides), repeat=problem.firms)
    found = (np.array(one) for one in every)
    return min(cost_of(problem, one) for one in found if not violations(problem, one))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 5), st.integers(1, 3))
def test_as_cheap_as_the_best_of_all(seed, firms, guides):
    problem = made(seed, firms, guides)
    result = solve(problem)
    assert not violations(problem, result.assigned)
    assert result.cost == tried(problem) == result.bound


@pytest.mark.parametrize("seed", range(6))
def test_as_cheap_as_the_hungarian_method_over_places(seed):
    """Each place of each guide is a column of its own; “nobody” has one for each firm."""
    problem = made(seed, 40, 9, most=6, share=0.6)
    owner = np.repeat(np.arange(problem.guides), problem.capacities)
    nth = np.concatenate([np.arange(c) for c in problem.capacities])
    table = np.full((problem.firms, problem.guides), 10 * WITHOUT)
    table[problem.firm, problem.guide] = problem.costs
    places = np.hstack([table[:, owner] + nth * problem.evenness, np.full((40, 40), WITHOUT)])
    rows, columns = linear_sum_assignment(places)
    result = solve(problem)
    assert result.cost == places[rows, columns].sum()
    assert result.gap == 0


GUIDES = [
    Guide(1, 2, frozenset({7}), frozenset({"环保"}), (114.30, 29.85)),
    Guide(2, 2, frozenset({8}), frozenset({"融资"}), (114.35, 29.87), frozenset({11})),
]


def test_chain_and_skill_decide_and_are_given_as_reasons():
    firms = [Firm(10, 7, frozenset({"环保"})), Firm(11, 8), Firm(12, 8, frozenset({"融资"}))]
    result = solve(between(GUIDES, firms))
    assert result.assigned.tolist() == [0, 0, 1]  # a conflict of interest is never overruled
    reasons = {choice.firm: choice for choice in result.choices()}
    assert reasons[1].points["chain"] == Params().chain
    assert reasons[1].instead is None
    assert reasons[2].instead == 0
    assert reasons[2].dearer > 0


def test_what_works_is_kept_unless_another_is_much_better():
    near = Firm(10, 7, place=(114.35, 29.87), present=1)
    assert solve(between(GUIDES, [near])).assigned.tolist() == [0]
    free = Params(chain=0, change=0)
    assert solve(between(GUIDES, [near], free)).assigned.tolist() == [1]


def test_one_leaves_and_the_others_take_over():
    firms = [Firm(number, 7, present=1) for number in (20, 21)]
    problem = between(GUIDES, firms)
    assert solve(problem).assigned.tolist() == [0, 0]
    assert solve(problem.leaving(0)).assigned.tolist() == [1, 1]


def test_a_choice_by_hand_is_held():
    problem = between(GUIDES, [Firm(20, 7), Firm(21, 7)])
    assert solve(problem.holding({0: 1})).assigned.tolist() == [1, 0]


def test_too_few_places_leave_some_without():
    problem = between(GUIDES[:1], [Firm(number, 7) for number in range(20, 25)])
    result = solve(problem)
    assert len(result.left) == 3
    assert result.gap == 0


def test_a_rule_that_changes_nothing_is_free_and_no_rule_pays_back():
    problem = made(3, 30, 6, most=8)
    prices = prices_of_rules(solve(problem))
    assert set(prices) == {"chain", "distance", "even"}
    assert all(price >= 0 for price in prices.values())
    idle = {"idle": np.zeros(len(problem.firm), dtype=np.int64)}
    with_idle = Problem(
        problem.firms,
        problem.capacities,
        problem.firm,
        problem.guide,
        {**problem.against, **idle},
        problem.evenness,
    )
    assert prices_of_rules(solve(with_idle))["idle"] == 0


def test_nothing_to_assign_costs_nothing():
    assert solve(between(GUIDES, [])).cost == 0
    assert solve(between([], [Firm(1)])).left.tolist() == [0]


def test_points_that_outweigh_having_nobody_are_refused():
    one = np.zeros(1, dtype=np.int64)
    with pytest.raises(ValueError, match="too large"):
        Problem(1, np.ones(1, dtype=np.int64), one, one, {"chain": one + WITHOUT})
