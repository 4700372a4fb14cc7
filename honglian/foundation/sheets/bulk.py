"""Many rows into one table, as fast as the database takes them.

Primary keys are drawn before the rows are written, so that the batch knows what it made
and rows can point at each other. Everything runs inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import repeat
from typing import Any

from django.db import connection, models

from honglian.kit import search
from honglian.kit.crypto import encrypt
from honglian.kit.fields import EncryptedTextField

from .copying import blocks

CHUNK = 5000
LOCK_SPACE = 7402  # advisory-lock namespace of imports on PostgreSQL
# SQLite's limit of variables in one statement is far above this in all supported versions.
IN_CHUNK = 900
MANY = 500  # rows from which the search index is better filled at the end


def one_at_a_time(zone_id: int, ledger: str) -> None:
    """Imports into one ledger of a zone wait for each other until their transactions end.

    SQLite's immediate transactions do so anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            key = f"{zone_id}/{ledger}"
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK_SPACE, key])


@dataclass(frozen=True)
class Same:
    """One value for all rows."""

    value: Any


Columns = Mapping[str, Sequence[Any] | Same]


def draw_keys(model: type[models.Model], count: int) -> list[int]:
    """Reserve ``count`` primary keys. Needs the write lock that an immediate transaction holds."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [table, model._meta.pk.column, count],
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
    return list(range(last + 1, last + count + 1))


def insert(
    model: type[models.Model], columns: Columns, count: int, *, keys: list[int] | None = None
) -> list[int]:
    """Insert ``count`` rows; fields that are not given get the model's default.

    ``columns`` maps attribute names to values as the model would hold them; columns of text
    may be iterators, which are consumed row by row.
    """
    if not count:
        return []
    keys = draw_keys(model, count) if keys is None else keys
    given: dict[str, Sequence[Any] | Same] = {model._meta.pk.attname: keys, **columns}
    fields = model._meta.local_concrete_fields
    stored = {
        f.column: _stored(f, given[f.attname] if f.attname in given else Same(f.get_default()))
        for f in fields
    }
    with search.loading(model, settled=False) if count >= MANY else nullcontext():
        _write(model._meta.db_table, stored, count)
    return keys


def update(model: type[models.Model], keys: Sequence[int], columns: Columns) -> None:
    """Set the given fields of the rows with these primary keys, each row to its own values."""
    if not keys or not columns:
        return
    fields = {f.attname: f for f in model._meta.local_concrete_fields}
    stored = {
        fields[name].column: _stored(fields[name], values) for name, values in columns.items()
    }
    rows = zip(*(_each(values, len(keys)) for values in stored.values()), keys, strict=True)
    quote = connection.ops.quote_name
    table, pk = quote(model._meta.db_table), quote(model._meta.pk.column)
    settings = ", ".join(f"{quote(column)} = %s" for column in stored)
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {settings} WHERE {pk} = %s", list(rows))


def fetch(
    rows: models.QuerySet, fields: Sequence[str], column: str, wanted: Sequence[Any], total: int
) -> Iterator[tuple[Any, ...]]:
    """Tuples of the rows whose ``column`` is among ``wanted``.

    Few wanted values are asked for by name; when they are a good part of the table it is
    read from end to end, which is faster than long lists of values.
    """
    if len(wanted) * 4 > total:
        yield from rows.values_list(*fields).iterator(chunk_size=CHUNK)
        return
    for part in chunks(wanted, IN_CHUNK):
        yield from rows.filter(**{f"{column}__in": part}).values_list(*fields)


def chunks(values: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]


def _stored(field: models.Field, values: Sequence[Any] | Same) -> Sequence[Any] | Same:
    """Values as the database driver takes them."""
    if isinstance(values, Same):
        return Same(field.get_db_prep_save(values.value, connection))
    if isinstance(field, EncryptedTextField):
        return [encrypt(value) if value else value for value in values]
    if isinstance(field, models.CharField | models.TextField | models.AutoField):
        return values
    return _prepared(field, values)


def _prepared(field: models.Field, values: Iterable[Any]) -> list[Any]:
    seen: dict[Any, Any] = {}
    prepared = []
    for value in values:
        try:
            prepared.append(seen[value])
        except KeyError:
            seen[value] = stored = field.get_db_prep_save(value, connection)
            prepared.append(stored)
        except TypeError:  # a list or mapping of a JSON field
            prepared.append(field.get_db_prep_save(value, connection))
    return prepared


def _each(values: Sequence[Any] | Same, count: int) -> Iterable[Any]:
    return repeat(values.value, count) if isinstance(values, Same) else values


def _write(table: str, stored: Mapping[str, Sequence[Any] | Same], count: int) -> None:
    quote = connection.ops.quote_name
    # Null is what a column that is left out gets anyway.
    stored = {c: v for c, v in stored.items() if not (isinstance(v, Same) and v.value is None)}
    if connection.vendor == "postgresql":
        _copy(quote(table), stored)
        return
    names = ", ".join(map(quote, stored))
    places, columns = [], []
    for values in stored.values():
        literal = _literal(values)
        places.append(literal or "?")
        if literal is None:
            columns.append(_each(values, count))
    statement = f"INSERT INTO {quote(table)} ({names}) VALUES ({', '.join(places)})"
    # The driver's own method: Django's keeps every row in memory to look at the first one.
    with connection.wrap_database_errors, connection.cursor() as cursor:
        cursor.connection.executemany(statement, zip(*columns, strict=True))


def _literal(values: Sequence[Any] | Same) -> str | None:
    """A constant that may stand in the statement itself, which spares binding it a row."""
    if not isinstance(values, Same):
        return None
    value = values.value
    if isinstance(value, bool | int):
        return str(int(value))
    if isinstance(value, str) and (not value or (value.isascii() and value.isalnum())):
        return f"'{value}'"
    return None


def _copy(table: str, stored: Mapping[str, Sequence[Any] | Same]) -> None:
    same = {c: v.value for c, v in stored.items() if isinstance(v, Same)}
    differing = {c: v for c, v in stored.items() if not isinstance(v, Same)}
    names = ", ".join(map(connection.ops.quote_name, [*differing, *same]))
    statement = f"COPY {table} ({names}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for block in blocks(list(differing.values()), list(same.values())):
            copy.write(block)
