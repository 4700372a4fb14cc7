"""Reads of busy paths: a queryset compiled once, run many times with other values.

Django composes the SQL of a queryset anew at every run, which costs more than the database's work.
``PreparedQuery`` composes it once with stand-ins for the values that change::

    ZONE = PreparedQuery(lambda pk: Zone.objects.filter(pk=pk), pk=int)
    zone = ZONE.first(pk=7)

The builder must not branch on the values: it sees stand-ins, once. Querysets that depend on an actor's
scope are not for this; they go through ``visible_to``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db import connections, models
from django.db.models.query import get_related_populators  # type: ignore[attr-defined]
from django.db.models.sql.compiler import SQLCompiler

STAND_INS: dict[type, Callable[[int], Any]] = {
    int: lambda n: 7_310_000_000_000 + n,
    str: lambda n: f"\x01stand-in {n}\x01",
    date: lambda n: date(1, 2, n + 1),
}


class PreparedQuery:
    """Whole rows (with ``select_related`` and annotations) or, from ``values_list``, tuples."""

    def __init__(self, build: Callable[..., models.QuerySet], **kinds: type) -> None:
        self._build, self._kinds = build, kinds
        self._plans: dict[str, _Plan] = {}

    def list(self, using: str = "default", **values: Any) -> list[Any]:
        """All rows for these values."""
        connection = connections[using]
        plan = self._plans.get(connection.vendor)
        if plan is None:
            plan = self._plans[connection.vendor] = _Plan(self._build, self._kinds, using)
        return plan.run(connection, using, values)

    def first(self, using: str = "default", **values: Any) -> Any:
        """The first row, or None. The queryset itself should be limited or unique."""
        return next(iter(self.list(using, **values)), None)


class _Plan:
    """One compiled statement and where its values belong."""

    def __init__(
        self, build: Callable[..., models.QuerySet], kinds: dict[str, type], using: str
    ) -> None:
        connection = connections[using]
        stand_ins = {name: STAND_INS[kind](n) for n, (name, kind) in enumerate(kinds.items())}
        rows: Any = build(**stand_ins).using(using)
        self.is_tuples = rows._fields is not None
        self.compiler: SQLCompiler = rows.query.get_compiler(using)
        self.sql, self.params = self.compiler.as_sql()
        stored = {_stored(connection, value): name for name, value in stand_ins.items()}
        self.places = [
            (place, stored[value])
            for place, value in enumerate(self.params)
            if isinstance(value, str | int | date) and value in stored
        ]
        if missing := kinds.keys() - {name for _, name in self.places}:
            raise TypeError(f"not found in the statement: {sorted(missing)}")
        columns = [column[0] for column in self.compiler.select[: self.compiler.col_count]]
        self.converters = list(self.compiler.get_converters(columns).items())
        if not self.is_tuples:
            self._prepare_models(using)

    def _prepare_models(self, using: str) -> None:
        info, select = self.compiler.klass_info, self.compiler.select
        self.model: type[models.Model] = info["model"]
        self.start, self.end = info["select_fields"][0], info["select_fields"][-1] + 1
        self.names = [column[0].target.attname for column in select[self.start : self.end]]
        self.related = get_related_populators(info, select, using)

    def run(self, connection: Any, using: str, values: dict[str, Any]) -> list[Any]:
        params = list(self.params)
        for place, name in self.places:
            params[place] = _stored(connection, values[name])
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            rows = cursor.fetchall()
        if self.converters:
            rows = [self._converted(row, connection) for row in rows]
        if self.is_tuples:
            return [tuple(row) for row in rows]
        return [self._model(row, using) for row in rows]

    def _converted(self, row: Sequence[Any], connection: Any) -> list[Any]:
        cells = list(row)
        for place, (converters, expression) in self.converters:
            for convert in converters:
                cells[place] = convert(cells[place], expression, connection)
        return cells

    def _model(self, row: Sequence[Any], using: str) -> models.Model:
        """One row as an instance, related ones attached: what iterating the queryset gives."""
        made = self.model.from_db(using, self.names, row[self.start : self.end])
        for populator in self.related:
            populator.populate(row, made)
        for name, place in self.compiler.annotation_col_map.items():
            setattr(made, name, row[place])
        return made


def _stored(connection: Any, value: Any) -> Any:
    """A value as the statement carries it."""
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
