"""Documents of cases: preview, download, many at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from honglian.foundation.access.api import signed_in
from honglian.foundation.documents.api import FORMATS, as_data, file_of, respond
from honglian.kit import clock
from honglian.kit.errors import NotAllowed, Refusal
from honglian.ui.answering import beside
from honglian.ui.lists import selected_ids

from .. import selectors as cases
from . import selectors
from .actions import issue_paper
from .forms import BulkForm, FormatForm
from .kinds import KINDS
from .many import MOST, archive


@signed_in("cases.view")
def paper(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """GET shows how the document reads; POST issues it and gives the file."""
    found = selectors.kind_of(kind)
    case = selectors.visible_case(request.actor, number)
    of = _whole(request.GET.get("of"))
    form = FormatForm(request.POST or None, actor=request.actor)
    try:
        if request.method == "POST" and form.is_valid():
            asked = dict(form.cleaned_data)
            wanted = asked.pop("form")
            given, document = issue_paper(
                number=number, kind=kind, of=of, by=request.actor, **asked
            )
            return file_of(document, wanted, f"{found.name}_{given.number}_{case.number}")
        document, given = selectors.preview(case, found, of)
    except Refusal as no:
        if no.status == 403:
            raise
        messages.warning(request, f"{no.message}{no.hint}")
        return redirect("cases:detail", number)
    context = {
        "title": f"{found.name}：{case.title}",
        "kind": found,
        "case": case,
        "paper": given,
        "sheet": as_data(document),
        "form": form,
        "formats": FORMATS.items(),
        "may": given is not None or request.actor.can(found.permission),
        "crumbs": [
            ("企业吹哨", reverse("cases:index")),
            (case.number, reverse("cases:detail", args=[case.number])),
        ],
    }
    return render(request, "cases/paper.html", context)


@signed_in("cases.view")
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """The ticked cases' documents in one archive: asks which, then gives the file."""
    ids = selected_ids(request)
    form = BulkForm(request.POST if "kind" in request.POST else None, actor=request.actor)
    if not form.fields["kind"].choices:
        raise NotAllowed
    rows = cases.cases(request.actor).filter(pk__in=ids).order_by("number")
    if not ids:
        messages.warning(request, "没有勾选诉求，请先勾选。")
        return redirect("cases:index")
    refusal = None
    if form.is_valid():
        kind, wanted = KINDS[form.cleaned_data["kind"]], form.cleaned_data["form"]
        try:
            numbers = list(rows.values_list("number", flat=True))
            content, _ = archive(numbers, kind, wanted, by=request.actor)
            name = f"{kind.name}_{clock.today():%Y%m%d}.zip"
            return respond(content, "application/zip", name)
        except Refusal as no:
            refusal = beside(form, no)
    context = {
        "title": "批量生成单据",
        "question": f"给勾选的 {len(ids)} 件诉求各生成一份单据，装在一个压缩包里（一次最多 {MOST} 件）：",
        "consequences": list(rows.values_list("title", flat=True)[:10]),
        "form": form,
        "refusal": refusal,
        "ids": ids,
        "submit": "生成",
        "cancel_url": reverse("cases:index"),
    }
    return render(request, "cases/papers_bulk.html", context, status=422 if refusal else 200)


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() and len(text) < 18 else None
