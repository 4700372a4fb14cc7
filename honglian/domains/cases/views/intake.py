"""Blowing the whistle with an account: one big form, phone first."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.access.api import signed_in
from honglian.foundation.workflow.api import once
from honglian.kit.errors import NotAllowed, Refusal
from honglian.kit.search import search

from .. import actions
from ..forms import ReportForm

SHORTEST = 2  # characters before suggesting
MOST_SUGGESTED = 12


@signed_in("cases.create")
@once
def new(request: HttpRequest) -> HttpResponse:
    """What happened; who and where are known or may stay open."""
    posted = request.method == "POST"
    form = ReportForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        actor=request.actor,
        initial={"enterprise_name": _asked_about(request)},
    )
    form.fields["text"].widget.attrs |= _while_typing()
    refusal = None
    if posted and form.is_valid():
        try:
            done = actions.report(by=request.actor, **form.values())
        except NotAllowed:
            raise
        except Refusal as no:
            refusal = None if no.field in form.fields else no
            if refusal is None:
                form.add_error(no.field, no.message)
        else:
            return _thanks(request, done)
    own = (
        Enterprise.objects.visible_to(request.actor).filter(pk=request.actor.enterprise_id).first()
    )
    context = {
        "title": "吹哨",
        "intro": own.name if own else "有难题就说，部门来报到。",
        "form": form,
        "refusal": refusal,
        "submit": "吹哨",
        "cancel_url": reverse("cases:index"),
        "draft": "whistle",
    }
    status = 422 if refusal or (posted and form.errors) else 200
    return render(request, "cases/new.html", context, status=status)


def _while_typing() -> dict[str, str]:
    """With scripts, what was told before appears under the text."""
    return {
        "hx-post": reverse("cases:duplicates"),
        "hx-trigger": "input changed delay:500ms",
        "hx-target": "#told-before",
        "hx-swap": "innerHTML",
        "hx-sync": "this:replace",
    }


def _asked_about(request: HttpRequest) -> str:
    """The name of the enterprise whose page sent the person here."""
    pk = request.GET.get("enterprise", "")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return ""
    rows = Enterprise.objects.visible_to(request.actor).filter(pk=int(pk))
    return rows.values_list("name", flat=True).first() or ""


@signed_in("cases.create")
def suggest(request: HttpRequest) -> HttpResponse:
    """Options for what is being typed: a few enterprises within scope."""
    typed = (request.GET.get("enterprise_name") or request.GET.get("enterprise") or "").strip()
    found = ()
    if len(typed) >= SHORTEST:
        found = search(Enterprise.objects.visible_to(request.actor), typed[:64])
        found = found.order_by("name").values_list("name", "uscc")[:MOST_SUGGESTED]
    return render(request, "cases/_suggestions.html", {"found": found})


def _thanks(request: HttpRequest, done: actions.Reported) -> HttpResponse:
    messages.success(request, f"已收到，编号 {done.case.number}。")
    if done.code:
        messages.info(request, f"查询码 {done.code}，请告诉来电人；只显示这一次。")
    return redirect("cases:detail", done.case.number)
