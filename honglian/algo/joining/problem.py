"""The question: units, limits, pairs that must or must not be together; checked when built."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array
from scipy.spatial import KDTree

EARTH = 6_371_000.0  # metres
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Unit:
    """One enterprise. ``place`` is (longitude, latitude) in degrees or unknown.

    ``full`` and ``probationary`` are its members; ``workers`` its staff, empty when unknown.
    """

    key: int
    full: int
    probationary: int = 0
    place: tuple[float, float] | None = None
    chain: str = ""
    park: str = ""
    workers: int | None = None

    @property
    def members(self) -> int:
        return self.full + self.probationary


@dataclass(frozen=True, slots=True)
class Limits:
    """What a joint branch may be.

    ``least_full`` full members at least, ``most_units`` units and ``most_members`` members at
    most; every two units within ``reach`` metres; of one chain or park where asked.
    """

    least_full: int = 3
    most_units: int = 5
    most_members: int = 50
    reach: float = 3000.0
    same_chain: bool = False
    same_park: bool = False

    def __post_init__(self) -> None:
        if self.least_full < 1 or self.most_units < 2 or self.most_members < self.least_full:
            raise ValueError("a joint branch has a full member, two units and room for both")
        if not 0 < self.reach < math.inf:
            raise ValueError("the reach is a positive number of metres")


@dataclass(frozen=True)
class Problem:
    """``pinned`` units stand in one branch or in none; ``forbidden`` ones never in the same.

    A unit without a place is near to the units of its park and to nobody else; the distance is
    then taken as the whole reach. Raises ``ValueError`` where the question contradicts itself.
    """

    units: tuple[Unit, ...]
    limits: Limits = field(default_factory=Limits)
    pinned: tuple[Pair, ...] = ()
    forbidden: tuple[Pair, ...] = ()

    def __post_init__(self) -> None:
        if len({u.key for u in self.units}) < len(self.units):
            raise ValueError("two units have the same key")
        for unit in self.units:
            if unit.full < 0 or unit.probationary < 0 or unit.members < 1:
                raise ValueError(f"unit {unit.key} has no members")
            if unit.full >= self.limits.least_full:
                raise ValueError(f"unit {unit.key} has enough full members for its own branch")
            if unit.place is not None and not _on_earth(unit.place):
                raise ValueError(f"unit {unit.key} lies nowhere on earth")
        for pair in (*self.pinned, *self.forbidden):
            if pair[0] == pair[1] or not set(pair) <= set(self.index):
                raise ValueError(f"pair {pair} does not name two units")
        self._check_groups()

    def _check_groups(self) -> None:
        for group in {tuple(sorted(g)) for g in self.groups.values()}:
            if len(group) > self.limits.most_units:
                raise ValueError("more units are pinned together than a branch may have")
            if sum(self.units[i].members for i in group) > self.limits.most_members:
                raise ValueError("units pinned together have more members than a branch may have")
            for one in group:
                missing = set(group) - {one} - set(self.neighbours(one)[0].tolist())
                if missing:
                    keys = self.units[one].key, self.units[min(missing)].key
                    raise ValueError(f"units {keys} are pinned together but may not be")

    @cached_property
    def index(self) -> dict[int, int]:
        """Key of a unit → its place in ``units``."""
        return {unit.key: place for place, unit in enumerate(self.units)}

    @cached_property
    def groups(self) -> dict[int, frozenset[int]]:
        """Place of a pinned unit → places of all that are pinned with it, itself included."""
        found: dict[int, frozenset[int]] = {}
        for one, other in self.pinned:
            a, b = self.index[one], self.index[other]
            merged = found.get(a, frozenset({a})) | found.get(b, frozenset({b}))
            found |= dict.fromkeys(merged, merged)
        return found

    def closed(self, places: Iterable[int]) -> set[int]:
        """These places with everything that is pinned to them."""
        found = set(places)
        for place in list(found):
            found |= self.groups.get(place, frozenset())
        return found

    # Who may stand beside whom

    @cached_property
    def graph(self) -> csr_array:
        """n × n, symmetric: metres + 1 where two units may stand in one branch, else nothing."""
        count = len(self.units)
        rows, cols, metres = self._near_pairs()
        keep = np.ones(len(rows), dtype=bool)
        if self.limits.same_chain:
            chain = _codes([u.chain for u in self.units])
            keep &= chain[rows] == chain[cols]
        if self.limits.same_park:
            park = _codes([u.park for u in self.units])
            keep &= park[rows] == park[cols]
        if self.forbidden:
            pairs = [sorted((self.index[a], self.index[b])) for a, b in self.forbidden]
            banned = {a * count + b for a, b in pairs}
            low, high = np.minimum(rows, cols), np.maximum(rows, cols)
            keep &= ~np.isin(low * count + high, list(banned))
        rows, cols, metres = rows[keep], cols[keep], metres[keep]
        both = np.concatenate([rows, cols]), np.concatenate([cols, rows])
        return csr_array((np.concatenate([metres, metres]) + 1.0, both), shape=(count, count))

    def _near_pairs(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Every pair within reach once: two arrays of places, one of metres."""
        placed = np.array([i for i, u in enumerate(self.units) if u.place is not None], dtype=int)
        if len(placed):
            points = _flat([self.units[i].place for i in placed])
            pairs = KDTree(points).query_pairs(self.limits.reach, output_type="ndarray")
            gaps = np.linalg.norm(points[pairs[:, 0]] - points[pairs[:, 1]], axis=1)
            rows, cols = placed[pairs[:, 0]], placed[pairs[:, 1]]
        else:
            rows = cols = np.empty(0, dtype=int)
            gaps = np.empty(0)
        lost = [
            (i, j)
            for i, one in enumerate(self.units)
            if one.place is None and one.park
            for j, other in enumerate(self.units)
            if other.park == one.park and (j < i or (j > i and other.place is not None))
        ]
        if lost:
            extra = np.array(lost, dtype=int)
            rows, cols = np.append(rows, extra[:, 0]), np.append(cols, extra[:, 1])
            gaps = np.append(gaps, np.full(len(extra), self.limits.reach))
        return rows, cols, gaps

    @cached_property
    def _sorted(self) -> list[tuple[np.ndarray, np.ndarray]]:
        graph, found = self.graph, []
        for place in range(len(self.units)):
            start, end = graph.indptr[place], graph.indptr[place + 1]
            ids, metres = graph.indices[start:end], graph.data[start:end] - 1.0
            order = np.lexsort((ids, metres))
            found.append((ids[order], metres[order]))
        return found

    def neighbours(self, place: int) -> tuple[np.ndarray, np.ndarray]:
        """Places that may stand beside this one and their metres, nearest first."""
        return self._sorted[place]

    def distances(self, places: Sequence[int]) -> np.ndarray:
        """Metres between these places, square; −1 where two may not stand in one branch."""
        wanted = np.asarray(places, dtype=int)
        return self.graph[wanted][:, wanted].toarray() - 1.0


def _on_earth(place: tuple[float, float]) -> bool:
    longitude, latitude = place
    return -180 <= longitude <= 180 and -90 < latitude < 90


def _codes(words: list[str]) -> np.ndarray:
    """Numbers that are equal where words are; an unknown one is like no other."""
    known: dict[str, int] = {}
    return np.array([known.setdefault(w, len(known)) if w else -1 - i for i, w in enumerate(words)])


def _flat(places: list[tuple[float, float]]) -> np.ndarray:
    """Metres east and north; a zone is small, so a plane will do (error below 0.1 % at 30 km)."""
    degrees = np.radians(np.array(places, dtype=float))
    middle = math.cos(float(degrees[:, 1].mean()))
    return np.column_stack([degrees[:, 0] * middle, degrees[:, 1]]) * EARTH
