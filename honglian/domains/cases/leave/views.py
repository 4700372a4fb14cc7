"""Leaves: who stands in for whom in my department."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from honglian.foundation.access.api import signed_in
from honglian.foundation.workflow.api import once
from honglian.ui.answering import answer

from ..states import DELEGATION
from . import actions, selectors
from .forms import LeaveForm

CRUMBS = [("企业吹哨", "cases:index"), ("委托代办", "cases:leave")]
SHOWN = 100


def _crumbs(depth: int) -> list[tuple[str, str]]:
    return [(name, reverse(address)) for name, address in CRUMBS[:depth]]


@signed_in("cases.handle")
def index(request: HttpRequest) -> HttpResponse:
    found = list(selectors.delegations(request.actor)[:SHOWN])
    rows = [
        (row, DELEGATION.state(row.state), _mine(request, row) and row.state != "ended")
        for row in found
    ]
    context = {"title": "委托代办", "crumbs": _crumbs(1), "rows": rows}
    return render(request, "cases/leave.html", context)


def _mine(request: HttpRequest, row) -> bool:
    return row.absent_id == request.actor.user_id


@signed_in("cases.handle")
@once
def new(request: HttpRequest) -> HttpResponse:
    form = LeaveForm(request.POST or None, actor=request.actor)

    def act() -> str:
        row = actions.delegate(by=request.actor, **form.values())
        begun = row.state == "running"
        messages.success(
            request, "已委托，在办工单已转过去。" if begun else "已登记，到那天自动转。"
        )
        return reverse("cases:leave")

    context = {
        "title": "委托同事代办",
        "intro": "请假、出差期间，您在办的工单由本部门同事代办，时限不变；结束后没办完的自动转回。",
        "submit": "委托",
        "cancel_url": reverse("cases:leave"),
        "crumbs": _crumbs(2),
    }
    return answer(request, form, act, context)


@signed_in("cases.handle")
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    actions.end_delegation(delegation_id=pk, by=request.actor)
    messages.success(request, "已结束，没办完的工单已转回给您。")
    return redirect("cases:leave")
