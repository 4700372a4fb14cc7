"""The process that carries jobs out, one after the other, until it is told to stop."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils import timezone

from .models import Worker
from .queue import carry_out, reap, take
from .timetable import tick

POLL = 0.5  # seconds between two looks at an empty queue
HEARTBEAT = 15  # seconds; see queue.ALIVE
ROUND = 20  # seconds between two looks at the timetable and for lost jobs
PAUSE = 5  # seconds of rest when the database does not answer
LOST = (OperationalError, InterfaceError)
log = logging.getLogger("honglian.jobs")


def work_off(*, limit: int | None = None) -> int:
    """Carry out what is due now, then return how many jobs were tried (``--burst``, tests)."""
    with _registered() as worker:
        return _drain(worker, lambda: False, limit)


def run(*, stop: threading.Event | None = None) -> None:
    """Work until SIGTERM, SIGINT or ``stop``; the job under way is finished first."""
    halt = stop or threading.Event()
    if stop is None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: halt.set())
    with _registered() as worker, _heartbeat(worker):
        next_round = 0.0
        while not halt.is_set():
            try:
                close_old_connections()
                if time.monotonic() >= next_round:
                    reap()
                    tick()
                    next_round = time.monotonic() + ROUND
                if not _drain(worker, halt.is_set, limit=50):
                    halt.wait(POLL)
            except LOST:
                # The database restarts or is busy; the jobs are still there when it is back.
                log.warning("the database does not answer, trying again", exc_info=True)
                halt.wait(PAUSE)


def _drain(worker: Worker, stopped, limit: int | None) -> int:
    count = 0
    while not stopped() and (limit is None or count < limit):
        found = take(worker)
        if found is None:
            break
        carry_out(found)
        count += 1
    if count:
        Worker.objects.filter(pk=worker.pk).update(done=worker.done + count)
        worker.done += count
    return count


@contextmanager
def _registered() -> Iterator[Worker]:
    # The heartbeat is the machine's own time, also while a test or the demo pretends another.
    now = timezone.now()
    worker = Worker.objects.create(
        host=socket.gethostname()[:64], pid=os.getpid(), started_at=now, seen_at=now
    )
    try:
        yield worker
    finally:
        worker.delete()


@contextmanager
def _heartbeat(worker: Worker) -> Iterator[None]:
    """Say "still here" from a thread of its own, so that a long job does not look dead."""
    done = threading.Event()

    def beat() -> None:
        while not done.wait(HEARTBEAT):
            try:
                close_old_connections()
                Worker.objects.filter(pk=worker.pk).update(seen_at=timezone.now())
            except LOST:
                log.warning("heartbeat missed", exc_info=True)
        connection.close()

    thread = threading.Thread(target=beat, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join(timeout=5)
