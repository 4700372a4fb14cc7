"""The columnar snapshot: one folder of Parquet files a zone and record type, brought in step by a job.

Rows lie in files of CHUNK identifiers each, so that a refresh writes only the files in which
something changed. The manifest is written last and replaced whole: a reader sees the old state
or the new one. Small tables and tables without a feed are read anew; large ones with a feed take
what changed since the last mark, and what is gone is found by comparing counts and sums of keys.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings
from django.db.models import Count, QuerySet, Sum

from honglian.kit import clock

from .records import CENTS, Column, Kind, RecordType

CHUNK = 250_000  # identifiers a file
SMALL = 20_000  # rows that are quicker read anew than compared
GRACE = 900  # seconds that a replaced file stays for readers under way
BATCH = 20_000

TYPES = {
    Kind.ID: pa.int64(),
    Kind.TEXT: pa.string(),
    Kind.FLAG: pa.bool_(),
    Kind.DATE: pa.date32(),
    Kind.MOMENT: pa.int64(),
    Kind.NUMBER: pa.int64(),
    Kind.MONEY: pa.int64(),
}


def schema(record: RecordType) -> pa.Schema:
    fields = [pa.field("pk", pa.int64())]
    return pa.schema(fields + [pa.field(c.name, TYPES[c.kind]) for c in record.columns])


def folder(zone_id: int, record: RecordType) -> Path:
    return Path(settings.HONGLIAN_ANALYTICS_DIR) / str(zone_id) / record.key


def manifest(zone_id: int, record: RecordType) -> dict[str, Any] | None:
    """What lies there, or None where nothing fits the declaration as it is now."""
    try:
        found = json.loads((folder(zone_id, record) / "manifest.json").read_text("utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    return found if found.get("shape") == _shape(record) else None


def files(zone_id: int, record: RecordType) -> list[str]:
    """Paths of the present state, built when there is none yet."""
    found = manifest(zone_id, record)
    if found is None:
        refresh(zone_id, record)
        found = manifest(zone_id, record)
        assert found is not None
    place = folder(zone_id, record)
    return [
        str(place / name) for _, name in sorted(found["chunks"].items(), key=lambda c: int(c[0]))
    ]


def taken_at(zone_id: int, record: RecordType) -> datetime | None:
    """When the snapshot was last brought in step."""
    found = manifest(zone_id, record)
    return datetime.fromisoformat(found["at"]) if found else None


def refresh(zone_id: int, record: RecordType, *, full: bool = False) -> int:
    """Bring one record type in step; returns how many rows were written anew or dropped."""
    place = folder(zone_id, record)
    place.mkdir(parents=True, exist_ok=True)
    with _alone(place / "lock"):
        held = None if full else manifest(zone_id, record)
        if held is None or record.feed is None or held["count"] < SMALL:
            return _whole(zone_id, record, place)
        return _changes(zone_id, record, place, held)


def _whole(zone_id: int, record: RecordType, place: Path) -> int:
    mark = record.feed.mark(zone_id) if record.feed else None
    table = read(record, zone_id)
    chunks = {str(n): _write(place, n, part) for n, part in _split(table)}
    if not chunks:
        chunks = {"0": _write(place, 0, table)}
    _commit(place, record, chunks, table.num_rows, _sum(table), mark)
    return table.num_rows


def _changes(zone_id: int, record: RecordType, place: Path, held: dict[str, Any]) -> int:
    assert record.feed is not None
    mark = record.feed.mark(zone_id)
    rows = record.queryset(zone_id)
    fresh = read(record, zone_id, record.feed.since(rows, held["mark"]).distinct())
    chunks = dict(held["chunks"])
    gone: set[int] = set()
    state = _replaced(place, chunks, fresh, gone, held)
    now = rows.order_by().aggregate(n=Count("pk"), s=Sum("pk"))
    if state != (now["n"], now["s"] or 0):
        gone = _gone(place, chunks, rows)
        state = _replaced(
            place, chunks, fresh.slice(0, 0), gone, {"count": state[0], "sum": state[1]}
        )
    _commit(place, record, chunks, state[0], state[1], mark)
    return fresh.num_rows + len(gone)


def _replaced(
    place: Path, chunks: dict[str, str], fresh: pa.Table, gone: set[int], held: dict[str, Any]
) -> tuple[int, int]:
    """Write the files that hold any of these rows anew; (count, sum of keys) afterwards."""
    count, total = held["count"], held["sum"]
    parts = dict(_split(fresh))
    touched = set(parts) | {pk // CHUNK for pk in gone}
    for number in touched:
        part = parts.get(number, fresh.slice(0, 0))
        old = _old(place, chunks.get(str(number)), part)
        leaving = [*part["pk"].to_pylist(), *(pk for pk in gone if pk // CHUNK == number)]
        drop = pa.array(leaving, pa.int64())
        kept = old.filter(pc.invert(pc.is_in(old["pk"], value_set=drop)))
        made = pa.concat_tables([kept, part])
        count += made.num_rows - old.num_rows
        total += _sum(made) - _sum(old)
        chunks[str(number)] = _write(place, number, made)
    return count, total


def _old(place: Path, name: str | None, like: pa.Table) -> pa.Table:
    return pq.read_table(place / name, schema=like.schema) if name else like.slice(0, 0)


def _gone(place: Path, chunks: dict[str, str], rows: QuerySet) -> set[int]:
    kept = pa.array(rows.order_by().values_list("pk", flat=True), pa.int64())
    held = [pq.read_table(place / name, columns=["pk"])["pk"] for name in chunks.values()]
    keys = pa.chunked_array([chunk for column in held for chunk in column.chunks], pa.int64())
    return set(keys.filter(pc.invert(pc.is_in(keys, value_set=kept))).to_pylist())


def read(record: RecordType, zone_id: int, rows: QuerySet | None = None) -> pa.Table:
    """Rows as columns, in no order; all of the zone unless ``rows`` narrows them."""
    shape = schema(record)
    if record.listed is not None:
        lines = [tuple(line.get(name) for name in shape.names) for line in record.listed(zone_id)]
        return _table(shape, record.columns, lines)
    wanted = record.queryset(zone_id) if rows is None else rows
    fields = ["pk", *(c.field or c.name for c in record.columns)]
    found = wanted.order_by().values_list(*fields).iterator(chunk_size=BATCH)
    tables = [_table(shape, record.columns, lines) for lines in _batches(found)]
    return pa.concat_tables(tables) if tables else shape.empty_table()


def _batches(rows: Iterable[tuple]) -> Iterator[list[tuple]]:
    batch: list[tuple] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _table(shape: pa.Schema, columns: tuple[Column, ...], lines: list[tuple]) -> pa.Table:
    if not lines:
        return shape.empty_table()
    pks, *values = zip(*lines, strict=True)
    arrays = [pa.array(pks, pa.int64())]
    arrays += [pa.array(_stored(c, v), TYPES[c.kind]) for c, v in zip(columns, values, strict=True)]
    return pa.table(arrays, schema=shape)


def _stored(column: Column, values: Iterable[Any]) -> list[Any]:
    """Values as the column stores them; an empty text is "", never nothing."""
    if column.make is not None:
        values = [column.make(v) for v in values]
    match column.kind:
        case Kind.TEXT:
            return ["" if v is None else str(v) for v in values]
        case Kind.MONEY:
            cents = CENTS[column.unit]
            return [
                None if v is None else int((Decimal(str(v)) * cents).to_integral_value())
                for v in values
            ]
        case Kind.MOMENT:
            return [None if v is None else int(v.timestamp()) for v in values]
        case Kind.DATE:
            return [clock.local(v).date() if isinstance(v, datetime) else v for v in values]
    return list(values)


def seconds(day: date) -> int:
    """The first second of a day in China, as moments are stored."""
    return int(datetime.combine(day, datetime.min.time(), clock.CHINA).timestamp())


def _split(table: pa.Table) -> Iterator[tuple[int, pa.Table]]:
    if not table.num_rows:
        return
    number = pc.divide(table["pk"], CHUNK)
    for value in pc.unique(number).to_pylist():
        yield value, table.filter(pc.equal(number, value))


def _sum(table: pa.Table) -> int:
    return pc.sum(table["pk"]).as_py() or 0


def _write(place: Path, number: int, table: pa.Table) -> str:
    name = f"{number}-{uuid4().hex[:12]}.parquet"
    pq.write_table(table, place / name, compression="zstd", compression_level=1)
    return name


def _commit(
    place: Path, record: RecordType, chunks: dict[str, str], count: int, total: int, mark: Any
) -> None:
    found = {
        "shape": _shape(record),
        "chunks": chunks,
        "count": count,
        "sum": total,
        "mark": mark,
        "at": clock.now().isoformat(),
    }
    draft = place / f"manifest-{uuid4().hex}.json"
    draft.write_text(json.dumps(found, ensure_ascii=False), "utf-8")
    os.replace(draft, place / "manifest.json")
    old = time.time() - GRACE
    for path in place.glob("*.parquet"):
        if path.name not in chunks.values() and path.stat().st_mtime < old:
            path.unlink(missing_ok=True)


def _shape(record: RecordType) -> str:
    """Changes when columns do, so that an older snapshot is built anew."""
    text = repr([(c.name, c.kind, c.field, c.unit) for c in record.columns])
    return hashlib.sha256(f"1{text}".encode()).hexdigest()[:16]


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One refresh of a record type at a time on this machine."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
