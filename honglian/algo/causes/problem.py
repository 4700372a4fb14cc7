"""What is asked and what is answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Demand:
    """One demand. ``who`` is the enterprise; category, place and node may be empty."""

    title: str
    text: str
    who: str
    day: date
    category: str = ""
    place: str = ""
    node: str = ""


@dataclass(frozen=True, slots=True)
class Params:
    """How alike demands must be.

    ``alike`` is the least average likeness (0–1) inside a group. ``same_category``, ``same_place`` and
    ``same_node`` are added to the likeness of texts, as a share of it, when both demands name the same one;
    ``other_category`` is taken off when both name different ones. ``least`` demands of ``least_who``
    different enterprises make a cause: one enterprise complaining three times is not one.
    """

    alike: float = 0.15
    same_category: float = 0.15
    other_category: float = 0.25
    same_place: float = 0.20
    same_node: float = 0.10
    least: int = 3
    least_who: int = 2
    recent_days: int = 90

    def __post_init__(self) -> None:
        if not 0 < self.alike < 1:
            raise ValueError("alike lies between 0 and 1")
        if self.least < 2 or self.least_who < 1:
            raise ValueError("a cause needs at least two demands of one enterprise")


@dataclass(frozen=True, slots=True)
class Problem:
    """Demands in any order; their position is their name in the answer."""

    demands: Sequence[Demand]
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Cause:
    """One group: members (positions, the most typical first), what they share and how they grow.

    ``likeness`` is the average likeness of two members; ``words`` are what speaks for the group;
    ``recent`` of the members fell into the last ``recent_days``, ``before`` into as many days earlier.
    """

    members: tuple[int, ...]
    likeness: float
    words: tuple[str, ...]
    category: str
    place: str
    node: str
    enterprises: int
    recent: int
    before: int

    @property
    def representative(self) -> int:
        return self.members[0]


@dataclass(frozen=True, slots=True)
class Result:
    """Causes, largest first. There is nothing to be infeasible and no bound for a grouping."""

    best: tuple[Cause, ...]
    reasons: tuple[str, ...] = ()
    feasible: bool = True
    bound: float | None = None
    left: tuple[int, ...] = field(default=())
