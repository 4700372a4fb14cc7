"""How often organisation life is due, from data/frequency.toml, and the rate of C.2 over periods."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from honglian.algo.months import add_months

DATA = Path(__file__).parent / "data" / "frequency.toml"
MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
PERIOD_NAMES = {"month": "每月", "quarter": "每季度", "half_year": "每半年", "year": "每年"}


@dataclass(frozen=True, slots=True)
class Kind:
    """``least`` times in each ``period``, where ``applies`` (a fact of the organisation) holds."""

    code: str
    name: str
    rule: str
    period: str
    least: int
    source: str
    clause: str
    confidence: str
    applies: str = ""
    note: str = ""

    @property
    def words(self) -> str:
        return f"{PERIOD_NAMES[self.period]} {self.least} 次"


@dataclass(frozen=True, slots=True)
class Period:
    """Both days inclusive."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


_RAW = tomllib.loads(DATA.read_text(encoding="utf-8"))
KINDS: dict[str, Kind] = {raw["code"]: Kind(**raw) for raw in _RAW["kinds"]}
RECORD_DAYS: int = _RAW["record_days"]
VECTORS: list[dict] = _RAW["vectors"]


def periods(kind: Kind, year: int) -> list[Period]:
    """The periods of a calendar year, in order."""
    step = MONTHS[kind.period]
    firsts = [date(year, month, 1) for month in range(1, 13, step)]
    return [Period(first, add_months(first, step) - timedelta(1)) for first in firsts]


def rate(held: Sequence[int], least: int) -> Decimal | None:
    """Mean over ended periods of min(held, least) / least; nothing without an ended period."""
    if not held:
        return None
    shares = [Decimal(min(count, least)) / least for count in held]
    return (sum(shares, Decimal(0)) / len(shares)).quantize(Decimal("0.0001"))


@dataclass(frozen=True, slots=True)
class Count:
    """One period of one kind: how many were held, and whether the period is over."""

    period: Period
    held: int
    least: int
    over: bool

    def light(self, today: date) -> str:
        """done, soon (a third of the period or less is left), open, or overdue."""
        if self.held >= self.least:
            return "done"
        if self.over:
            return "overdue"
        length = (self.period.last - self.period.first).days + 1
        return "soon" if ((self.period.last - today).days + 1) * 3 <= length else "doing"


def counts(kind: Kind, days: Iterable[date], year: int, today: date, since: date) -> list[Count]:
    """Each period that has begun, from the one in which the organisation was founded."""
    held = list(days)
    return [
        Count(p, sum(day in p for day in held), kind.least, p.last < today)
        for p in periods(kind, year)
        if p.first <= today and p.last >= since
    ]
