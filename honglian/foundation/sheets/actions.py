"""Writes of the import: batches, the rows themselves, remembered headers, undo.

The permission is the ledger's own (``<app>.import``), so each action asks for it itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.shortcuts import get_object_or_404

from honglian.foundation.audit.api import record
from honglian.foundation.jobs.api import enqueue
from honglian.kit import clock, events
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Conflict, Refusal

from . import bulk, undoing, vault
from .checking import Run
from .happenings import LedgerImported
from .journal import Journal
from .liveness import bury_dead, runner
from .models import ColumnMapping, ImportBatch
from .planning import Plan, plan
from .rights import require_import
from .sheet import LEDGERS, Sheet

Status = ImportBatch.Status


@action(None)
def open_batch(
    *,
    ledger: str,
    file_name: str,
    sha256: str,
    by: Actor,
    content: bytes | None = None,
    mapping: Mapping[str, str] | None = None,
    good_rows_only: bool = False,
) -> ImportBatch:
    """Begin a batch; ``content`` is kept (encrypted) when a person will decide later."""
    require_import(by, LEDGERS[ledger])
    bury_dead(by.zone_id, ledger)
    batch = ImportBatch(
        zone_id=by.zone_id,
        ledger=ledger,
        file_name=file_name[-200:],
        file_sha256=sha256,
        mapping=dict(mapping or {}),
        good_rows_only=good_rows_only,
        actor_id=by.user_id,
        actor_name=by.name[:64],
        grant_id=by.grant_id,
        runner=runner(),
    )
    if content is not None:
        vault.keep(batch.source, sha256[:16], content)
    batch.save(force_insert=True)
    return batch


@action(None)
def write(
    *, batch: ImportBatch, run: Run, by: Actor, expected: Mapping[str, int] | None = None
) -> Plan:
    """Write all good rows of a checked file in one transaction with the audit entry.

    Compares again with what is stored now; where that gives other counts than ``expected``
    (what the person agreed to), nothing is written.
    """
    sheet = run.sheet
    require_import(by, sheet)
    bulk.one_at_a_time(run.zone_id, sheet.code)
    now = plan(run)
    if expected is not None and now.counts(run) != dict(expected):
        raise Conflict(
            "检查之后台账又有变动，新增或变更的行数已经不同。请重新检查后再确认。", code="moved"
        )
    if run.bad and not batch.good_rows_only:
        raise Refusal("有错误的行，按“全部通过才导入”没有写入任何一行。", code="errors")
    journal = Journal(batch)
    if now.new:
        sheet.insert(run, now, journal)
    if now.changed:
        sheet.update(run, now, journal)
    sheet.after(run, now, journal)
    batch.counts = now.counts(run)
    batch.status, batch.progress = Status.DONE, 100
    batch.written_at, batch.finished_at = journal.at, clock.now()
    vault_free = batch.source
    batch.source = ""
    batch.save()
    if len(now.new) >= bulk.MANY:
        enqueue("sheets.settle", {"ledger": sheet.code}, key=f"sheets.settle:{sheet.code}")
    _record(by, f"{sheet.app}.import", batch, sheet)
    events.emit(LedgerImported(sheet.code, run.zone_id, batch.pk, batch.counts))
    vault.discard_after_commit(vault_free)
    return now


def _record(by: Actor, verb: str, batch: ImportBatch, sheet: Sheet) -> None:
    counts = {name: [None, count] for name, count in batch.counts.items()}
    record(
        by=by,
        verb=verb,
        target=batch,
        label=f"{sheet.title}：{batch.file_name}",
        changes=counts,
        note=f"SHA-256 {batch.file_sha256}",
    )


@action(None)
def settle(*, batch: ImportBatch, status: str, by: Actor, **fields: Any) -> ImportBatch:
    """Note how a check or an import ended; never changes what is in the ledgers."""
    require_import(by, LEDGERS[batch.ledger])
    for name, value in fields.items():
        setattr(batch, name, value)
    batch.status = status
    if status in (Status.REFUSED, Status.FAILED):
        batch.finished_at = clock.now()
    batch.save()
    return batch


@action(None)
def claim(*, batch: ImportBatch, status: str, by: Actor, **fields: Any) -> ImportBatch:
    """Take a batch that waits for a decision; only one of two people (or clicks) gets it."""
    require_import(by, LEDGERS[batch.ledger])
    waiting = ImportBatch.rows.filter(pk=batch.pk, status=Status.READY)
    taken = waiting.update(status=status, seen_at=clock.now(), runner=runner(), **fields)
    batch.refresh_from_db()
    if not taken:
        raise Conflict(
            f"这一批已经是“{batch.get_status_display()}”，不能再改。请刷新页面查看。",
            code="decided",
        )
    return batch


@action(None)
def remember_headers(*, ledger: str, mapping: Mapping[str, str], by: Actor) -> None:
    """Keep which header means which column ("" = leave out) for the next file of the zone."""
    require_import(by, LEDGERS[ledger])
    rows = [
        ColumnMapping(zone_id=by.zone_id, ledger=ledger, header=header[:80], field=field)
        for header, field in mapping.items()
        if header
    ]
    ColumnMapping.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["zone", "ledger", "header"],
        update_fields=["field", "updated_at"],
    )


@action(None)
def undo(*, batch_id: int, by: Actor) -> undoing.Undone:
    """Take a batch back: new rows go, changed rows get their former values.

    Rows that were touched since, or that others refer to, stay; the answer names them.
    """
    batches = ImportBatch.objects.visible_to(by).select_for_update(of=("self",))
    batch = get_object_or_404(batches, pk=batch_id)
    sheet = LEDGERS[batch.ledger]
    require_import(by, sheet)
    if batch.status != Status.DONE:
        raise Refusal(f"这一批目前是“{batch.get_status_display()}”，只有已导入的才能撤销。")
    undone = undoing.undo(batch, sheet)
    batch.status, batch.message = Status.UNDONE, undone.sentence(sheet)[:500]
    batch.save()
    record(
        by=by,
        verb=f"{sheet.app}.undo_import",
        target=batch,
        label=f"{sheet.title}：{batch.file_name}",
        changes={
            "removed": [None, undone.removed],
            "restored": [None, undone.restored],
            "kept": [None, len(undone.kept)],
        },
    )
    return undone
