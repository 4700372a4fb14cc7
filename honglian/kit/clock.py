"""The only place that asks what time it is. All zones live in China Standard Time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

CHINA = ZoneInfo("Asia/Shanghai")

_pretended: ContextVar[datetime | None] = ContextVar("pretended_time", default=None)


def now() -> datetime:
    """Aware; the present, or the moment that :func:`at` pretends."""
    return _pretended.get() or timezone.now()


def local(moment: datetime) -> datetime:
    return moment.astimezone(CHINA)


def today() -> date:
    return local(now()).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let actions run as of a past moment: the demo's year, and histories taken over from
    an older system. Never reachable from a request."""
    token = _pretended.set(moment)
    try:
        yield
    finally:
        _pretended.reset(token)
