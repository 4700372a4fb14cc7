"""The floor of an import: read, check, insert, and nothing else.

`python -m benchmarks.floors.ledger FILE --zone CODE` fills the product's own enterprise table (its
columns, keys and indexes) in one transaction, by the fastest reader and the fastest insert found.
No preview, no comparison with what is stored, no report, no audit, no undo, no search words.
Prints one JSON line with the seconds of each step.
"""

import argparse
import csv
import itertools
import json
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django
from python_calamine import CalamineWorkbook

from benchmarks.floors.checks import check_columns

HEADERS = (
    "uscc",
    "name",
    "founding_date",
    "ent_type",
    "reg_capital_raw",
    "business_scope",
    "district_code",
    "address",
)


def read(path: Path) -> Iterator[list[Any]]:
    """Rows of the file as lists of cells, the header first."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as handle:
            yield from csv.reader(handle)
        return
    yield from CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


def check(rows: Iterable[list[Any]]) -> tuple[list[tuple[Any, ...]], int]:
    """Checked rows in the order of HEADERS (capital split in two), and how many were refused."""
    header, *body = rows
    columns = list(zip(*body, strict=True))
    return check_columns([columns[header.index(name)] for name in HEADERS])


def insert(rows: list[tuple[Any, ...]], zone_id: int) -> None:
    """One transaction: executemany on SQLite, COPY on PostgreSQL."""
    from django.db import connection, transaction

    from honglian.domains.enterprises.models import Enterprise

    fixed = _fixed_columns(Enterprise, zone_id)
    own = ["uscc", "name", "founded_on", "ent_type", "capital", "capital_currency"]
    own += ["business_scope", "division_code", "registered_address"]
    names = ", ".join([*own, *fixed])
    tail = tuple(fixed.values())
    table = Enterprise._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row + tail)
        else:
            marks = ", ".join("?" * (len(own) + len(fixed)))
            # The driver's own cursor: Django's would rewrite the placeholders of every batch.
            cursor.connection.executemany(
                f"INSERT INTO {table} ({names}) VALUES ({marks})", (row + tail for row in rows)
            )


def _fixed_columns(model: Any, zone_id: int) -> dict[str, Any]:
    """Values of the columns a registry file does not fill, as the model's defaults give them."""
    given = {"id", "uscc", "name", "founded_on", "ent_type", "capital", "capital_currency"}
    given |= {"business_scope", "division_code", "registered_address"}
    now = datetime.now(UTC).isoformat(sep=" ")
    fixed: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if field.column in given or field.null:
            continue
        if field.name == "zone":
            fixed[field.column] = zone_id
        elif field.name in ("created_at", "updated_at"):
            fixed[field.column] = now
        else:
            fixed[field.column] = field.get_default()
    return fixed


def run(path: Path, zone: str) -> dict[str, Any]:
    """Do the three steps and time each."""
    from honglian.foundation.zones.models import Zone

    zone_id = Zone.objects.get(code=zone).pk
    marks = [time.perf_counter()]
    rows = list(read(path))
    marks.append(time.perf_counter())
    good, refused = check(rows)
    marks.append(time.perf_counter())
    insert(good, zone_id)
    marks.append(time.perf_counter())
    steps = [end - start for start, end in itertools.pairwise(marks)]
    return {
        "created": len(good),
        "rejected": refused,
        "read_seconds": steps[0],
        "check_seconds": steps[1],
        "insert_seconds": steps[2],
        "seconds": sum(steps),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("--zone", required=True)
    asked = parser.parse_args()
    django.setup()
    print(json.dumps(run(asked.file, asked.zone)))
