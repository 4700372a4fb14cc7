"""Telling a batch that is at work from one whose process was killed."""

from __future__ import annotations

import os
import socket
from datetime import timedelta

from honglian.kit import clock

from .models import ImportBatch

SILENCE = timedelta(minutes=15)  # longer than any import writes without a sign of life
KILLED = "导入过程被中断，没有写入任何一行。可以重新导入同一个文件。"


def runner() -> str:
    """This process."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}"


def is_dead(batch: ImportBatch) -> bool:
    """At work on paper, but its process is gone or has been silent too long."""
    if not batch.is_at_work:
        return False
    if batch.seen_at < clock.now() - SILENCE:
        return True
    host, _, pid = batch.runner.rpartition(":")
    return host == socket.gethostname()[:60] and not _runs(int(pid or 0))


def bury_dead(zone_id: int, ledger: str) -> int:
    """Mark killed batches as 中断; their rows were rolled back by the database."""
    at_work = (ImportBatch.Status.CHECKING, ImportBatch.Status.WRITING)
    rows = ImportBatch.rows.filter(zone_id=zone_id, ledger=ledger, status__in=at_work)
    dead = [batch.pk for batch in rows if is_dead(batch)]
    return ImportBatch.rows.filter(pk__in=dead, status__in=at_work).update(
        status=ImportBatch.Status.FAILED, message=KILLED, finished_at=clock.now()
    )


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
