"""Checking and writing in the background. A job that comes twice finds its batch decided."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import time, timedelta

from honglian.foundation.jobs.api import job, periodic
from honglian.kit import clock, search
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

from . import steps, vault
from .liveness import runner
from .models import ImportBatch
from .sheet import LEDGERS

KEEP_UNDECIDED = timedelta(days=7)
KEEP_REPORTS = timedelta(days=30)
Status = ImportBatch.Status


def _step(batch_id: int, expected: str, step: Callable[[ImportBatch, Actor], None]) -> None:
    batch = ImportBatch.rows.get(pk=batch_id)
    if batch.status != expected:
        return
    ImportBatch.rows.filter(pk=batch_id).update(runner=runner(), seen_at=clock.now())
    batch.runner = runner()
    with suppress(Refusal):  # the batch says it to its owner; the queue has nothing to repeat
        steps.carry_out(batch, step, _uploader(batch))


def _uploader(batch: ImportBatch) -> Actor:
    try:
        return steps.actor_of(batch)
    except Refusal as refusal:
        ImportBatch.rows.filter(pk=batch.pk).update(
            status=Status.REFUSED, message=refusal.message[:500], finished_at=clock.now()
        )
        raise


@job("sheets.check", "检查台账文件", retries=0)
def check(*, batch_id: int) -> None:
    _step(batch_id, Status.CHECKING, steps.check)


@job("sheets.write", "导入台账", retries=0)
def write(*, batch_id: int) -> None:
    _step(batch_id, Status.WRITING, steps.write)


@job("sheets.settle", "整理搜索索引")
def settle(*, ledger: str) -> None:
    """After a large import: sort the new words into the search index."""
    search.settle(LEDGERS[ledger].model)


@job("sheets.tidy", "清理台账文件")
def tidy() -> None:
    """Files and samples hold personal data: undecided ones go after a week, reports after a month."""
    now = clock.now()
    undecided = ImportBatch.rows.filter(status__in=[Status.READY, Status.FAILED])
    for batch in undecided.filter(seen_at__lt=now - KEEP_UNDECIDED).exclude(source=""):
        vault.discard(batch.source)
        batch.status = Status.REFUSED
        batch.message = "一周没有确认，文件已清理，没有写入。"
        batch.save()
    for batch in ImportBatch.rows.filter(created_at__lt=now - KEEP_REPORTS).exclude(preview={}):
        vault.discard(batch.report)
        batch.preview = {}
        batch.save()


periodic("sheets.tidy", at=time(3, 20))
