"""Writes of busy paths by statements that are composed once.

``save()``, ``bulk_create`` and ``update`` compile their SQL anew each time, which costs more than the
database's own work: measured on a case's life, 60 % of the CPU. These functions write the same values
(``pre_save`` and ``get_db_prep_save`` of the fields) through a statement kept for each model. They send
no signals and know no expressions: plain values of plain columns only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from types import NoneType
from typing import Any

from django.db import connection, models

from honglian.kit import soon

Values = Mapping[str, Any]
# Column types and value types that ``get_db_prep_save`` hands on unchanged.
PLAIN = {
    models.CharField,
    models.TextField,
    models.BigIntegerField,
    models.IntegerField,
    models.PositiveIntegerField,
    models.PositiveSmallIntegerField,
    models.ForeignKey,
}
AS_IS = {str, int, NoneType}


def insert(*rows: models.Model) -> None:
    """Insert new rows of one model in one statement and give them their primary keys."""
    if not rows:
        return
    statement, params = _inserting(rows)
    key = _quoted(type(rows[0])._meta.pk.column)
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} RETURNING {key}", params)
        keys = [key for (key,) in cursor.fetchall()]
    # Neither database promises the order of RETURNING; keys are drawn in the order of the rows.
    for row, key in zip(rows, sorted(keys), strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, connection.alias


def update(model: type[models.Model], pk: Any, values: Values) -> int:
    """Set columns of one row, given by field name or column attribute; returns the rows hit (0 or 1)."""
    statement, params = _updating(model, pk, values)
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return int(cursor.rowcount)


def insert_soon(*rows: models.Model) -> None:
    """Insert new rows whose primary keys nobody needs; see :mod:`honglian.kit.soon`."""
    if rows:
        soon.run(*_inserting(rows))


def update_soon(model: type[models.Model], pk: Any, values: Values) -> None:
    """Set columns of one row; see :mod:`honglian.kit.soon`."""
    soon.run(*_updating(model, pk, values))


def _inserting(rows: Sequence[models.Model]) -> tuple[str, list[Any]]:
    fields, statement = _insertion(type(rows[0]), connection.vendor)
    params = [_param(field, plain, row) for row in rows for field, plain in fields]
    places = f"({', '.join(['%s'] * len(fields))})"
    return statement.format(", ".join([places] * len(rows))), params


def _updating(model: type[models.Model], pk: Any, values: Values) -> tuple[str, list[Any]]:
    fields, statement = _changing(model, tuple(values), connection.vendor)
    params = [
        field.get_db_prep_save(value, connection)
        for field, value in zip(fields, values.values(), strict=True)
    ]
    return statement, [*params, pk]


def _param(field: models.Field, plain: bool, row: models.Model) -> Any:
    """The column's value as the driver takes it; plain values of plain columns as they are."""
    if plain and type(value := row.__dict__.get(field.attname, field)) in AS_IS:
        return value
    return field.get_db_prep_save(field.pre_save(row, add=True), connection)


@cache
def _insertion(
    model: type[models.Model], vendor: str
) -> tuple[Sequence[tuple[models.Field, bool]], str]:
    """Fields in the order of the statement, each with whether plain values need no preparing,
    and the statement with a place for the rows."""
    fields = [
        (f, type(f) in PLAIN)
        for f in model._meta.concrete_fields
        if not isinstance(f, models.AutoField)
    ]
    names = ", ".join(_quoted(field.column) for field, _ in fields)
    return fields, f"INSERT INTO {_quoted(model._meta.db_table)} ({names}) VALUES {{}}"


@cache
def _changing(
    model: type[models.Model], names: tuple[str, ...], vendor: str
) -> tuple[Sequence[models.Field], str]:
    known = {f.attname: f for f in model._meta.concrete_fields}
    known |= {f.name: f for f in model._meta.concrete_fields if not f.is_relation}
    fields = [known[name] for name in names]
    settings = ", ".join(f"{_quoted(field.column)} = %s" for field in fields)
    key = _quoted(model._meta.pk.column)
    return fields, f"UPDATE {_quoted(model._meta.db_table)} SET {settings} WHERE {key} = %s"


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
