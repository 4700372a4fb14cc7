"""Pages by the value where the last one ended, never by counting rows off, so that page 20,000 costs what page 1 costs.

An order is one sort key and the primary key in the same direction. Empty values (NULL) come last in both
directions on every database. The key may be any field path or annotation of the queryset.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import BooleanField, F, Field, Func, Model, OrderBy, Q, QuerySet, Value

SORT_VALUE = "_sort_value"


class RowBeyond(Func):
    """SQL row comparison ``(key, pk) > (value, pk value)``: one range of a composite index, ties included."""

    output_field = BooleanField()
    arity = 4

    def __init__(self, *expressions: Any, operator: str = ">", **extra: Any) -> None:
        super().__init__(*expressions, operator=operator, **extra)

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:
        parts, params = [], []
        for expression in self.source_expressions:
            sql, values = compiler.compile(expression)
            parts.append(sql)
            params.extend(values)
        return f"({parts[0]}, {parts[1]}) {self.extra['operator']} ({parts[2]}, {parts[3]})", params


@dataclass(frozen=True, slots=True)
class Order:
    """``-due_at`` → path due_at, descending. ``nullable`` is worked out by :func:`order_for`."""

    path: str
    descending: bool
    nullable: bool

    @property
    def by_pk(self) -> bool:
        return self.path in {"pk", "id"}


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page starts: beyond this key value and primary key, in or against the order."""

    value: Any
    pk: Any
    backward: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """``previous`` and ``next`` are tokens for the address, empty when there is nothing there."""

    rows: list[Model]
    previous: str
    next: str


def order_for(rows: QuerySet, declared: str) -> Order:
    path = declared.removeprefix("-")
    return Order(path, declared.startswith("-"), may_be_null(rows, path))


def may_be_null(rows: QuerySet, path: str) -> bool:
    """Whether some step of the path can be empty; of an annotation nothing is known, so it can."""
    model = rows.model
    if path == "pk":
        return False
    for step in path.split("__"):
        try:
            field = model._meta.get_field(step)
        except FieldDoesNotExist:
            return True
        if getattr(field, "null", True):
            return True
        model = field.related_model or model
    return False


def token(cursor_value: Any, pk: Any) -> str:
    """Text for the address. Decimals, dates and times keep their exact text."""
    exact = str(cursor_value) if isinstance(cursor_value, Decimal) else cursor_value
    if isinstance(cursor_value, date | datetime):
        exact = cursor_value.isoformat()
    packed = json.dumps([exact, str(pk)], ensure_ascii=False, separators=(",", ":"), default=str)
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def read_token(text: str, key: Field, pk: Field) -> tuple[Any, Any] | None:
    """The values in a token, or None when it is not one of ours (an address cut off in a chat, an old link)."""
    try:
        value, pk_value = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        return (None if value is None else key.to_python(value)), pk.to_python(pk_value)
    except (binascii.Error, UnicodeDecodeError, ValueError, TypeError, ValidationError):
        return None


class Keyset:
    """Reads pages of one ordered queryset. Two queries at most, one unless a page spans filled and empty keys."""

    def __init__(self, rows: QuerySet, declared: str, size: int) -> None:
        self.order = order_for(rows, declared)
        self.size = size
        self.rows = rows.order_by().annotate(**{SORT_VALUE: F(self.order.path)})
        self.key_field: Field = self.rows.query.annotations[SORT_VALUE].output_field
        self.pk_field: Field = rows.model._meta.pk

    def page(self, *, after: str = "", before: str = "", last: bool = False) -> Page:
        """The page beyond a token, before a token, the last page, or the first."""
        found = (
            read_token(after or before, self.key_field, self.pk_field) if after or before else None
        )
        backward = last or bool(before and not after and found)
        cursor = Cursor(*found, backward=backward) if found else None
        taken = self._take(cursor, backward)
        more = len(taken) > self.size
        taken = taken[: self.size]
        if backward:
            taken.reverse()
        ahead = (bool(cursor) if backward else more) and bool(taken)
        behind = (more if backward else bool(cursor)) and bool(taken)
        return Page(
            taken,
            previous=self._token(taken[0]) if behind else "",
            next=self._token(taken[-1]) if ahead else "",
        )

    def in_order(self) -> QuerySet:
        """All rows in the same order, for a file that is read from end to end."""
        down = self.order.descending
        key = OrderBy(
            F(SORT_VALUE), descending=down, **({"nulls_last": True} if self.order.nullable else {})
        )
        return self.rows.order_by(key, OrderBy(F("pk"), descending=down))

    def _token(self, row: Model) -> str:
        return token(getattr(row, SORT_VALUE), row.pk)

    def _take(self, cursor: Cursor | None, backward: bool) -> list[Model]:
        """One row more than a page, in reading direction, out of the filled run and the empty run of the key."""
        wanted = self.size + 1
        taken: list[Model] = []
        for run in self._runs(cursor, backward):
            if len(taken) < wanted:
                taken += run[: wanted - len(taken)]
        return taken

    def _runs(self, cursor: Cursor | None, backward: bool) -> Iterator[QuerySet]:
        """Index ranges in reading order. Filled and empty keys are ranges of their own: one OR over both would
        read the index from its start, and no order of NULLs is the same on all databases."""
        if not self.order.nullable:
            yield self._sorted(
                self.rows if cursor is None else self.rows.filter(self._beyond(cursor)), backward
            )
            return
        filled = self.rows.filter(**{f"{SORT_VALUE}__isnull": False})
        empty = self.rows.filter(**{f"{SORT_VALUE}__isnull": True})
        if cursor is not None and cursor.value is None:
            empty = empty.filter(self._beyond_pk(cursor))
        elif cursor is not None:
            filled = filled.filter(self._beyond(cursor))
        starts_in_empty = cursor is not None and cursor.value is None
        starts_in_filled = cursor is not None and not starts_in_empty
        runs = [(filled, starts_in_empty and not backward), (empty, starts_in_filled and backward)]
        for run, passed in reversed(runs) if backward else runs:
            if not passed:
                yield self._sorted(run, backward)

    def _beyond_pk(self, cursor: Cursor) -> Q:
        return Q(**{f"pk__{'lt' if self._reads_down(cursor.backward) else 'gt'}": cursor.pk})

    def _beyond(self, cursor: Cursor) -> Q | RowBeyond:
        if self.order.by_pk:
            return self._beyond_pk(cursor)
        return RowBeyond(
            F(SORT_VALUE),
            F("pk"),
            Value(cursor.value, output_field=self.key_field),
            Value(cursor.pk, output_field=self.pk_field),
            operator="<" if self._reads_down(cursor.backward) else ">",
        )

    def _reads_down(self, backward: bool) -> bool:
        return self.order.descending != backward

    def _sorted(self, rows: QuerySet, backward: bool) -> QuerySet:
        down = self._reads_down(backward)
        pk = OrderBy(F("pk"), descending=down)
        return (
            rows.order_by(pk)
            if self.order.by_pk
            else rows.order_by(OrderBy(F(SORT_VALUE), descending=down), pk)
        )
