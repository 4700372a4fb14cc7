"""The one door for writes."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

from django.db import transaction

_whole: ContextVar[bool] = ContextVar("whole", default=False)


@contextmanager
def whole() -> Iterator[None]:
    """A transaction that ends with the action called in it: a failing action takes all back.

    So the action needs no savepoint of its own, which would be two statements more.
    """
    token = _whole.set(True)
    try:
        with transaction.atomic():
            yield
    finally:
        _whole.reset(token)


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
                with transaction.atomic(savepoint=not failing_ends_all):
                    return function(**kwargs)
            finally:
                _whole.reset(token)

        run.permission = permission  # type: ignore[attr-defined]
        run.is_action = True  # type: ignore[attr-defined]
        return run  # type: ignore[return-value]

    return wrap
