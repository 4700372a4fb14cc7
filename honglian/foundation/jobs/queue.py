"""Putting jobs into the queue, taking them out, and what becomes of them."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from honglian.kit import clock
from honglian.kit.errors import Refusal

from .models import Job, Worker
from .registry import JOBS

ALIVE = timedelta(seconds=90)  # three missed heartbeats and a busy database
ERROR_LENGTH = 500
log = logging.getLogger("honglian.jobs")


def enqueue(
    name: str,
    args: dict[str, Any] | None = None,
    *,
    key: str | None = None,
    delay: float = 0,
    zone_id: int | None = None,
) -> None:
    """Ask for a job, in the current transaction: rolled back with it, seen only after commit.

    ``delay`` is in seconds. While a job with the same ``key`` waits, no second one is added
    (the waiting one keeps its arguments and time). On PostgreSQL the waiting row stays locked
    until this transaction ends, so the worker cannot start it before the new state is there.
    """
    if name not in JOBS:
        raise LookupError(f"no job is called {name}")
    now = clock.now()
    row = Job(
        name=name,
        args=args or {},
        waiting_key=key,
        zone_id=zone_id,
        run_at=now + timedelta(seconds=delay),
        asked_at=now,
    )
    if key is None:
        row.save(force_insert=True)
    else:
        Job.rows.bulk_create(
            [row], update_conflicts=True, unique_fields=["waiting_key"], update_fields=["asked_at"]
        )


def take(worker: Worker | None) -> Job | None:
    """Claim the job that is due longest; two workers never get the same one."""
    due = Job.rows.filter(state=Job.State.WAITING, run_at__lte=clock.now())
    due = due.order_by("run_at", "id")
    if not due.exists():  # a plain read, so that an idle worker never takes SQLite's write lock
        return None
    with transaction.atomic():
        found = due.select_for_update(skip_locked=True).first()
        if found is None:
            return None
        found.state, found.worker, found.started_at = Job.State.RUNNING, worker, clock.now()
        found.attempts += 1
        found.waiting_key = None
        found.save(update_fields=["state", "worker", "started_at", "attempts", "waiting_key"])
    return found


def carry_out(found: Job) -> bool:
    """Run a claimed job and write down how it ended; True when it is done."""
    known = JOBS.get(found.name)
    if known is None:
        _end(found, Job.State.FAILED, f"没有名为 {found.name} 的任务，可能是旧版本留下的。")
        return False
    try:
        known.function(**found.args)
    except Exception as error:  # whatever a job raises is kept as its reason
        log.warning("job %s #%s failed", found.name, found.pk, exc_info=True)
        _fail(found, known.wait(found.attempts), _reason(error))
        return False
    _end(found, Job.State.DONE, "")
    return True


def _reason(error: Exception) -> str:
    """The sentence of a refusal; of an accident also what kind it was, for whoever mends it."""
    if isinstance(error, Refusal):
        return error.message
    return f"{type(error).__name__}：{error}"


def _fail(found: Job, wait: float | None, reason: str) -> None:
    if wait is None:
        _end(found, Job.State.FAILED, reason)
        return
    mine = Job.rows.filter(pk=found.pk, state=Job.State.RUNNING, attempts=found.attempts)
    mine.update(
        state=Job.State.WAITING,
        run_at=clock.now() + timedelta(seconds=wait),
        error=reason[:ERROR_LENGTH],
        worker=None,
    )


def _end(found: Job, state: str, reason: str) -> None:
    # Nothing happens when the reaper gave the job to somebody else meanwhile.
    mine = Job.rows.filter(pk=found.pk, state=Job.State.RUNNING, attempts=found.attempts)
    mine.update(state=state, finished_at=clock.now(), error=reason[:ERROR_LENGTH])


def reap() -> int:
    """Give back the jobs of workers that have gone silent; returns how many.

    A job that took its worker down as often as it may be tried is given up, so that one bad
    file cannot kill workers for ever.
    """
    silent = timezone.now() - ALIVE
    lost = Job.rows.filter(state=Job.State.RUNNING).exclude(worker__seen_at__gte=silent)
    count = 0
    for found in lost:
        known = JOBS.get(found.name)
        wait = known.wait(found.attempts) if known else None
        _fail(found, wait, "执行任务的进程中途停止，没有做完。")
        count += 1
    Worker.objects.filter(seen_at__lt=silent - timedelta(days=1)).delete()
    return count
