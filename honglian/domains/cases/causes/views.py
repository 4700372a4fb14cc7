"""Pages of common causes: the list, one cause, and what is decided about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.foundation.jobs.api import enqueue
from honglian.foundation.workflow.api import once, timeline
from honglian.foundation.zones.api import config_of
from honglian.ui.answering import answer

from ..taskforces.selectors import of_cause
from . import actions, selectors
from .forms import FORMS
from .listing import CauseListing
from .models import CommonCause
from .states import CAUSE

SAID = {"take": "已交责任部门。", "dismiss": "已记下，不作为共性问题。", "finish": "已办结。"}
CRUMBS = ("企业吹哨", "cases:index")


@signed_in("cases.supervise")
def index(request: HttpRequest) -> HttpResponse:
    listing = CauseListing(request, selectors.causes(request.actor))

    def log(count: int) -> None:
        record(by=request.actor, verb="cases.export", target_kind=actions.KIND, note=f"{count} 类")

    context = {
        "title": "共性问题",
        "intro": "几家企业反复说的同一件事，从原因上办一次。是不是同一件事，由您决定。",
        "crumbs": [(CRUMBS[0], reverse(CRUMBS[1]))],
    }
    return listing.respond("cases/causes.html", context, on_export=log)


@signed_in("cases.supervise")
@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """Look again now; the work is done in the background."""
    enqueue("cases.causes", zone_id=request.actor.zone_id)
    messages.success(request, "正在把一年里的诉求放在一起比，一般一分钟内有结果，请稍后刷新。")
    return redirect("cases:causes")


@signed_in("cases.view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.cause(request.actor, pk)
    visible = list(selectors.cases_of(request.actor, found)[:200])
    events = timeline(found.item_id, internal=True) if found.item_id else []
    context: dict[str, Any] = {
        "title": found.title,
        "subtitle": f"{found.size} 件诉求，{found.enterprises} 家企业",
        "crumbs": [(CRUMBS[0], reverse(CRUMBS[1])), ("共性问题", reverse("cases:causes"))],
        "cause": found,
        "state": found.shown_state,
        "holder": found.department.name if found.state == "taken" else "",
        "due_at": found.item.due_at if found.item else None,
        "moves": list(selectors.offered(request.actor, found)),
        "rows": visible,
        "hidden": found.size - len(visible),
        "months": selectors.by_month(request.actor, found),
        "fact_pairs": _facts(found),
        "task_forces": of_cause(request.actor, found),
        "events": [
            {"at": e.at, "title": e.name, "actor_name": e.actor_name, "text": e.text}
            for e in events
        ],
    }
    return render(request, "cases/cause.html", context)


def _facts(found: CommonCause) -> list[tuple[str, object]]:
    names = {c.code: c.name for c in config_of(found.zone_id).categories}
    pairs = [
        ("共同的说法", "、".join(found.words)),
        ("类别", names.get(found.category, "")),
        ("产业链", found.chain.name if found.chain else ""),
        ("近 90 天", f"{found.recent} 件"),
        ("相似程度", f"{found.likeness:.0%}"),
        ("整改措施", found.measure),
        ("责任部门", found.department.name if found.department else ""),
        ("完成期限", found.due_on),
        ("办结结果", found.result),
        ("理由", found.reason),
    ]
    return [(label, value) for label, value in pairs if value]


@signed_in("cases.view")
@once
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Take it up, set it aside or finish it; a refusal stands beside its field."""
    found = selectors.cause(request.actor, pk)
    if verb not in FORMS:
        raise Http404(verb)
    move = next(m for m in CAUSE.transitions if m.verb == verb)
    if move.verb not in {m.verb for m in CAUSE.moves_from(found.state)} and request.method == "GET":
        messages.warning(request, f"目前是“{found.shown_state.name}”，不能“{move.name}”。")
        return redirect("cases:cause", pk)
    if not (request.actor.can(move.permission) or request.actor.can("cases.supervise")):
        request.actor.require(move.permission)
    form = FORMS[verb](request.POST or None, actor=request.actor)
    back = reverse("cases:cause", args=[pk])

    def act() -> str:
        getattr(actions, verb)(cause_id=pk, by=request.actor, **form.cleaned_data)
        messages.success(request, SAID[verb])
        return back

    context = {
        "title": f"{move.name}：{found.title}",
        "submit": move.name,
        "cancel_url": back,
        "crumbs": [("共性问题", reverse("cases:causes"))],
    }
    return answer(request, form, act, context)
