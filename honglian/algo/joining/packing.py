"""Set packing: the best choice among candidate branches, by the HiGHS solver in SciPy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import csr_array, vstack

from .columns import Column

PROVEN = 0
SMALL = 16  # units in the table of pack_small


@dataclass(frozen=True, slots=True)
class Packing:
    """Chosen columns; ``proven`` when no choice among the candidates is better.

    ``covered`` and ``cost`` are what no choice can beat, as far as it is known; the cost only
    where the units covered are proven.
    """

    chosen: tuple[int, ...]
    proven: bool
    covered: int | None = None
    cost: float = 0.0


def _rows(columns: Sequence[Column]) -> csr_array:
    """Units × columns: a unit stands in at most one chosen branch."""
    places = sorted({p for column in columns for p in column})
    at = {place: row for row, place in enumerate(places)}
    rows = [at[p] for column in columns for p in column]
    cols = [c for c, column in enumerate(columns) for _ in column]
    return csr_array((np.ones(len(rows)), (rows, cols)), shape=(len(places), len(columns)))


def _pick(
    goal: np.ndarray, rows: csr_array, low: np.ndarray, high: np.ndarray, seconds: float
) -> OptimizeResult:
    return milp(
        goal,
        constraints=LinearConstraint(rows, low, high),
        integrality=np.ones(len(goal)),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0, "time_limit": max(seconds, 0.05)},
    )


def _chosen(answer: OptimizeResult) -> tuple[int, ...]:
    return () if answer.x is None else tuple(int(i) for i in np.flatnonzero(answer.x > 0.5))


def pack_exactly(columns: Sequence[Column], costs: Sequence[float], seconds: float) -> Packing:
    """Most units covered, and among those choices the cheapest: two programmes, one after the other."""
    if not columns:
        return Packing((), True)
    sizes = np.array([len(c) for c in columns], dtype=float)
    rows = _rows(columns)
    ones = np.ones(rows.shape[0])
    first = _pick(-sizes, rows, -np.inf * ones, ones, seconds)
    if first.x is None:
        return Packing((), False)
    if first.status != PROVEN:
        return Packing(_chosen(first), False, int(-first.mip_dual_bound + 1e-6))
    most = round(float(sizes[first.x > 0.5].sum()))
    every = vstack([rows, csr_array(sizes[None, :])], format="csr")
    low, high = np.append(-np.inf * ones, most), np.append(ones, np.inf)
    second = _pick(np.array(costs, dtype=float), every, low, high, seconds)
    least = float(second.mip_dual_bound) if second.mip_dual_bound is not None else 0.0
    chosen = _chosen(first if second.x is None else second)
    return Packing(chosen, second.status == PROVEN, most, least)


def pack_small(columns: Sequence[Column], costs: Sequence[float]) -> Packing:
    """The proven best for up to :data:`SMALL` units: a table over all sets of units.

    Set packing with branches of equal worth is where branch and bound is slow; the table takes
    2^n steps whatever the costs. A unit outweighs all costs together.
    """
    places = sorted({p for column in columns for p in column})
    if len(places) > SMALL:
        raise ValueError(f"{len(places)} units are too many for the table")
    at = {place: bit for bit, place in enumerate(places)}
    weight = 1.0 + max(costs, default=0.0) * len(places) / 2
    starting: list[list[tuple[int, int, float]]] = [[] for _ in places]
    for number, column in enumerate(columns):
        mask = sum(1 << at[p] for p in column)
        highest = mask.bit_length() - 1
        starting[highest].append((mask, number, weight * len(column) - costs[number]))
    worth = np.zeros(1 << len(places))
    taken = np.full(1 << len(places), -1, dtype=np.int64)
    for bit, mine in enumerate(starting):
        block = 1 << bit
        worth[block : 2 * block] = worth[:block]
        for mask, number, value in mine:
            wider = _supersets(mask, bit)
            sums = worth[wider ^ mask] + value
            better = sums > worth[wider] + 1e-9
            worth[wider[better]] = sums[better]
            taken[wider[better]] = number
    return Packing(_read_back(taken, columns, at), True)


def _supersets(mask: int, highest: int) -> np.ndarray:
    """All sets with the same highest unit that contain this one."""
    found = np.array([mask], dtype=np.int64)
    for bit in range(highest):
        if not mask >> bit & 1:
            found = np.concatenate([found, found | (1 << bit)])
    return found


def _read_back(taken: np.ndarray, columns: Sequence[Column], at: dict[int, int]) -> tuple[int, ...]:
    chosen, left = [], len(taken) - 1
    while left:
        number = int(taken[left])
        if number < 0:
            left ^= 1 << (left.bit_length() - 1)
            continue
        chosen.append(number)
        left ^= sum(1 << at[p] for p in columns[number])
    return tuple(sorted(chosen))
