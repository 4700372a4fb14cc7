"""The official groups of members (领域手册 B.2), from data/statistics.toml, as database conditions.

Groups of one dimension exclude each other and, with 未登记, cover everybody: their sum is the total.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import Q

from ..periods import GROUPED_BY

_FILE = Path(__file__).parent.parent / "data" / "statistics.toml"
UNKNOWN = "unknown"
UNKNOWN_NAME = "未登记"


@dataclass(frozen=True)
class Group:
    """``low``/``high``: an age in years or a day, both included; ``rest``: what no other group names."""

    code: str
    name: str
    values: tuple[str, ...] = ()
    low: Any = None
    high: Any = None
    rest: bool = False


@dataclass(frozen=True)
class Dimension:
    code: str
    name: str
    title: str
    field: str
    groups: tuple[Group, ...]
    by: str = "value"

    def condition(self, code: str, on: date) -> Q:
        """Periods from :func:`..grouping.with_groups` whose member is in a group on a day."""
        if code == UNKNOWN:
            return self._unknown()
        group = next(g for g in self.groups if g.code == code)
        if self.by == "category":
            full = Q(member__full_on__lte=on)
            return full if code == "formal" else ~full | Q(member__full_on=None)
        if self.by == "age":
            return self._ages(group, on.year)
        if self.by == "day":
            return _between(self._path, group.low, group.high)
        if group.rest:
            named = [v for g in self.groups for v in g.values]
            return ~Q(**{f"{self._path}__in": named}) & ~Q(**{self._path: ""})
        return Q(**{f"{self._path}__in": group.values or (group.code,)})

    @property
    def _path(self) -> str:
        return self.field if self.field in GROUPED_BY else f"member__{self.field}"

    def _ages(self, group: Group, year: int) -> Q:
        """Full years on 31 December of the year, so the year of birth decides."""
        first = date(year - group.high, 1, 1) if group.high is not None else None
        last = date(year - group.low, 12, 31) if group.low is not None else None
        return _between(self._path, first, last)

    def _unknown(self) -> Q:
        if self.by != "value":
            return Q(pk__in=())
        if any(g.rest for g in self.groups):
            return Q(**{self._path: ""})
        named = [v for g in self.groups for v in (g.values or (g.code,))]
        return ~Q(**{f"{self._path}__in": named})

    def name_of(self, code: str) -> str:
        return next((g.name for g in self.groups if g.code == code), UNKNOWN_NAME)

    @property
    def codes(self) -> list[str]:
        return [*(g.code for g in self.groups), UNKNOWN]


def _between(path: str, first: date | None, last: date | None) -> Q:
    wanted = Q()
    if first is not None:
        wanted &= Q(**{f"{path}__gte": first})
    if last is not None:
        wanted &= Q(**{f"{path}__lte": last})
    return wanted


def _group(row: dict[str, Any]) -> Group:
    return Group(
        code=row["code"], name=row["name"], values=tuple(row.get("values", ())),
        low=row.get("from"), high=row.get("to"), rest=row.get("rest", False),
    )  # fmt: skip


_DATA = tomllib.loads(_FILE.read_text("utf-8"))
SOURCE: str = _DATA["source"]
DIMENSIONS: tuple[Dimension, ...] = tuple(
    Dimension(
        code=row["code"], name=row["name"], title=row["title"], field=row["field"],
        groups=tuple(_group(g) for g in row["groups"]), by=row.get("by", "value"),
    )
    for row in _DATA["dimensions"]
)  # fmt: skip


def dimension(code: str) -> Dimension | None:
    return next((d for d in DIMENSIONS if d.code == code), None)
