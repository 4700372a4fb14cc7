"""The import in steps, for people: upload, check, look, decide. Each step may run in a worker."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from honglian.foundation.access.api import Grant, actor_for
from honglian.foundation.jobs.api import enqueue
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

from . import actions, vault
from .imports import BROKEN, examine, remembered, write_batch
from .models import ImportBatch
from .planning import plan
from .preview import preview
from .reading import Table, Unreadable, read_table
from .report import report
from .rights import require_import
from .sheet import LEDGERS, Sheet

Status = ImportBatch.Status
AT_ONCE = 400_000  # bytes; a smaller file is checked while the person waits
MAPPABLE = ("key_missing", "no_such_header")


def upload(*, sheet: Sheet, name: str, content: bytes, sha256: str, by: Actor) -> ImportBatch:
    """Take a file in and check it, at once if it is small."""
    batch = actions.open_batch(
        ledger=sheet.code, file_name=name, sha256=sha256, content=content, by=by
    )
    return _begin(batch, "sheets.check", check, by)


def recheck(*, batch: ImportBatch, mapping: Mapping[str, str], by: Actor) -> ImportBatch:
    """Check again with other columns, which the zone remembers for the next file."""
    batch = actions.claim(batch=batch, status=Status.CHECKING, mapping=dict(mapping), by=by)
    actions.remember_headers(ledger=batch.ledger, mapping=mapping, by=by)
    return _begin(batch, "sheets.check", check, by)


def confirm(*, batch: ImportBatch, good_rows: bool, by: Actor) -> ImportBatch:
    """The person has seen the preview and decided."""
    if batch.preview.get("blocked"):
        raise Refusal(batch.message)
    if batch.status == Status.READY and batch.counts["rejected"] and not good_rows:
        raise Refusal("还有错误的行。请改好文件重新上传，或选择“只导入没有错的行”。")
    batch = actions.claim(
        batch=batch, status=Status.WRITING, good_rows_only=good_rows, progress=0, by=by
    )
    return _begin(batch, "sheets.write", write, by)


def drop(*, batch: ImportBatch, by: Actor) -> ImportBatch:
    """The person decides against it; the file is removed."""
    batch = actions.claim(batch=batch, status=Status.REFUSED, by=by)
    vault.discard(batch.source)
    return actions.settle(batch=batch, status=Status.REFUSED, message="已放弃，没有写入。", by=by)


def _begin(
    batch: ImportBatch, job: str, step: Callable[[ImportBatch, Actor], None], by: Actor
) -> ImportBatch:
    if batch.source.size <= AT_ONCE or batch.grant_id is None:
        carry_out(batch, step, by)
    else:
        # Nobody works on it yet; the worker that takes it says so.
        ImportBatch.rows.filter(pk=batch.pk).update(runner="")
        enqueue(job, {"batch_id": batch.pk}, key=f"{job}:{batch.pk}", zone_id=batch.zone_id)
    return batch


def carry_out(batch: ImportBatch, step: Callable[[ImportBatch, Actor], None], by: Actor) -> None:
    """Do a step; whatever goes wrong, the batch does not stay at work."""
    try:
        step(batch, by)
    except Refusal as refusal:
        _end(batch, Status.REFUSED, refusal.message)
        raise
    except Exception:
        _end(batch, Status.FAILED, BROKEN)
        raise


def _end(batch: ImportBatch, status: str, message: str) -> None:
    rows = ImportBatch.rows.filter(pk=batch.pk, status__in=(Status.CHECKING, Status.WRITING))
    rows.update(status=status, message=message[:500], finished_at=clock.now())


def actor_of(batch: ImportBatch) -> Actor:
    """Who uploaded it, as long as the grant is in force."""
    rows = Grant.objects.in_force(clock.today()).filter(pk=batch.grant_id)
    grant = rows.select_related("user").unscoped("the worker acts as the uploader").first()
    if grant is None:
        raise Refusal("上传人的身份已被收回，不能继续导入。请由有权限的人重新上传。")
    return actor_for(grant, name=batch.actor_name)


# The steps themselves


def check(batch: ImportBatch, by: Actor) -> None:
    """Read and check the kept file; the batch is then ready, or refused with a sentence."""
    sheet, content = LEDGERS[batch.ledger], vault.read(batch.source)
    try:
        run = examine(
            sheet,
            by,
            content,
            name=batch.file_name,
            mapping=batch.mapping,
            progress=_teller(batch),
        )
    except Refusal as refusal:
        _refuse(batch, refusal, by)
        return
    planned = plan(run)
    if run.bad or run.soft:
        vault.keep(batch.report, f"{batch.file_sha256[:16]}-report", report(run, content))
    actions.settle(
        batch=batch,
        status=Status.READY,
        preview=preview(run, planned),
        counts=planned.counts(run),
        unknown_columns=[*run.headers.unknown, *run.headers.doubled],
        progress=100,
        message="",
        by=by,
    )


def _refuse(batch: ImportBatch, refusal: Refusal, by: Actor) -> None:
    """A file without its key column waits for the person to name it; others are done with."""
    facts: dict[str, Any] = {"message": refusal.message[:500], "counts": {}}
    if refusal.code in MAPPABLE and not isinstance(refusal, Unreadable):
        actions.settle(batch=batch, status=Status.READY, preview={"blocked": True}, by=by, **facts)
        return
    vault.discard(batch.source)
    actions.settle(batch=batch, status=Status.REFUSED, by=by, **facts)


def write(batch: ImportBatch, by: Actor) -> None:
    """Check the kept file again and write it; refused where it no longer does what was shown."""
    sheet = LEDGERS[batch.ledger]
    require_import(by, sheet)
    run = examine(sheet, by, vault.read(batch.source), name=batch.file_name, mapping=batch.mapping)
    write_batch(batch, run, by, expected=batch.counts)


def table_of(batch: ImportBatch) -> Table:
    """The file as it lies there, for the mapping page."""
    sheet = LEDGERS[batch.ledger]
    return read_table(vault.read(batch.source), sheet.recogniser.score, name=batch.file_name)


def chosen(batch: ImportBatch, table: Table) -> dict[str, str]:
    """What this zone has mapped before and what was mapped for this file."""
    known = {**remembered(batch.zone_id, batch.ledger), **batch.mapping}
    return {header: name for header, name in known.items() if header in table.headers}


def _teller(batch: ImportBatch) -> Callable[[int, str], None]:
    """Writes the progress down, at most once a second."""
    last = time.monotonic()

    def tell(percent: int, words: str) -> None:
        nonlocal last
        if time.monotonic() - last < 1:
            return
        last = time.monotonic()
        rows = ImportBatch.rows.filter(pk=batch.pk)
        rows.update(progress=percent, message=words, seen_at=clock.now())

    return tell
