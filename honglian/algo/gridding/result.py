"""What a division is worth, and in how many pieces its grids are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from .neighbours import Edges, tree_edges
from .problem import Division, Problem


@dataclass(frozen=True, slots=True)
class Figures:
    """``loads``, ``risks``, ``ways`` (metres of each grid's shortest tree), ``pieces`` and ``moved`` units.

    ``cost`` weighs the four parts; a unit that had no grid moves for nothing.
    """

    loads: tuple[float, ...]
    risks: tuple[float, ...]
    ways: tuple[float, ...]
    pieces: tuple[int, ...]
    moved: int
    cost: float

    @property
    def spread(self) -> float:
        """The heaviest grid's load against the mean, less one; 0 is perfectly even."""
        mean = sum(self.loads) / len(self.loads)
        return max(self.loads) / mean - 1 if mean else 0.0


@dataclass(frozen=True, slots=True)
class Move:
    """A unit that changes its grid: keys of unit and grids, and what staying would cost more.

    ``why`` is the part that gains most: load, risk, way or piece (the grid would fall apart).
    """

    unit: int
    source: int | None
    target: int
    gain: float
    why: str


@dataclass(frozen=True, slots=True)
class Result:
    """``best`` gives each unit's grid by its place; ``bound`` is a cost no division can go below.

    ``feasible`` says that every grid has a unit and is in one piece.
    """

    best: Division
    feasible: bool
    bound: float
    reasons: tuple[Move, ...]
    figures: Figures
    today: Figures
    seconds: float
    rounds: int

    @property
    def gap(self) -> float:
        """Share by which the cost may lie above the unknown optimum, of the bound; 0 is proved best."""
        return max(0.0, self.figures.cost - self.bound) / self.bound if self.bound > 0 else 0.0


def within(edges: Edges, division: Sequence[int]) -> Edges:
    """The edges whose both ends lie in the same grid."""
    home = np.asarray(division)
    same = (home[edges.a] == home[edges.b]) & (home[edges.a] >= 0)
    return Edges(edges.a[same], edges.b[same], edges.metres[same])


def pieces(problem: Problem, division: Sequence[int]) -> tuple[int, ...]:
    """In how many connected pieces each grid lies; 0 for an empty one."""
    inner = within(problem.edges, division)
    count = len(problem.units)
    graph = csr_array((inner.metres, (inner.a, inner.b)), shape=(count, count))
    _, label = connected_components(graph, directed=False)
    found: list[set[int]] = [set() for _ in problem.grids]
    for piece, home in zip(label.tolist(), division, strict=True):
        if home >= 0:
            found[home].add(piece)
    return tuple(len(x) for x in found)


def measure(problem: Problem, division: Sequence[int]) -> Figures:
    """All figures of a division; -1 stands for a unit in no grid. The way of a grid in several pieces
    is that of its pieces."""
    kinds = range(len(problem.grids))
    loads = [g.load for g in problem.grids]
    risks = [g.risk for g in problem.grids]
    for unit, home in zip(problem.units, division, strict=True):
        if home >= 0:
            loads[home] += unit.load
            risks[home] += unit.risk
    ways = [way(problem, [n for n, home in enumerate(division) if home == k]) for k in kinds]
    moved = sum(
        now is not None and now != home for now, home in zip(problem.today, division, strict=True)
    )
    cost = total(problem, loads, risks, sum(ways), moved)
    return Figures(tuple(loads), tuple(risks), tuple(ways), pieces(problem, division), moved, cost)


def way(problem: Problem, members: Sequence[int]) -> float:
    """Metres of the shortest tree along neighbours of these units."""
    if len(members) < 2:
        return 0.0
    at = np.full(len(problem.units), -1)
    at[list(members)] = np.arange(len(members))
    edges = problem.edges
    inside = (at[edges.a] >= 0) & (at[edges.b] >= 0)
    part = Edges(at[edges.a[inside]], at[edges.b[inside]], edges.metres[inside])
    return float(tree_edges(len(members), part).sum())


def total(
    problem: Problem, loads: Sequence[float], risks: Sequence[float], ways: float, moved: int
) -> float:
    """The weighed cost of four parts, each a share of its whole."""
    weights, whole_way = problem.weights, problem.whole
    return (
        weights.load * uneven(loads)
        + weights.risk * uneven(risks)
        + weights.way * (ways / whole_way if whole_way else 0.0)
        + weights.keep * moved / len(problem.units)
    )


def uneven(values: Sequence[float]) -> float:
    """Half the sum of deviations from the mean, as a share of the whole: what would have to move."""
    whole = sum(values)
    if not whole:
        return 0.0
    mean = whole / len(values)
    return sum(abs(v - mean) for v in values) / 2 / whole


def bound(problem: Problem) -> float:
    """No division costs less. Every grid's tree together are a forest of as many trees as grids; the
    shortest such forest is the shortest tree of all without its longest edges. The other parts may be 0."""
    lengths = problem.tree
    whole = float(lengths.sum())
    forest = float(lengths[: len(problem.units) - len(problem.grids)].sum())
    return problem.weights.way * forest / whole if whole else 0.0
