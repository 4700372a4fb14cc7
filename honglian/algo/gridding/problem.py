"""The question: units with work, risk and a place; grids; what counts how much. Checked when built."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .neighbours import Edges, neighbours, tree_edges

EARTH = 6_371_000.0  # metres
Division = tuple[int, ...]  # place of the grid of each unit, in the order of the problem


@dataclass(frozen=True, slots=True)
class Unit:
    """One enterprise. ``place`` is (longitude, latitude) in degrees; ``now`` the key of its grid today.

    ``load`` is work a month, ``risk`` any measure that adds up; both not negative.
    """

    key: int
    place: tuple[float, float]
    load: float = 1.0
    risk: float = 0.0
    now: int | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """One grid of the division, with what it carries beside the units (enterprises placed by hand)."""

    key: int
    load: float = 0.0
    risk: float = 0.0


@dataclass(frozen=True, slots=True)
class Weights:
    """What an even load, an even risk, short ways and a kept grid are worth against each other.

    Each part of the cost lies between 0 and about 1 before it is weighed.
    """

    load: float = 4.0
    risk: float = 2.0
    way: float = 1.0
    keep: float = 1.0

    def __post_init__(self) -> None:
        values = (self.load, self.risk, self.way, self.keep)
        if any(not 0 <= v < math.inf for v in values) or not any(values):
            raise ValueError("weights are not negative and not all zero")


@dataclass(frozen=True, slots=True)
class Params:
    """``heat`` is by how many units' share of the cost a worse trade may be taken at the beginning;
    it falls by ``cooling`` every second round. When it is ``cold`` it is renewed, every second time
    ``hotter``: few units need that, many need the quiet. ``sweep`` trades a unit are tried in a
    round, ``least`` at least."""

    heat: float = 0.1
    cooling: float = 0.6
    cold: float = 0.004
    hotter: float = 5.0
    sweep: int = 10
    least: int = 400


@dataclass(frozen=True)
class Problem:
    """Units into grids; ``ValueError`` where the question contradicts itself."""

    units: tuple[Unit, ...]
    grids: tuple[Grid, ...]
    weights: Weights = field(default_factory=Weights)

    def __post_init__(self) -> None:
        if len({u.key for u in self.units}) < len(self.units):
            raise ValueError("two units have the same key")
        if len({g.key for g in self.grids}) < len(self.grids):
            raise ValueError("two grids have the same key")
        if not 1 <= len(self.grids) <= len(self.units):
            raise ValueError("there are at least one grid and at least as many units")
        for unit in self.units:
            east, north = unit.place
            if not (-180 <= east <= 180 and -90 <= north <= 90):
                raise ValueError(f"unit {unit.key} lies nowhere on earth")
        loads = [v for u in self.units for v in (u.load, u.risk)]
        loads += [v for g in self.grids for v in (g.load, g.risk)]
        if any(not 0 <= v < math.inf for v in loads):
            raise ValueError("load and risk are finite and not negative")

    @cached_property
    def metres(self) -> NDArray[np.float64]:
        """n × 2, east and north of the middle, in metres on a plane that touches there."""
        places = np.array([u.place for u in self.units], dtype=float)
        middle = places.mean(axis=0)
        scale = np.array([math.cos(math.radians(middle[1])), 1.0])
        found: NDArray[np.float64] = np.radians(places - middle) * EARTH * scale
        return found

    @cached_property
    def edges(self) -> Edges:
        """Who is next to whom, and how far."""
        return neighbours(self.metres)

    @cached_property
    def tree(self) -> NDArray[np.float64]:
        """Lengths of the shortest tree over all units, ascending."""
        return tree_edges(len(self.units), self.edges)

    @cached_property
    def whole(self) -> float:
        """Metres of that tree."""
        return float(self.tree.sum())

    @cached_property
    def share(self) -> float:
        """One unit's share of the highest cost: by so much a single trade changes it at most, roughly."""
        weights = self.weights
        return (weights.load + weights.risk + weights.way + weights.keep) / len(self.units)

    @cached_property
    def beside(self) -> tuple[tuple[int, ...], ...]:
        """Neighbours of each unit."""
        found: list[list[int]] = [[] for _ in self.units]
        for a, b in zip(self.edges.a.tolist(), self.edges.b.tolist(), strict=True):
            found[a].append(b)
            found[b].append(a)
        return tuple(tuple(sorted(x)) for x in found)

    @cached_property
    def today(self) -> tuple[int | None, ...]:
        """Place of each unit's grid of today; None for units in none of these grids."""
        at = {g.key: n for n, g in enumerate(self.grids)}
        return tuple(None if u.now is None else at.get(u.now) for u in self.units)
