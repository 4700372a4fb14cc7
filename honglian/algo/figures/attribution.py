"""Why a total changed: who stayed, who came, who left, and what each contributed.

The total of a period over a set of units is compared with an earlier one. Units in both are
continuing, those only in the later one entering, those only in the earlier one leaving. The
same-set growth (同口径) is that of the continuing ones; the contributions of all units add up
exactly to the nominal change, because nothing is rounded before it is added.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from .change import Growth, growth


@dataclass(frozen=True, slots=True)
class Contribution:
    """One unit: its value then and now (0 where it was not there) and its group (chain)."""

    key: Hashable
    group: Hashable
    then: Decimal
    now: Decimal
    standing: str

    @property
    def difference(self) -> Decimal:
        return self.now - self.then


@dataclass(frozen=True)
class Attribution:
    """The whole account. ``points`` of a part: its difference in percent of the base total."""

    then: Decimal
    now: Decimal
    parts: tuple[Contribution, ...]
    nominal: Growth = field(init=False)
    same_set: Growth = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "nominal", growth(self.now, self.then))
        kept = [p for p in self.parts if p.standing == "continuing"]
        pair = sum((p.now for p in kept), Decimal(0)), sum((p.then for p in kept), Decimal(0))
        object.__setattr__(self, "same_set", growth(*pair))

    def of(self, standing: str) -> Decimal:
        """The difference that all units of one standing made."""
        return sum((p.difference for p in self.parts if p.standing == standing), Decimal(0))

    def by_group(self) -> dict[Hashable, Decimal]:
        """Difference of each group (chain), largest effect first."""
        sums: dict[Hashable, Decimal] = defaultdict(Decimal)
        for part in self.parts:
            sums[part.group] += part.difference
        return dict(sorted(sums.items(), key=lambda item: (-abs(item[1]), str(item[0]))))

    def points(self, difference: Decimal) -> Decimal | None:
        """How many percent of the base total a difference is; None over a base of zero or below."""
        return None if self.then <= 0 else difference / self.then * 100


def attribute(
    then: Mapping[Hashable, Decimal],
    now: Mapping[Hashable, Decimal],
    groups: Mapping[Hashable, Hashable],
) -> Attribution:
    """Split the change of a total among its units; O(n log n)."""
    parts = []
    for key in {**then, **now}:
        standing = (
            "continuing" if key in then and key in now else "entering" if key in now else "leaving"
        )
        parts.append(
            Contribution(
                key, groups.get(key), then.get(key, Decimal(0)), now.get(key, Decimal(0)), standing
            )
        )
    parts.sort(key=lambda p: (-abs(p.difference), str(p.key)))
    return Attribution(sum(then.values(), Decimal(0)), sum(now.values(), Decimal(0)), tuple(parts))
