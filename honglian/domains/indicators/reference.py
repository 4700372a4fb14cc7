"""The figures of the published reports about our zones, from data/reports.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Reference:
    """One figure as a report gives it, with the way we count it."""

    zone: str
    code: str
    name: str
    group: str
    unit: str
    owner: str
    reported: str
    period: str
    source: str
    aliases: tuple[str, ...] = ()
    decimals: int = 0
    qualifier: str = ""
    step: Decimal = Decimal(0)
    note: str = ""
    numerator: str = ""
    denominator: str = ""
    confidentiality: str = "internal"
    entered: bool = False
    needs: str = ""
    formula: dict[str, Any] = field(default_factory=dict)


@cache
def references() -> tuple[Reference, ...]:
    path = Path(__file__).parent / "data" / "reports.toml"
    rows = tomllib.loads(path.read_text("utf-8"))["indicator"]
    return tuple(_reference(row) for row in rows)


def _reference(row: dict[str, Any]) -> Reference:
    row = dict(row)
    row["aliases"] = tuple(row.get("aliases", ()))
    row["step"] = Decimal(row.get("step", "0"))
    return Reference(**row)


def of_zone(code: str) -> list[Reference]:
    """Those of one zone, in the order of the report; none for a zone no report names."""
    return [r for r in references() if r.zone == code]
