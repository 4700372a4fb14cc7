"""Pages of ledgers: what there is, upload, look at it, decide, take back."""

from __future__ import annotations

import hashlib
from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_POST

from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.kit.errors import Refusal

from . import actions, selectors, steps, vault
from .columns_form import ColumnsForm
from .export import export_ledger
from .forms import TOO_LARGE, DecisionForm, ExportForm, UploadForm
from .listing import BatchListing
from .pages import batch_context, batch_rows, ledger_cards
from .reading import MAX_BYTES, Unreadable
from .rights import may_export, require_import, reveal_permission
from .sheet import LEDGERS, Sheet
from .template import template

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENVELOPE = 100_000  # bytes that a form adds to its file
RECENT = 8


@signed_in("sheets.view")
def home(request: HttpRequest) -> HttpResponse:
    context = {
        "title": "台账导入导出",
        "cards": ledger_cards(request.actor),
        "batches": batch_rows(selectors.batches(request.actor)[:RECENT]),
    }
    return render(request, "sheets/home.html", context)


@signed_in("sheets.view")
def batch_list(request: HttpRequest) -> HttpResponse:
    rows = selectors.batches(request.actor)
    return BatchListing(request, rows).respond(
        context={"title": "导入批次", "crumbs": [("台账导入导出", reverse("sheets:home"))]}
    )


@require_GET
@signed_in("sheets.view")
def blank(request: HttpRequest, ledger: str) -> HttpResponse:
    """The template."""
    sheet = selectors.open_ledger(request.actor, ledger)
    return _file(template(sheet, request.actor.zone_id), f"{sheet.title}_模板.xlsx")


@signed_in("sheets.view")
def export(request: HttpRequest, ledger: str) -> HttpResponse:
    sheet = selectors.open_ledger(request.actor, ledger)
    if not may_export(request.actor, sheet):
        request.actor.require(f"{sheet.app}.export")
    form = ExportForm(_posted(request), may_reveal=request.actor.can(reveal_permission(sheet)))
    if request.method == "POST" and form.is_valid():
        full = form.cleaned_data.get("full", False)
        out = export_ledger(
            sheet=sheet, by=request.actor, purpose=form.cleaned_data["purpose"], full=full
        )
        return _file(out.content, out.name)
    context = {
        "title": f"导出{sheet.title}",
        "intro": "文件与导入时同一版式，可以改好再导入；打了星号的单元格不会改动原有内容。",
        "form": form,
        "submit": "导出",
        "cancel_url": reverse("sheets:home"),
        "crumbs": [("台账导入导出", reverse("sheets:home"))],
    }
    return render(request, "sheets/export.html", context)


@csrf_exempt  # the token is checked below, after the size: reading a body to find it takes it in
@signed_in("sheets.view")
def upload(request: HttpRequest, ledger: str) -> HttpResponse:
    """Refuses what is too large before anything of it is read."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BYTES + ENVELOPE:
        sheet = _importable(request, ledger)
        return _upload_page(request, sheet, UploadForm(), Unreadable(TOO_LARGE), status=413)
    return _upload(request, ledger)


@csrf_protect
def _upload(request: HttpRequest, ledger: str) -> HttpResponse:
    sheet = _importable(request, ledger)
    form = UploadForm(_posted(request), request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _upload_page(request, sheet, form)
    file = form.cleaned_data["file"]
    try:
        if file.size > MAX_BYTES:
            raise Unreadable(TOO_LARGE)
        content = file.read()
        digest = hashlib.sha256(content).hexdigest()
        batch = steps.upload(
            sheet=sheet, name=file.name, content=content, sha256=digest, by=request.actor
        )
    except Refusal as refusal:
        return _upload_page(request, sheet, form, refusal, status=refusal.status)
    return redirect("sheets:batch", pk=batch.pk)


def _importable(request: HttpRequest, ledger: str) -> Sheet:
    sheet = selectors.open_ledger(request.actor, ledger)
    require_import(request.actor, sheet)
    return sheet


def _upload_page(
    request: HttpRequest,
    sheet: Sheet,
    form: UploadForm,
    refusal: Refusal | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "title": f"导入{sheet.title}",
        "intro": sheet.intro,
        "form": form,
        "refusal": refusal,
        "submit": "上传并检查",
        "sheet": sheet,
        "cancel_url": reverse("sheets:home"),
        "crumbs": [("台账导入导出", reverse("sheets:home"))],
    }
    return render(request, "sheets/upload.html", context, status=status)


@signed_in("sheets.view")
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a batch stands: progress, preview or result."""
    found = selectors.batch(request.actor, pk)
    context = batch_context(found, request.GET.get("tab", ""))
    if getattr(request, "htmx", False) and request.htmx.target == "progress" and context["running"]:
        return render(request, "ui/_progress.html", context["progress"])
    response = render(request, "sheets/batch.html", context)
    if getattr(request, "htmx", False) and request.htmx.target == "progress":
        response["HX-Refresh"] = "true"
    return response


@signed_in("sheets.view")
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """The mapping step."""
    found = selectors.batch(request.actor, pk)
    if found.status != found.Status.READY:
        return redirect("sheets:batch", pk=pk)
    sheet, table = LEDGERS[found.ledger], steps.table_of(found)
    mapped = sheet.recogniser.map(table.headers, steps.chosen(found, table))
    form = ColumnsForm(_posted(request), sheet=sheet, table=table, mapped=mapped)
    if request.method == "POST" and form.is_valid():
        steps.recheck(batch=found, mapping=form.mapping(), by=request.actor)
        return redirect("sheets:batch", pk=pk)
    context = {
        "title": "对应列",
        "intro": f"“{found.file_name}”里的每一列是{sheet.title}的哪一列？选好后会记住，下次同样的表头不用再选。",
        "form": form,
        "submit": "按此重新检查",
        "cancel_url": reverse("sheets:batch", args=[pk]),
        "crumbs": [("台账导入导出", reverse("sheets:home"))],
    }
    return render(request, "ui/form.html", context)


@require_POST
@signed_in("sheets.view")
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.batch(request.actor, pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        raise Refusal("请选择导入全部行，还是只导入没有错的行。", field="rows")
    steps.confirm(batch=found, good_rows=form.cleaned_data["rows"] == "good", by=request.actor)
    return redirect("sheets:batch", pk=pk)


@require_POST
@signed_in("sheets.view")
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    steps.drop(batch=selectors.batch(request.actor, pk), by=request.actor)
    messages.info(request, "已放弃，没有写入任何一行，文件已删除。")
    return redirect("sheets:home")


@require_GET
@signed_in("sheets.view")
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The report workbook; it may hold personal data in full, so taking it is on record."""
    found = selectors.batch(request.actor, pk)
    if not found.report:
        raise Http404
    record(by=request.actor, verb="sheets.report", target=found, label=found.file_name)
    stem = found.file_name.rsplit(".", 1)[0]
    return _file(vault.read(found.report), f"{stem}_检查结果.xlsx")


@signed_in("sheets.view")
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.batch(request.actor, pk)
    sheet = LEDGERS[found.ledger]
    if request.method == "POST":
        undone = actions.undo(batch_id=pk, by=request.actor)
        level = messages.WARNING if undone.kept else messages.SUCCESS
        messages.add_message(request, level, undone.sentence(sheet))
        return redirect("sheets:batch", pk=pk)
    counts = found.counts
    context = {
        "title": "撤销这一批导入",
        "question": f"把“{found.file_name}”导入的内容退回去？",
        "consequences": [
            f"新增的 {counts.get('created', 0):,} 条会删除；导入后又被改动或已被引用的保留。",
            f"变更的 {counts.get('updated', 0):,} 条恢复原值；导入后又被改动的保留现值。",
            "撤销本身也记入审计日志。",
        ],
        "submit": "撤销",
        "danger": True,
        "cancel_url": reverse("sheets:batch", args=[pk]),
    }
    return render(request, "ui/confirm.html", context)


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _file(content: bytes, name: str) -> FileResponse:
    response = FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type=XLSX)
    response["Cache-Control"] = "no-store"
    return response
