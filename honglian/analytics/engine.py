"""The engine that counts: Ibis over DuckDB by default, over another by changing one setting.

All use of Ibis stands in this module and in ``expressions``. A connection belongs to a thread.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Hashable
from typing import Any

import ibis
from django.conf import settings

from . import snapshot
from .records import RecordType

MOST_TABLES = 60
MOST_STATEMENTS = 40
_local = threading.local()


def connection(url: str = "") -> Any:
    """This thread's connection to the engine of ``HONGLIAN_ANALYTICS_URL`` (or of ``url``)."""
    wanted = url or settings.HONGLIAN_ANALYTICS_URL
    held = getattr(_local, "held", None)
    if held is None or held[0] != wanted:
        held = _local.held = (wanted, ibis.connect(wanted), {}, {})
    return held[1]


def table(zone_id: int, record: RecordType) -> Any:
    """The snapshot of one record type as a table of the engine."""
    paths = snapshot.files(zone_id, record)
    name = "t" + hashlib.sha256("\n".join(paths).encode()).hexdigest()[:20]
    con, tables = connection(), _local.held[2]
    if name not in tables:
        if len(tables) > MOST_TABLES:  # of states that are past
            _local.held = None
            con, tables = connection(), _local.held[2]
        tables[name] = con.read_parquet(paths, table_name=name)
    return tables[name]


def rows(expression: Any) -> list[dict[str, Any]]:
    """Run an expression; one mapping a row."""
    return connection().to_pyarrow(expression).to_pylist()


def line(key: Hashable, build: Callable[[], Any]) -> dict[str, Any]:
    """The single row of an aggregate. ``key`` must name everything ``build`` depends on.

    Turning a hundred figures into a statement costs more than counting them over small tables, so
    the statement is kept where the engine takes one.
    """
    con, kept = connection(), _local.held[3]
    if key not in kept:
        if len(kept) >= MOST_STATEMENTS:
            kept.clear()
        expression = build()
        kept[key] = con.compile(expression) if con.name == "duckdb" else expression
    if con.name != "duckdb":
        return rows(kept[key])[0]
    found = con.raw_sql(kept[key])
    names = [column[0] for column in found.description]
    return dict(zip(names, found.fetchall()[0], strict=True))


def descending(column: str) -> Any:
    return ibis.desc(column)
