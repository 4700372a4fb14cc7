"""The door of analytics. The engine is loaded when the first figure is counted, not at start."""

from __future__ import annotations

from .formula import (
    COMPARISON_NAMES,
    MEASURE_NAMES,
    OP_NAMES,
    PERIOD_NAMES,
    SHOW_NAMES,
    WITH_VALUE,
    Condition,
    Formula,
    Measure,
    Op,
    Show,
    checked,
    parse,
)
from .records import (
    ADDED,
    CENTS,
    DATED,
    Column,
    Feed,
    Kind,
    Limit,
    RecordType,
    all_records,
    known,
    register,
)

__all__ = [
    "ADDED",
    "CENTS",
    "COMPARISON_NAMES",
    "DATED",
    "MEASURE_NAMES",
    "OP_NAMES",
    "PERIOD_NAMES",
    "SHOW_NAMES",
    "WITH_VALUE",
    "Column",
    "Condition",
    "Feed",
    "Formula",
    "Kind",
    "Limit",
    "Measure",
    "Op",
    "RecordType",
    "Show",
    "all_records",
    "checked",
    "known",
    "parse",
    "refresh_zone",
    "register",
]


def refresh_zone(zone_id: int, *, full: bool = False) -> int:
    """Bring the snapshot of every record type of a zone in step; returns how many rows were written."""
    from .snapshot import refresh

    return sum(refresh(zone_id, record, full=full) for record in all_records())
