"""Documents of cases: preview, download, many at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from honglian.foundation.access.api import signed_in
from honglian.foundation.documents.api import FORMATS, as_data, file_of
from honglian.kit.errors import Refusal

from . import selectors
from .actions import issue_paper
from .forms import FormatForm


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


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() and len(text) < 18 else None
