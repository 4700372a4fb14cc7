"""Pages of decisions: all of them, one of them, a form a step."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.foundation.workflow.api import once, timeline
from honglian.kit.actor import Actor

from ...answering import answer
from .. import selectors
from ..listing import DecisionListing
from ..models import Decision
from ..steps import DECISION_STEPS, offered_on
from .meetings import home


@signed_in("partylife.view")
def index(request: HttpRequest) -> HttpResponse:
    rows = selectors.decisions(request.actor)

    def log(count: int) -> None:
        note = f"导出决议 {count} 行，条件：{request.GET.urlencode() or '无'}"
        record(by=request.actor, verb="meetings.export_list", target_kind="decisions", note=note)

    context = {
        "title": "决议落实",
        "intro": "会上定的事，谁负责、什么时候完成、办成了什么。",
        "crumbs": home(),
    }
    return DecisionListing(request, rows).respond(context=context, on_export=log)


@signed_in("partylife.view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.decision(request.actor, pk)
    return render(request, "partylife/decision.html", page(request.actor, found))


def page(actor: Actor, found: Decision) -> dict[str, Any]:
    line = found.item
    steps = [
        (s, reverse("partylife:decision_step", args=[found.pk, s.verb]))
        for s in offered_on(actor, found)
    ]
    return {
        "title": found.text,
        "subtitle": f"{found.meeting.number}-{found.no} · {found.branch.name}",
        "decision": found,
        "state": found.state_info,
        "crumbs": [
            *home(),
            (found.meeting.topic, reverse("partylife:meeting", args=[found.meeting_id])),
        ],
        "holder": line.holder_name if line and not line.closed_at else "",
        "due_at": line.due_at if line and not line.closed_at else None,
        "steps": steps,
        "fact_pairs": _facts(found),
        "events": _events(found),
    }


def _facts(found: Decision) -> list[tuple[str, Any]]:
    vote = ""
    if found.passed is not None:
        vote = f"应到 {found.entitled}，到会 {found.voters}，赞成 {found.in_favour}"
        vote += f"，反对 {found.against or 0}，弃权 {found.abstained or 0}"
    pairs = [
        ("会议", str(found.meeting)),
        ("会议日期", f"{found.meeting.day:%Y-%m-%d}"),
        ("表决", vote),
        ("负责人", found.owner),
        ("完成期限", found.due_on and f"{found.due_on:%Y-%m-%d}"),
        ("办结日期", found.done_on and f"{found.done_on:%Y-%m-%d}"),
        ("办理结果", found.result),
    ]
    return [(label, value) for label, value in pairs if value]


def _events(found: Decision) -> list[dict[str, Any]]:
    if not found.item_id:
        return []
    root = found.item.root_id or found.item_id
    return [
        {"at": e.at, "title": e.name, "actor_name": e.actor_name, "text": e.text}
        for e in timeline(root, internal=True)
        if e.item_id == found.item_id
    ]


@signed_in("partylife.view")
@once
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One step on a decision. The action itself asks for the permission of its step."""
    found, wanted = selectors.decision(request.actor, pk), DECISION_STEPS.get(verb)
    if wanted is None:
        raise Http404(verb)
    request.actor.require(wanted.permission)
    form = wanted.form(request.POST or None, decision=found, actor=request.actor)
    back = reverse("partylife:decision", args=[pk])

    def act() -> str:
        wanted.act(decision_id=pk, by=request.actor, **form.facts())
        messages.success(request, wanted.said)
        return back

    context = {
        "title": wanted.name,
        "intro": f"决议：{found.text}",
        "submit": wanted.name,
        "cancel_url": back,
        "crumbs": [*home(), (found.text, back)],
    }
    return answer(request, form, act, context)
