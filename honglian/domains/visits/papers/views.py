"""How a document reads, and its file."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from honglian.foundation.access.api import signed_in
from honglian.foundation.documents.api import FORMATS, as_data, file_of, find
from honglian.kit import clock
from honglian.kit.errors import Refusal

from .actions import issue_paper
from .compose import KINDS, document
from .matters import issuer_of, matter_of

PAGES = {"Hazard": "visits:hazard", "Inspection": "visits:inspection", "JointVisit": "visits:visit"}


@signed_in("visits.view")
def paper(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """GET shows how the document reads; POST issues it and gives the file."""
    found = KINDS.get(kind)
    if found is None:
        raise Http404(kind)
    thing = get_object_or_404(found.thing.objects.visible_to(request.actor), pk=pk)
    back = reverse(PAGES[found.thing.__name__], args=[pk])
    wanted = request.POST.get("form", "")
    try:
        if request.method == "POST" and wanted in FORMATS:
            given, made = issue_paper(kind=kind, thing_id=pk, by=request.actor)
            return file_of(made, wanted, f"{found.name}_{given.number}")
        compose = document(found, thing, issuer_of(found, thing))
    except Refusal as no:
        if no.status == 403:
            raise
        messages.warning(request, no.message)
        return redirect(back)
    given = find(matter_of(found, thing))
    if given is None and not request.actor.can(found.permission):
        # What has not been issued is nobody's business but the issuer's.
        messages.warning(request, f"{found.name}还没有制发。")
        return redirect(back)
    number, day = (given.number, given.issued_on) if given else ("（生成时编号）", clock.today())
    context = {
        "title": f"{found.name}：{thing.enterprise.name}", "kind": found, "paper": given, "back": back,
        "sheet": as_data(compose(number, day)), "formats": FORMATS.items(),
        "crumbs": [(str(thing), back)],
    }  # fmt: skip
    return render(request, "visits/paper.html", context)
