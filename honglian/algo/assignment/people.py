"""Guides and enterprises as people know them, turned into a problem of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .problem import Problem

METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class Guide:
    """``place`` is longitude and latitude; ``conflicts`` are keys of firms he may never guide."""

    key: int
    capacity: int
    chains: frozenset[int] = frozenset()
    skills: frozenset[str] = frozenset()
    place: tuple[float, float] | None = None
    conflicts: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Firm:
    """``needs`` are skills it asks for; ``present`` is the key of its guide today."""

    key: int
    chain: int | None = None
    needs: frozenset[str] = frozenset()
    place: tuple[float, float] | None = None
    present: int | None = None


@dataclass(frozen=True, slots=True)
class Params:
    """Points against a pair; all are settings of a zone (设).

    ``kilometre`` counts up to ``farthest`` km; an unknown place counts as the middle of that.
    """

    chain: int = 40
    skill: int = 25
    kilometre: int = 2
    farthest: int = 30
    change: int = 30
    even: int = 3


def between(
    guides: Sequence[Guide], firms: Sequence[Firm], params: Params | None = None
) -> Problem:
    """Every pair but those with a conflict of interest."""
    params = params or Params()
    firm, guide = np.divmod(np.arange(len(firms) * len(guides)), max(len(guides), 1))
    allowed = np.ones(len(firm), dtype=bool)
    places = {g.key: number for number, g in enumerate(guides)}
    rows = {f.key: number for number, f in enumerate(firms)}
    for number, one in enumerate(guides):
        for key in one.conflicts & rows.keys():
            allowed[rows[key] * len(guides) + number] = False
    present = np.array([places.get(f.present, -1) if f.present else -1 for f in firms])
    against = {
        "chain": params.chain * _off_chain(guides, firms),
        "skill": params.skill * _lacking(guides, firms),
        "distance": _kilometres(guides, firms, params) * params.kilometre,
        "change": params.change
        * ((present[firm] >= 0) & (present[firm] != guide)).astype(np.int64),
    }
    return Problem(
        firms=len(firms),
        capacities=np.array([g.capacity for g in guides], dtype=np.int64),
        firm=firm[allowed],
        guide=guide[allowed],
        against={name: points[allowed] for name, points in against.items()},
        evenness=params.even,
    )


def _off_chain(guides: Sequence[Guide], firms: Sequence[Firm]) -> np.ndarray:
    """1 where the firm is on a chain the guide does not know."""
    off = [f.chain is not None and f.chain not in g.chains for f in firms for g in guides]
    return np.array(off, dtype=np.int64)


def _lacking(guides: Sequence[Guide], firms: Sequence[Firm]) -> np.ndarray:
    """How many of the skills asked for the guide does not have."""
    lacking = [len(f.needs - g.skills) if f.needs else 0 for f in firms for g in guides]
    return np.array(lacking, dtype=np.int64)


def _kilometres(guides: Sequence[Guide], firms: Sequence[Firm], params: Params) -> np.ndarray:
    """Whole kilometres as the crow flies."""
    unknown = (np.nan, np.nan)
    there = np.array([f.place or unknown for f in firms], dtype=float).reshape(-1, 1, 2)
    here = np.array([g.place or unknown for g in guides], dtype=float).reshape(1, -1, 2)
    north = (there[..., 1] - here[..., 1]) * METRES_PER_DEGREE
    east = (there[..., 0] - here[..., 0]) * METRES_PER_DEGREE * np.cos(np.radians(here[..., 1]))
    far = np.hypot(north, east) / 1000
    far = np.where(np.isnan(far), params.farthest / 2, np.minimum(far, params.farthest))
    return np.rint(far).astype(np.int64).ravel()
