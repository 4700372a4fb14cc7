"""What the pages of ledgers show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from honglian.kit.actor import Actor

from .liveness import KILLED, is_dead
from .models import ImportBatch
from .preview import SAMPLE
from .rights import may_export, may_import, open_ledgers
from .sheet import LEDGERS, Sheet

Status = ImportBatch.Status
TONES = {
    Status.CHECKING: "doing",
    Status.READY: "waiting",
    Status.WRITING: "doing",
    Status.DONE: "done",
    Status.REFUSED: "stopped",
    Status.UNDONE: "stopped",
    Status.FAILED: "overdue",
}
TABS = (("new", "新增"), ("changed", "变更"), ("unchanged", "不变"), ("errors", "有错"))
COUNTS = {"new": "created", "changed": "updated", "unchanged": "unchanged", "errors": "rejected"}


@dataclass(frozen=True)
class Card:
    """One ledger on the home page and what may be done with it."""

    sheet: Sheet
    may_import: bool
    may_export: bool


def ledger_cards(actor: Actor) -> list[Card]:
    return [Card(s, may_import(actor, s), may_export(actor, s)) for s in open_ledgers(actor)]


def shown_status(batch: ImportBatch) -> tuple[str, str]:
    """Word and tone; a batch whose process was killed is shown as 中断."""
    status = Status.FAILED if is_dead(batch) else Status(batch.status)
    return status.label, TONES[status]


def batch_rows(batches: Iterable[ImportBatch]) -> list[dict[str, Any]]:
    """Rows of the short list on the home page."""
    rows = []
    for batch in batches:
        word, tone = shown_status(batch)
        names = ("pk", "file_name", "counts", "actor_name", "created_at")
        facts = {name: getattr(batch, name) for name in names}
        rows.append({**facts, "word": word, "tone": tone, "title": LEDGERS[batch.ledger].title})
    return rows


def batch_context(batch: ImportBatch, tab: str) -> dict[str, Any]:
    sheet, dead = LEDGERS[batch.ledger], is_dead(batch)
    word, tone = shown_status(batch)
    chosen = tab if tab in COUNTS else "errors" if batch.counts.get("rejected") else _first(batch)
    return {
        "title": f"{sheet.title}：{batch.file_name}",
        "crumbs": [("台账导入导出", reverse("sheets:home"))],
        "batch": batch,
        "sheet": sheet,
        "word": word,
        "tone": tone,
        "message": KILLED if dead else batch.message,
        "running": batch.is_at_work and not dead,
        "progress": _progress(batch),
        "preview": batch.preview,
        "tab": chosen,
        "tabs": [
            {"key": key, "word": word_, "count": batch.counts.get(COUNTS[key], 0)}
            for key, word_ in TABS
        ],
        "shown": _shown(batch.preview, chosen),
        "sample": SAMPLE,
        "good": batch.counts.get("created", 0) + batch.counts.get("updated", 0),
        "Status": Status,
    }


def _shown(preview: dict[str, Any], tab: str) -> list[dict[str, Any]]:
    """Rows of a tab; whole rows get each cell with its header, which a phone shows beside it."""
    rows = preview.get(tab, [])
    if tab in ("errors", "changed"):
        return rows
    headers = preview.get("headers", [])
    return [{**row, "cells": list(zip(headers, row["cells"], strict=True))} for row in rows]


def _first(batch: ImportBatch) -> str:
    """The first tab that has something to show."""
    return next((key for key, _ in TABS if batch.counts.get(COUNTS[key])), "new")


def _progress(batch: ImportBatch) -> dict[str, Any]:
    writing = batch.status == Status.WRITING
    return {
        "url": reverse("sheets:batch", args=[batch.pk]),
        "label": "写入台账" if writing else "检查文件",
        "done": batch.progress,
        "total": 0 if writing else 100,
        "state": "running",
        "message": batch.message,
    }
