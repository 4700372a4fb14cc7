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

from .. import actions
from ..forms import ReportForm


@signed_in("cases.create")
@once
def new(request: HttpRequest) -> HttpResponse:
    """What happened; who and where are known or may stay open."""
    posted = request.method == "POST"
    form = ReportForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        actor=request.actor,
        initial={"enterprise": request.GET.get("enterprise") or None},
    )
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


def _thanks(request: HttpRequest, done: actions.Reported) -> HttpResponse:
    messages.success(request, f"已收到，编号 {done.case.number}。")
    if done.code:
        messages.info(request, f"查询码 {done.code}，请告诉来电人；只显示这一次。")
    return redirect("cases:detail", done.case.number)
