"""Writes whose answer nobody waits for travel with the next statement.

On PostgreSQL each statement is a round trip, and half of an action's statements are writes that
return nothing anybody looks at. Inside an action they are held and sent in one message with whatever
statement comes next, or at the action's end; so nothing that is read afterwards misses them. Outside of
actions, and on SQLite, where there is no trip to save, they run at once.

An error of such a write is raised by the statement it travels with, which rolls back the same action.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection

Held = list[tuple[str, Sequence[Any]]]
_held: ContextVar[Held | None] = ContextVar("held", default=None)


def run(statement: str, params: Sequence[Any]) -> None:
    """Execute now, or hold for the next statement."""
    held = _held.get()
    if held is None:
        with connection.cursor() as cursor:
            cursor.execute(statement, params)
    else:
        held.append((statement, params))


@contextmanager
def holding() -> Iterator[None]:
    """The outermost action's frame, inside its transaction. What failed is not sent."""
    if connection.vendor != "postgresql" or _held.get() is not None:
        yield
        return
    held: Held = []
    token = _held.set(held)
    try:
        with connection.execute_wrapper(_Carrier(held)):
            yield
            send(held)
    finally:
        _held.reset(token)


def send(held: Held) -> None:
    """Execute what is held, in one message."""
    if held:
        statements, params = _taken(held)
        with connection.cursor() as cursor:
            cursor.execute(";\n".join(statements), params)


class _Carrier:
    """Wrapper of all statements of the connection: puts held writes in front of the next one."""

    def __init__(self, held: Held) -> None:
        self.held = held

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        if not self.held:
            return execute(sql, params, many, context)
        if sql.startswith("ROLLBACK"):
            # They belong to what is rolled back; in a failed transaction nothing else would run.
            self.held.clear()
            return execute(sql, params, many, context)
        cursor = context["cursor"]
        if many or getattr(cursor.cursor, "name", None):  # a named cursor takes one SELECT only
            send(self.held)
            return execute(sql, params, many, context)
        before, first = _taken(self.held)
        last = sql.replace("%", "%%") if params is None else sql
        result = execute(";\n".join([*before, last]), [*first, *(params or ())], many, context)
        for _ in before:
            cursor.nextset()
        return result


def _taken(held: Held) -> tuple[list[str], list[Any]]:
    statements = [statement for statement, _ in held]
    params = [value for _, values in held for value in values]
    held.clear()
    return statements, params
