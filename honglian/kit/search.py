"""Finding rows by words: an index over a stored token column, and the queries over it.

A model keeps a text column of tokens (``honglian.algo.hanzi.search_tokens``). A migration
takes its operations from ``SearchIndex``; afterwards ``search(rows, typed)`` narrows any
queryset of the model.

SQLite: an FTS5 table over the column (external content), kept in step by triggers. A later
migration that rebuilds the table drops its triggers, so they are put back after ``migrate``.
PostgreSQL: a generated tsvector column (the tokens as they are, no parser) under a GIN index.
There the ids of a rare word are fetched first: with ``ORDER BY … LIMIT`` the planner would
otherwise walk another index from end to end to find nothing. A common word does the walk.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connections, models
from django.db.migrations.operations import RunPython
from django.db.migrations.operations.base import Operation
from django.db.models import F, Func, QuerySet
from django.db.models.signals import post_migrate

from honglian.algo.hanzi import search_query

# A word is common, and walking the list meets it at once, when it is in more rows than MOST_IDS
# or in more than one of SHARE rows, FEW at least.
MOST_IDS = 10_000
SHARE = 500
FEW = 2_000


@dataclass(frozen=True)
class SearchIndex:
    """The index over one model's token column."""

    app_label: str
    model: str
    column: str = "search"

    def operations(self) -> list[Operation]:
        """For the ``operations`` of a migration that comes after the column's own."""
        return [RunPython(self._create, self._drop)]

    def table(self, state: Any) -> str:
        return state.get_model(self.app_label, self.model)._meta.db_table

    def _create(self, state: Any, editor: Any) -> None:
        statements = CREATE[editor.connection.vendor]
        for statement in statements(self.table(state), self.column):
            editor.execute(statement, params=None)

    def _drop(self, state: Any, editor: Any) -> None:
        statements = DROP[editor.connection.vendor]
        for statement in statements(self.table(state), self.column):
            editor.execute(statement, params=None)


def _sqlite_create(table: str, column: str) -> list[str]:
    return [
        f"CREATE VIRTUAL TABLE {table}_fts USING fts5({column}, content='{table}', "
        "content_rowid='id', tokenize='ascii', detail='none', columnsize=0)",
        *_sqlite_triggers(table, column),
        f"INSERT INTO {table}_fts({table}_fts) VALUES ('rebuild')",
    ]


def _sqlite_triggers(table: str, column: str) -> list[str]:
    into = f"INSERT INTO {table}_fts(rowid, {column}) VALUES (new.id, new.{column});"
    out = (
        f"INSERT INTO {table}_fts({table}_fts, rowid, {column}) "
        f"VALUES ('delete', old.id, old.{column});"
    )
    changed = f"WHEN old.{column} <> new.{column}"
    return [
        f"CREATE TRIGGER {table}_fts_insert AFTER INSERT ON {table} BEGIN {into} END",
        f"CREATE TRIGGER {table}_fts_delete AFTER DELETE ON {table} BEGIN {out} END",
        f"CREATE TRIGGER {table}_fts_update AFTER UPDATE OF {column} ON {table} "
        f"{changed} BEGIN {out} {into} END",
    ]


def _sqlite_drop(table: str, column: str) -> list[str]:
    triggers = [
        f"DROP TRIGGER IF EXISTS {table}_fts_{name}" for name in ("insert", "delete", "update")
    ]
    return [*triggers, f"DROP TABLE IF EXISTS {table}_fts"]


def _postgres_create(table: str, column: str) -> list[str]:
    tokens = f"array_to_tsvector(array_remove(string_to_array({column}, ' '), ''))"
    return [
        f"ALTER TABLE {table} ADD COLUMN {column}_vector tsvector "
        f"GENERATED ALWAYS AS ({tokens}) STORED",
        f"CREATE INDEX {table}_{column}_gin ON {table} USING gin ({column}_vector)",
        # A function of its own may forbid the sequential scan that a word thought common would get.
        f"CREATE FUNCTION {table}_{column}_hits(wanted tsquery, most int) RETURNS bigint[] "
        "LANGUAGE sql STABLE SET enable_seqscan TO off AS $$ "
        f"WITH few AS (SELECT LEAST(most, GREATEST({FEW}, (reltuples / {SHARE})::int)) AS n "
        f"FROM pg_class WHERE oid = '{table}'::regclass) "
        "SELECT CASE WHEN cardinality(ids) <= n THEN ids END FROM (SELECT n, "
        f"ARRAY(SELECT id FROM {table} WHERE {column}_vector @@ wanted LIMIT n + 1) AS ids "
        "FROM few) found $$",
    ]


def _postgres_drop(table: str, column: str) -> list[str]:
    return [
        f"DROP FUNCTION IF EXISTS {table}_{column}_hits(tsquery, int)",
        f"ALTER TABLE {table} DROP COLUMN IF EXISTS {column}_vector",
    ]


CREATE = {"sqlite": _sqlite_create, "postgresql": _postgres_create}
DROP = {"sqlite": _sqlite_drop, "postgresql": _postgres_drop}


class _Matches(Func):
    """Condition of a queryset: this row's tokens satisfy the query."""

    output_field = models.BooleanField()
    arity = 1

    def __init__(self, pk: Any, *, table: str = "", column: str = "", text: str = "") -> None:
        super().__init__(pk, table=table, column=column, text=text)

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:
        sql, params = compiler.compile(self.source_expressions[0])
        fts = f"{self.extra['table']}_fts"
        found = f"SELECT rowid FROM {fts} WHERE {fts} MATCH %s"
        return f"{sql} IN ({found})", [*params, self.extra["text"]]

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:
        sql, params = compiler.compile(self.source_expressions[0])
        vector = f"{sql.rpartition('.')[0]}.{self.extra['column']}_vector"
        condition, params = f"{vector} @@ %s::tsquery", [*params, self.extra["text"]]
        if not (compiler.query.is_sliced and compiler.query.order_by):
            return condition, params  # a count: the index names the rows faster than any walk
        # COALESCE keeps the planner from the index and from its estimate, which takes several
        # pairs of one word for independent and so expects next to nothing.
        return f"COALESCE({condition}, FALSE)", params


class _Among(Func):
    """Condition of a queryset: the key is one of a list, sent as a single array."""

    output_field = models.BooleanField()
    arity = 1

    def __init__(self, pk: Any, *, ids: tuple[int, ...] = ()) -> None:
        super().__init__(pk, ids=ids)

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:
        sql, params = compiler.compile(self.source_expressions[0])
        return f"{sql} = ANY(%s::bigint[])", [*params, list(self.extra["ids"])]


def search(rows: QuerySet, typed: str, column: str = "search") -> QuerySet:
    """Rows whose tokens satisfy what somebody typed: all for nothing, none for signs like ``%``."""
    query = search_query(typed)
    if not query.terms:
        return rows.none() if typed.strip() else rows
    table = rows.model._meta.db_table
    if connections[rows.db].vendor != "postgresql":
        return rows.filter(_Matches(F("pk"), table=table, column=column, text=query.fts5()))
    text = query.tsquery()
    with connections[rows.db].cursor() as cursor:
        cursor.execute(f"SELECT {table}_{column}_hits(%s::tsquery, %s)", [text, MOST_IDS])
        ids = cursor.fetchone()[0]
    if ids is not None:
        return rows.filter(_Among(F("pk"), ids=tuple(ids)))
    return rows.filter(_Matches(F("pk"), table=table, column=column, text=text))


@contextmanager
def loading(
    model: type[models.Model], using: str = "default", *, settled: bool = True
) -> Iterator[None]:
    """Many rows go into the model's table inside the block; its index takes them at the end, at once.

    With ``settled=False`` PostgreSQL leaves them in the index's pending list: they are found all the
    same, a little slower until ``settle`` (or the next autovacuum) sorts them in.

    Must run inside a transaction; new rows need keys above those in the table. Measured on 120,000
    names: FTS5 writes its segments out at every fired trigger, 5.7 s against 0.7 s; a GIN index empties
    its pending list dozens of times at the default limit, 9.4 s against 3.8 s.
    """
    connection, table = connections[using], model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with _loading_postgres(cursor, table, settled):
                yield
        else:
            with _loading_sqlite(cursor, table):
                yield


def settle(model: type[models.Model], using: str = "default") -> None:
    """Sort pending entries of the model's search index in; nothing to do on SQLite."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for index in _gin_indexes(cursor, model._meta.db_table):
            cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [index])


@contextmanager
def _loading_sqlite(cursor: Any, table: str) -> Iterator[None]:
    trigger = f"{table}_fts_insert"
    cursor.execute("SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND name = %s", [trigger])
    if cursor.fetchone() is None:
        yield
        return
    cursor.execute(f"SELECT COALESCE(MAX(id), 0) FROM {table}")
    (last,) = cursor.fetchone()
    # Whatever fails in between takes the trigger's removal back with the rows.
    cursor.execute(f"DROP TRIGGER {trigger}")
    yield
    cursor.execute(f"PRAGMA table_info({table}_fts)")
    column = cursor.fetchone()[1]
    cursor.execute(
        f"INSERT INTO {table}_fts(rowid, {column}) SELECT id, {column} FROM {table} WHERE id > %s",
        [last],
    )
    cursor.execute(_sqlite_triggers(table, column)[0])


@contextmanager
def _loading_postgres(cursor: Any, table: str, settled: bool) -> Iterator[None]:
    indexes = _gin_indexes(cursor, table)
    if indexes:
        cursor.execute("SET LOCAL gin_pending_list_limit = '1GB'")
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
    yield
    for index in indexes if settled else ():
        cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [index])


def _gin_indexes(cursor: Any, table: str) -> list[str]:
    cursor.execute(
        "SELECT i.indexrelid::regclass::text FROM pg_index i "
        "JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam "
        "WHERE a.amname = 'gin' AND i.indrelid = %s::regclass",
        [table],
    )
    return [row[0] for row in cursor.fetchall()]


def restore_triggers(using: str = "default") -> list[str]:
    """Put back the triggers of FTS tables that a rebuilt table lost; returns those tables."""
    connection = connections[using]
    restored: list[str] = []
    if connection.vendor != "sqlite":
        return restored
    tables = {model._meta.db_table for model in apps.get_models()}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT type, name FROM sqlite_master WHERE name LIKE '%\\_fts%' ESCAPE '\\'"
        )
        known = {(kind, name) for kind, name in cursor.fetchall()}
        for table in sorted(t for t in tables if ("table", f"{t}_fts") in known):
            if ("trigger", f"{table}_fts_insert") in known:
                continue
            cursor.execute(f"PRAGMA table_info({table}_fts)")
            column = cursor.fetchone()[1]
            for statement in _sqlite_triggers(table, column):
                cursor.execute(statement)
            cursor.execute(f"INSERT INTO {table}_fts({table}_fts) VALUES ('rebuild')")
            restored.append(table)
    return restored


def _after_migrate(using: str = "default", **_: Any) -> None:
    restore_triggers(using)


post_migrate.connect(_after_migrate, dispatch_uid="honglian.kit.search")
