"""The import from end to end, for the command line, the demo and background jobs."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

from . import actions
from .checking import Progress, Run, check, no_progress
from .columns import CellProblem
from .liveness import runner
from .models import ColumnMapping, ImportBatch
from .planning import Plan, plan
from .preview import preview
from .reading import read_table
from .rights import require_import
from .sheet import LEDGERS, Sheet

Status = ImportBatch.Status


@dataclass
class Outcome:
    """What became of a file. ``batch`` is None after a dry run."""

    ledger: str
    counts: dict[str, int]
    batch: ImportBatch | None
    written: bool
    unknown_columns: list[str]
    passed_over: list[str]
    notes: list[str]
    problems: list[CellProblem] = field(default_factory=list)
    preview: dict[str, Any] = field(default_factory=dict)
    message: str = ""
    run: Run | None = None


def ledger(code: str) -> Sheet:
    """The ledger of this name, else a refusal that lists those there are."""
    if code not in LEDGERS:
        names = "、".join(f"{s.code}（{s.title}）" for s in LEDGERS.values())
        raise Refusal(f"没有名为“{code}”的台账。可用的有：{names}。", code="no_ledger")
    return LEDGERS[code]


def import_file(
    *,
    by: Actor,
    ledger_code: str,
    source: Path | bytes,
    name: str = "",
    mapping: Mapping[str, str] | None = None,
    good_rows: bool = False,
    dry_run: bool = False,
    progress: Progress = no_progress,
) -> Outcome:
    """Read, check and write one file. All rows are checked before any is written.

    With ``good_rows`` the rows without problems go in; otherwise one problem keeps all out.
    Raises :class:`Refusal` where the file as a whole cannot be taken.
    """
    with _no_collection():
        return _import(by, ledger(ledger_code), source, name, mapping, good_rows, dry_run, progress)


def _import(
    by: Actor,
    sheet: Sheet,
    source: Path | bytes,
    name: str,
    mapping: Mapping[str, str] | None,
    good_rows: bool,
    dry_run: bool,
    progress: Progress,
) -> Outcome:
    require_import(by, sheet)
    content = source if isinstance(source, bytes) else None
    name = name or getattr(source, "name", "文件")
    run = examine(sheet, by, source, name=name, mapping=mapping, progress=progress)
    planned = plan(run)
    outcome = _outcome(run, planned)
    if dry_run:
        return outcome
    batch = actions.open_batch(
        ledger=sheet.code,
        file_name=name,
        sha256=_digest(source if content is None else content),
        mapping=mapping,
        good_rows_only=good_rows,
        by=by,
    )
    outcome.batch = batch
    facts = {"preview": outcome.preview, "unknown_columns": outcome.unknown_columns}
    if run.bad and not good_rows:
        outcome.message = f"有 {len(run.bad):,} 行有错，没有写入任何一行。"
        counts = {**outcome.counts, "created": 0, "updated": 0}
        actions.settle(
            batch=batch,
            status=Status.REFUSED,
            message=outcome.message,
            counts=counts,
            by=by,
            **facts,
        )
        outcome.counts = counts
        return outcome
    write_batch(batch, run, by, progress=progress, **facts)
    outcome.counts, outcome.written = batch.counts, True
    return outcome


@contextmanager
def _no_collection() -> Iterator[None]:
    """No cycle search while millions of cells are made; measured 15 % of an import's time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def examine(
    sheet: Sheet,
    by: Actor,
    source: Path | bytes,
    *,
    name: str,
    mapping: Mapping[str, str] | None = None,
    progress: Progress = no_progress,
) -> Run:
    """Read and check a file; nothing is written."""
    progress(0, "读取文件")
    table = read_table(source, sheet.recogniser.score, name=name)
    chosen = {**remembered(by.zone_id, sheet.code), **(mapping or {})}
    absent = [h for h in mapping or {} if h not in table.headers]
    if absent:
        raise Refusal(
            f"文件里没有“{'、'.join(absent)}”这一列。表头是：{'、'.join(filter(None, table.headers))}。",
            code="no_such_header",
            field="mapping",
        )
    return check(sheet, by.zone_id or 0, table, chosen, progress)


def write_batch(
    batch: ImportBatch,
    run: Run,
    by: Actor,
    *,
    expected: Mapping[str, int] | None = None,
    progress: Progress = no_progress,
    **facts: Any,
) -> None:
    """Write a checked file into its batch; a failure leaves the batch as 未导入 and raises."""
    progress(0, "写入")
    actions.settle(batch=batch, status=Status.WRITING, runner=runner(), by=by, **facts)
    try:
        actions.write(batch=batch, run=run, expected=expected, by=by)
    except Refusal as refusal:
        batch.refresh_from_db()
        actions.settle(batch=batch, status=Status.REFUSED, message=refusal.message[:500], by=by)
        raise
    except Exception:
        batch.refresh_from_db()
        actions.settle(batch=batch, status=Status.FAILED, message=BROKEN, by=by)
        raise
    progress(100, "完成")


BROKEN = "写入时出了意外，已全部退回，没有写入任何一行。可以重新导入同一个文件。"


def remembered(zone_id: int | None, code: str) -> dict[str, str]:
    """Headers this zone has mapped before."""
    rows = ColumnMapping.objects.filter(zone_id=zone_id, ledger=code)
    return dict(rows.values_list("header", "field"))


def _outcome(run: Run, planned: Plan) -> Outcome:
    return Outcome(
        ledger=run.sheet.code,
        counts=planned.counts(run),
        batch=None,
        written=False,
        unknown_columns=[*run.headers.unknown, *run.headers.doubled],
        passed_over=run.headers.passed_over,
        notes=run.table.notes,
        problems=run.problems,
        preview=preview(run, planned),
        run=run,
    )


def _digest(source: Path | bytes) -> str:
    if isinstance(source, bytes):
        return hashlib.sha256(source).hexdigest()
    with source.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
