"""Multiplies rows inside the database, so that large tables hold what real work would have left.

A few hundred real lives (or a real import) make the pattern; this copies them with shifted keys.
References among the copied tables are shifted along, so every copy is whole: a case with its
orders, work items, timeline and audit rows. Only the seals of copied audit rows do not hold,
which nothing measured here reads.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Max

from honglian.kit.search import loading

Expression = Callable[[str, int], str]


@dataclass(frozen=True, slots=True)
class Copied:
    """A table to copy: its model, and SQL for columns that must differ from copy to copy.

    An expression gets the quoted column and the number of the copy. `follow` names plain integer
    columns that hold a key of another copied model.
    """

    model: type[models.Model]
    changed: dict[str, Expression] = field(default_factory=dict)
    follow: dict[str, type[models.Model]] = field(default_factory=dict)


def multiply(tables: Sequence[Copied], copies: int) -> None:
    """Add `copies` copies of everything now in `tables`, then let the database gather statistics."""
    spans = {table.model: _largest(table.model) for table in tables}
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # The order of tables need not follow the references.
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        else:
            cursor.execute("PRAGMA defer_foreign_keys = ON")
        for table in tables:
            with loading(table.model):
                for copy in range(1, copies + 1):
                    cursor.execute(_statement(table, spans, copy))
    _continue_numbers(table.model for table in tables)
    settle()


def settle() -> None:
    """Finish what the database would do later by itself, so that no page is timed against it."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("CHECKPOINT")
        else:
            cursor.execute("ANALYZE")


def _largest(model: type[models.Model]) -> int:
    return model._base_manager.aggregate(largest=Max("pk"))["largest"] or 0


def _statement(table: Copied, spans: dict[type[models.Model], int], copy: int) -> str:
    own = table.model._meta
    names, values = [], []
    for each in own.concrete_fields:
        column = connection.ops.quote_name(each.column)
        names.append(column)
        values.append(_value(table, spans, copy, each, column))
    return (
        f"INSERT INTO {own.db_table} ({', '.join(names)}) SELECT {', '.join(values)} "
        f"FROM {own.db_table} WHERE id <= {spans[table.model]}"
    )


def _value(
    table: Copied,
    spans: dict[type[models.Model], int],
    copy: int,
    column: "models.Field[Any, Any]",
    quoted: str,
) -> str:
    if column.name in table.changed:
        return table.changed[column.name](quoted, copy)
    if column.primary_key:
        return f"{quoted} + {copy * spans[table.model]}"
    target = table.follow.get(column.name) or column.related_model
    if target in spans:
        return f"{quoted} + {copy * spans[target]}"
    return quoted


def _continue_numbers(copied: Iterable[type[models.Model]]) -> None:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for model in copied:
            name = f"{model._meta.db_table}"
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT MAX(id) FROM {name}))"
            )
