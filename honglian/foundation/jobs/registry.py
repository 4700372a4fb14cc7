"""Which functions are jobs and which of them run by the clock.

A job is declared in an app's ``tasks`` room::

    @job("notify.deliver", "发送通知", retries=5, backoff=60)
    def deliver(*, delivery_id: int) -> None: ...

It may run twice (a worker that dies after the work and before saying so), so it must look
at what is already done, or do its work in one transaction that a second run finds done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

LONGEST_BACKOFF = 6 * 3600  # seconds


@dataclass(frozen=True)
class JobType:
    """``retries`` follow a failure after ``backoff`` seconds, doubling each time."""

    name: str
    title: str
    function: Callable[..., Any]
    retries: int = 3
    backoff: float = 30

    def wait(self, attempts: int) -> float | None:
        """Seconds until the next try after so many attempts, or None when it is given up."""
        if attempts > self.retries:
            return None
        return min(self.backoff * 2 ** (attempts - 1), LONGEST_BACKOFF)


@dataclass(frozen=True)
class Periodic:
    """Run daily at a time of day in China, or every so often; ``workdays`` leaves out days off.

    ``per_zone`` enqueues one job a zone with ``zone_id`` as its argument.
    """

    name: str
    at: time | None = None
    every: timedelta | None = None
    workdays: bool = False
    per_zone: bool = False


JOBS: dict[str, JobType] = {}
PERIODICS: dict[str, Periodic] = {}


def job(
    name: str, title: str, *, retries: int = 3, backoff: float = 30
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a function with keyword arguments that JSON can carry."""

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        known = JOBS.get(name)
        if known is not None and known.function.__qualname__ != function.__qualname__:
            raise ValueError(f"two functions are called {name}")
        JOBS[name] = JobType(name, title, function, retries, backoff)
        return function

    return register


def periodic(
    name: str,
    *,
    at: time | None = None,
    every: timedelta | None = None,
    workdays: bool = False,
    per_zone: bool = False,
) -> None:
    """Put a registered job on the timetable; exactly one of ``at`` and ``every``."""
    if (at is None) == (every is None):
        raise ValueError(f"{name}: give either a time of day or an interval")
    if workdays and not per_zone:
        raise ValueError(f"{name}: workdays are those of a zone, so it must run per zone")
    PERIODICS[name] = Periodic(name, at, every, workdays, per_zone)


def title_of(name: str) -> str:
    """What people read instead of the name."""
    return JOBS[name].title if name in JOBS else name
