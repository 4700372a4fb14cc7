"""Shares of small and large groups, compared without unfairness to either.

A share over three cases says little and one over three hundred says much. Each group gets the interval
its true share lies in (Wilson 1927, which stays inside 0 … 1 and is honest for small numbers), and an
estimate drawn towards the common share as far as the group is small (beta-binomial, moments of the
groups themselves). A group stands out only when its whole interval does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

Z99 = 2.5758293035489004  # two-sided 99 %
# A prior never weighs less than one case or more than this many.
LEAST_WEIGHT, MOST_WEIGHT = 1.0, 200.0


class Standing(StrEnum):
    """How a group compares with all groups together."""

    ABOVE = "above"
    ALIKE = "alike"
    BELOW = "below"
    FEW = "few"


@dataclass(frozen=True, slots=True)
class Group:
    """``part`` of ``whole``; the part may be a weighted sum, so it need not be whole."""

    key: str
    part: float
    whole: int

    def __post_init__(self) -> None:
        if self.whole < 0 or not 0 <= self.part <= self.whole:
            raise ValueError(f"{self.key}: {self.part} of {self.whole} is not a share")


@dataclass(frozen=True, slots=True)
class Compared:
    """One group: its share, the interval, the estimate drawn to the common share, and its standing.

    All are None where nothing was counted.
    """

    group: Group
    share: float | None
    low: float | None
    high: float | None
    estimate: float | None
    standing: Standing


def wilson(part: float, whole: int, z: float = Z99) -> tuple[float, float]:
    """Interval of a share; ``ValueError`` when there is nothing to divide by."""
    if whole <= 0:
        raise ValueError("a share over nothing has no interval")
    share = part / whole
    square = z * z
    middle = share + square / (2 * whole)
    half = z * sqrt(share * (1 - share) / whole + square / (4 * whole * whole))
    below = 1 + square / whole
    return max(0.0, (middle - half) / below), min(1.0, (middle + half) / below)


def prior_weight(groups: Sequence[Group]) -> float:
    """How many cases the common share is worth: many when groups differ no more than by chance."""
    counted = [g for g in groups if g.whole]
    total = sum(g.whole for g in counted)
    common = sum(g.part for g in counted) / total if total else 0.0
    spread = common * (1 - common)
    if len(counted) < 2 or spread == 0:
        return MOST_WEIGHT
    seen = sum(g.whole * (g.part / g.whole - common) ** 2 for g in counted)
    chance = spread * (len(counted) - 1)
    scale = total - sum(g.whole**2 for g in counted) / total
    between = (seen - chance) / scale if scale else 0.0
    if between <= 0:
        return MOST_WEIGHT
    return min(MOST_WEIGHT, max(LEAST_WEIGHT, spread / between - 1))


def compare(groups: Sequence[Group], *, least: int, z: float = Z99) -> list[Compared]:
    """Every group beside all of them together, in the order given.

    Fewer than ``least`` counted cases are shown but not compared.
    """
    total = sum(g.whole for g in groups)
    common = sum(g.part for g in groups) / total if total else None
    weight = prior_weight(groups)
    return [_compared(g, common, weight, least, z) for g in groups]


def _compared(group: Group, common: float | None, weight: float, least: int, z: float) -> Compared:
    if not group.whole or common is None:
        return Compared(group, None, None, None, None, Standing.FEW)
    low, high = wilson(group.part, group.whole, z)
    estimate = (group.part + weight * common) / (group.whole + weight)
    standing = _standing(low, high, common) if group.whole >= least else Standing.FEW
    return Compared(group, group.part / group.whole, low, high, estimate, standing)


def _standing(low: float, high: float, common: float) -> Standing:
    if low > common:
        return Standing.ABOVE
    return Standing.BELOW if high < common else Standing.ALIKE


def fair_order(compared: Sequence[Compared]) -> list[Compared]:
    """Best first by what is certain (the lower end of the interval); what has no share comes last."""
    return sorted(compared, key=lambda c: -1.0 if c.low is None else c.low, reverse=True)
