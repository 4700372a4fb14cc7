"""The door of background work."""

from __future__ import annotations

from .queue import enqueue
from .registry import job, periodic
from .status import failed_count, missing_migrations, waiting_since, workers_alive
from .worker import work_off

__all__ = [
    "enqueue",
    "failed_count",
    "job",
    "missing_migrations",
    "periodic",
    "waiting_since",
    "work_off",
    "workers_alive",
]
