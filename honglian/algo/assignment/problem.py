"""The question in numbers: possible pairs, what speaks against each, and how many a guide can take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

NOBODY = -1
# An enterprise without a guide costs more than any pair; far below the limit of 64-bit sums.
WITHOUT = 100_000


@dataclass(frozen=True)
class Problem:
    """``firm`` and ``guide`` number the pairs that may be; what no pair names may not be.

    ``against[rule]`` says for each pair how many points of that rule speak against it (integers of
    zero or more). ``evenness`` is what the second enterprise of a guide costs, twice it the third …
    """

    firms: int
    capacities: np.ndarray
    firm: np.ndarray
    guide: np.ndarray
    against: Mapping[str, np.ndarray]
    evenness: int = 0

    def __post_init__(self) -> None:
        if len(self.firm) != len(self.guide):
            raise ValueError("each pair needs a firm and a guide")
        if len(self.firm) and not (self.firm.min() >= 0 and self.firm.max() < self.firms):
            raise ValueError("a pair names a firm that does not exist")
        if len(self.guide) and not (self.guide.min() >= 0 and self.guide.max() < self.guides):
            raise ValueError("a pair names a guide that does not exist")
        if (self.capacities < 0).any() or self.evenness < 0:
            raise ValueError("capacities and evenness cannot be negative")
        for name, points in self.against.items():
            if len(points) != len(self.firm) or points.dtype.kind != "i" or (points < 0).any():
                raise ValueError(f"{name}: one integer of zero or more for each pair")
        if len(self.firm) and self.costs.max() + self.evenness * self.most >= WITHOUT:
            raise ValueError("points are too large: a pair must cost less than having nobody")

    @property
    def guides(self) -> int:
        return len(self.capacities)

    @property
    def most(self) -> int:
        """The largest capacity."""
        return int(self.capacities.max()) if self.guides else 0

    @property
    def costs(self) -> np.ndarray:
        """Points of each pair over all rules."""
        total = np.zeros(len(self.firm), dtype=np.int64)
        for points in self.against.values():
            total += points
        return total

    def leaving(self, guide: int) -> Problem:
        """What if this guide were not there: nobody else changes."""
        capacities = self.capacities.copy()
        capacities[guide] = 0
        return replace(self, capacities=capacities)

    def holding(self, fixed: Mapping[int, int]) -> Problem:
        """What if these firms have these guides, chosen by hand."""
        wanted = np.full(self.firms, NOBODY)
        wanted[list(fixed)] = list(fixed.values())
        keep = (wanted[self.firm] == NOBODY) | (wanted[self.firm] == self.guide)
        against = {name: points[keep] for name, points in self.against.items()}
        return replace(self, firm=self.firm[keep], guide=self.guide[keep], against=against)

    def without(self, rule: str) -> Problem:
        """What if this rule did not count."""
        if rule == "even":
            return replace(self, evenness=0)
        return replace(self, against={k: v for k, v in self.against.items() if k != rule})
