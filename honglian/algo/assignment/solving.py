"""The cheapest assignment by min-cost flow, and a bound that proves it is the cheapest.

Each enterprise sends one unit to a guide or to “nobody”; each guide passes units on through places
of rising price. The bound does not come from the solver: prices of the guides' places are worked
out of the assignment, and with them the Lagrangian dual is evaluated. Equal to the cost, it is proof.
"""

from __future__ import annotations

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from .problem import NOBODY, WITHOUT, Problem
from .result import Result, cost_of


def solve(problem: Problem) -> Result:
    """Exact; the same problem gives the same assignment."""
    chosen = _flow(problem)
    assigned = np.full(problem.firms, NOBODY)
    assigned[problem.firm[chosen]] = problem.guide[chosen]
    prices = place_prices(problem, assigned)
    cost = cost_of(problem, assigned)
    return Result(problem, assigned, cost, dual(problem, prices), prices)


def _flow(problem: Problem) -> np.ndarray:
    """Numbers of the pairs that are used."""
    firms, guides, pairs = problem.firms, problem.guides, len(problem.firm)
    sink = firms + guides
    free = np.minimum(problem.capacities, firms)
    owner = np.repeat(np.arange(guides), free)
    nth = np.arange(len(owner)) - np.repeat(np.cumsum(free) - free, free)
    everybody = np.arange(firms)
    tails = np.concatenate([problem.firm, everybody, firms + owner])
    heads = np.concatenate([firms + problem.guide, np.full(firms + len(owner), sink)])
    costs = np.concatenate([problem.costs, np.full(firms, WITHOUT), nth * problem.evenness])
    network = SimpleMinCostFlow()
    arcs = network.add_arcs_with_capacity_and_unit_cost(
        tails.astype(np.int32), heads.astype(np.int32), np.ones(len(tails), np.int64), costs
    )
    supplies = np.concatenate([np.ones(firms), np.zeros(guides), [-firms]]).astype(np.int64)
    network.set_nodes_supplies(np.arange(sink + 1, dtype=np.int32), supplies)
    status = network.solve()
    if status != network.OPTIMAL:
        raise RuntimeError(f"min-cost flow ended with {status}, though “nobody” is always possible")
    return np.flatnonzero(network.flows(arcs)[:pairs])


def place_prices(problem: Problem, assigned: np.ndarray) -> np.ndarray:
    """What one more place with each guide is worth, the highest prices that fit the assignment.

    Nobody may gain by moving: for a firm of g, ``cost(g) + price(g) ≤ cost(h) + price(h)``. These
    are bounds on differences between guides, tightened until they hold (Bellman–Ford).
    """
    costs, guides = problem.costs, problem.guides
    of = assigned[problem.firm]
    mine = np.zeros(problem.firms, dtype=np.int64)
    used = of == problem.guide
    mine[problem.firm[used]] = costs[used]
    load = np.bincount(assigned[assigned >= 0], minlength=guides)
    high = np.where(load < problem.capacities, load * problem.evenness, 2 * WITHOUT)
    np.minimum.at(high, problem.guide[used], WITHOUT - costs[used])
    step = np.full((guides, guides), 4 * WITHOUT, dtype=np.int64)
    move = (of >= 0) & ~used
    gain = costs[move] - mine[problem.firm[move]]
    np.minimum.at(step, (of[move], problem.guide[move]), gain)
    prices = high
    for _ in range(guides + 1):
        lower = np.minimum(prices, (step + prices).min(axis=1)) if guides else prices
        if np.array_equal(lower, prices):
            break
        prices = lower
    return prices


def dual(problem: Problem, prices: np.ndarray) -> int:
    """A lower bound on the cost of any assignment, for any prices of places."""
    best = np.full(problem.firms, WITHOUT, dtype=np.int64)
    np.minimum.at(best, problem.firm, problem.costs + prices[problem.guide])
    # A guide fills the places that cost less than their price brings.
    free = np.minimum(problem.capacities, problem.firms)
    if problem.evenness:
        filled = np.clip(-(-prices // problem.evenness), 0, free)
    else:
        filled = np.where(prices > 0, free, 0)
    spent = problem.evenness * filled * (filled - 1) // 2 - prices * filled
    return int(best.sum() + spent.sum())
