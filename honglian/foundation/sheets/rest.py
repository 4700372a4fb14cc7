"""REST operations on ledgers: template, import, batch, undo, export."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from ninja import Field, File, Form, Router, Schema, UploadedFile

from honglian.foundation.workflow.api import idempotent
from honglian.kit.rest import PROBLEMS

from . import actions, selectors
from .export import export_ledger
from .imports import Outcome, import_file, ledger
from .rights import may_export, may_import, open_ledgers
from .template import template

router = Router(tags=["台账"])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 200  # problems listed in an answer; the report workbook on the page has all


class LedgerOut(Schema):
    code: str
    title: str
    may_import: bool
    may_export: bool


class ProblemOut(Schema):
    row: int = Field(description="文件里的行号")
    column: str
    message: str
    warning: bool = Field(description="真：只提醒，这一行照样导入")


class OutcomeOut(Schema):
    written: bool
    created: int
    updated: int
    unchanged: int
    rejected: int
    batch: int | None
    unknown_columns: list[str]
    problems: list[ProblemOut]
    message: str


class BatchOut(Schema):
    id: int
    ledger: str
    file_name: str
    status: str
    counts: dict[str, int]
    actor_name: str
    created_at: datetime
    finished_at: datetime | None


class UndoneOut(Schema):
    removed: int
    restored: int
    kept: int


@router.get("", response={200: list[LedgerOut], **PROBLEMS}, summary="可用的台账")
def list_ledgers(request):
    return 200, [
        {
            "code": s.code,
            "title": s.title,
            "may_import": may_import(request.auth, s),
            "may_export": may_export(request.auth, s),
        }
        for s in open_ledgers(request.auth)
    ]


@router.get("/{code}/template", summary="空白模板（xlsx）")
def get_template(request, code: str):
    sheet = ledger(code)
    request.auth.require(f"{sheet.app}.import")
    return _workbook(template(sheet, request.auth.zone_id), f"{sheet.code}-template.xlsx")


@router.post("/{code}/imports", response={200: OutcomeOut, **PROBLEMS}, summary="导入一个文件")
def create_import(
    request,
    code: str,
    file: UploadedFile = File(...),  # noqa: B008
    good_rows: bool = Form(False),
    dry_run: bool = Form(False),
):
    def act() -> tuple[int, Any]:
        outcome = import_file(
            by=request.auth,
            ledger_code=code,
            source=file.read(),
            name=file.name or "文件",
            good_rows=good_rows,
            dry_run=dry_run,
        )
        return 200, _answer(outcome)

    return idempotent(request, request.auth, act)


def _answer(outcome: Outcome) -> dict[str, Any]:
    return {
        **outcome.counts,
        "written": outcome.written,
        "batch": outcome.batch.pk if outcome.batch else None,
        "unknown_columns": outcome.unknown_columns,
        "message": outcome.message,
        "problems": [
            {"row": p.line, "column": p.header, "message": p.message, "warning": p.soft}
            for p in outcome.problems[:SHOWN]
        ],
    }


@router.get("/batches/{batch_id}", response={200: BatchOut, **PROBLEMS}, summary="一次导入")
def get_batch(request, batch_id: int):
    request.auth.require("sheets.view")
    return 200, selectors.batch(request.auth, batch_id)


@router.post("/batches/{batch_id}/undo", response={200: UndoneOut, **PROBLEMS}, summary="撤销导入")
def undo_batch(request, batch_id: int):
    def act() -> tuple[int, Any]:
        done = actions.undo(batch_id=batch_id, by=request.auth)
        return 200, {"removed": done.removed, "restored": done.restored, "kept": len(done.kept)}

    return idempotent(request, request.auth, act)


@router.get("/{code}/export", summary="导出（xlsx，脱敏）")
def get_export(request, code: str, purpose: str = "接口导出"):
    done = export_ledger(sheet=ledger(code), by=request.auth, purpose=purpose)
    return _workbook(done.content, f"{code}.xlsx")


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
