"""The one door for writes."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

from django.db import transaction

from honglian.kit import soon

_whole: ContextVar[bool] = ContextVar("whole", default=False)
_waiting: ContextVar[list[Callable[[], Any]] | None] = ContextVar("waiting", default=None)


@contextmanager
def whole() -> Iterator[None]:
    """A transaction that ends with the action called in it: a failing action takes all back.

    So the action needs no savepoint of its own, which would be two statements more.
    """
    token = _whole.set(True)
    try:
        with transaction.atomic(), _last_things():
            yield
    finally:
        _whole.reset(token)


def at_the_end(act: Callable[[], Any]) -> None:
    """Do this as the last thing of the outermost action's transaction; at once outside of actions.

    For what makes other writers wait (the audit chain's lock). An action that fails takes what
    it asked for back, as it does with its rows.
    """
    waiting = _waiting.get()
    if waiting is None:
        act()
    else:
        waiting.append(act)


@contextmanager
def _last_things() -> Iterator[None]:
    outer = _waiting.get()
    mine: list[Callable[[], None]] = []
    token = _waiting.set(mine)
    with soon.holding():
        try:
            yield
        finally:
            _waiting.reset(token)
        if outer is not None:
            outer.extend(mine)
            return
        for act in mine:
            act()


F = TypeVar("F", bound=Callable[..., Any])


def action(permission: str | None) -> Callable[[F], F]:
    """Make a function of an ``actions`` room: keyword-only, ``by=`` an actor, atomic.

    ``permission`` is required of the actor before anything is read; ``None`` is for the
    few writes that check something else (a tracking code, a one's own session) and must
    say so in their docstring.
    """

    def wrap(function: F) -> F:
        parameters = inspect.signature(function).parameters
        if "by" not in parameters or any(
            p.kind not in (p.KEYWORD_ONLY, p.VAR_KEYWORD) for p in parameters.values()
        ):
            raise TypeError(f"{function.__qualname__}: actions are keyword-only and take by=")

        @wraps(function)
        def run(**kwargs: Any) -> Any:
            if permission is not None:
                kwargs["by"].require(permission)
            failing_ends_all = _whole.get()
            token = _whole.set(False)
            try:
                with transaction.atomic(savepoint=not failing_ends_all), _last_things():
                    return function(**kwargs)
            finally:
                _whole.reset(token)

        run.permission = permission  # type: ignore[attr-defined]
        run.is_action = True  # type: ignore[attr-defined]
        return run  # type: ignore[return-value]

    return wrap
