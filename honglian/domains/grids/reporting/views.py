"""Pages of grid events: list, the report from a telephone, one event, a form a step."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib import messages
from django.db.models import BooleanField, Case, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.foundation.files.api import attachments_of
from honglian.foundation.workflow.api import once, timeline
from honglian.kit import slots
from honglian.kit.actor import Actor
from honglian.ui.answering import answer
from honglian.ui.offline import filled_in, offline_form, offline_page

from .. import selectors
from ..models import Grid, GridEvent
from ..touches import last_touch, touched_q
from . import actions, reach
from .clocks import KIND_NAMES
from .forms import ReportForm
from .listing import EventListing
from .matters import matter_name, topics
from .states import REPORT
from .steps import MAIN, STEPS, offered

MOST_SHOWN = 60
TONES = {
    "reject": "overdue",
    "reopen": "overdue",
    "refuse": "stopped",
    "verify": "done",
    "settle": "done",
}


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    home = ("产业网格", reverse("grids:index"))
    return [home, ("网格事项", reverse("grids:events")), *more]


@signed_in("grids.view")
def index(request: HttpRequest) -> HttpResponse:
    actor = request.actor

    def log(count: int) -> None:
        note = f"导出网格事项 {count} 行，条件：{request.GET.urlencode() or '无'}"
        record(by=actor, verb="gridevents.export", target_kind="grids.gridevent", note=note)

    context = {
        "title": "网格事项",
        "intro": "党建、服务、安全、政策四类：能当场办的当场办，企业的难题转吹哨，其余分拨到部门。",
        "crumbs": _crumbs()[:1],
        "may_report": actor.can(REPORT),
        "empty_url": reverse("grids:event_new") if actor.can(REPORT) else "",
        "empty_action": "上报一件",
    }
    return EventListing(request, selectors.events(actor)).respond(
        "grids/events.html", context, on_export=log
    )


@signed_in(REPORT)
@offline_form
@once
def new(request: HttpRequest) -> HttpResponse:
    """The report: made for a telephone, in few taps, with or without a network."""
    actor = request.actor
    initial = {"enterprise": request.GET.get("enterprise", "")}
    form = ReportForm(request.POST or None, request.FILES or None, actor=actor, initial=initial)

    def act() -> str:
        when = filled_in(request)
        event = actions.report(
            by=actor, at=when.at, remark=when.remark, key=_key(request), **form.facts()
        )
        messages.success(request, said_after(event))
        return reverse("grids:event", args=[event.pk])

    context = {
        "title": "上报",
        "intro": "不用打卡，不用拍照，说清楚是哪家、什么事就行。没有网络也能填，联网后自动发送。",
        "submit": "上报",
        "cancel_url": reverse("grids:mine"),
        "crumbs": [("我的网格", reverse("grids:mine"))],
        "topics": topics(),
    }
    return answer(request, form, act, context, "grids/event_new.html")


def _key(request: HttpRequest) -> str:
    """The form's token with what was said: the same sent twice is one, a changed one another."""
    token = request.POST.get("once", "")[:36]
    told = [request.POST.get(name, "") for name in ("enterprise", "matter_code", "text", "handled")]
    digest = hashlib.sha256("\0".join(told).encode()).hexdigest()
    return f"{token}:{digest[:24]}" if token else ""


@signed_in(REPORT)
@offline_page
def mine(request: HttpRequest) -> HttpResponse:
    """What a grid member opens before going out: whom to see first, what waits; kept on the telephone."""
    actor = request.actor
    served = Grid.rows.filter(pk__in=reach.served_grids(actor)).select_related("chain")
    firms = selectors.with_touch(reach.enterprises(actor).filter(is_in_park=True))
    firms = firms.annotate(
        touched=Case(
            When(touched_q(selectors.stale_days(actor)), then=True),
            default=False,
            output_field=BooleanField(),
        )
    ).order_by("touched", "-is_key", "name")
    own = selectors.events(actor).filter(reporter_id=actor.user_id)
    context = {
        "title": "我的网格",
        "grids": served,
        "firms": [(firm, last_touch(firm)) for firm in firms[:MOST_SHOWN]],
        "whole": firms.count(),
        "shown": MOST_SHOWN,
        "days": selectors.stale_days(actor),
        "waiting": own.filter(state="verifying").order_by("due_at")[:20],
        "recent": own.exclude(state="verifying").order_by("-pk")[:10],
    }
    return render(request, "grids/mine.html", context)


def said_after(event: GridEvent) -> str:
    """What becomes of a report, in a sentence."""
    if event.on_the_spot:
        return "已记下，当场办好的不用再跟。"
    if event.state == "cased":
        return f"已转企业吹哨，编号 {event.case_number}。"
    return f"已上报，编号 {event.number}，由网格长立案分拨。"


@signed_in("grids.view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    event = selectors.event(request.actor, pk)
    return render(request, "grids/event.html", page(request.actor, event))


def page(actor: Actor, event: GridEvent) -> dict[str, Any]:
    files = attachments_of(event, internal=True)
    line = event.item
    done = event.state_info.final
    return {
        "title": event.text if len(event.text) <= 60 else f"{event.text[:60]}…",
        "subtitle": f"{event.number} · {event.get_topic_display()} · {matter_name(event.matter)}",
        "event": event,
        "state": event.state_info,
        "crumbs": _crumbs(),
        "holder": line.holder_name if line and not line.closed_at else "",
        "due_what": KIND_NAMES.get(event.due_kind, ""),
        "due_at": None if done else event.due_at,
        "steps": [
            (
                s,
                reverse("grids:event_step", args=[event.pk, s.verb]),
                s.verb == MAIN.get(event.state),
            )
            for s in offered(actor, event)
        ],
        "same": selectors.same_matters(event) if event.state == "collected" else [],
        "panels": slots.panels("grids.event", actor, event),
        "loose_files": [f for f in files if f.event_id is None],
        "fact_pairs": _facts(actor, event),
        "may_see_firm": event.enterprise_id
        and Enterprise.objects.visible_to(actor).filter(pk=event.enterprise_id).exists(),
        "may_see_grid": event.grid_id
        and Grid.objects.visible_to(actor).filter(pk=event.grid_id).exists(),
        "events": _lines(event, files),
    }


def _lines(event: GridEvent, files: list) -> list[dict[str, Any]]:
    by_line: dict[int | None, list[tuple[str, str]]] = {}
    for one in files:
        by_line.setdefault(one.event_id, []).append((one.name, one.get_absolute_url()))
    return [
        {
            "at": e.at,
            "title": e.name,
            "actor_name": e.actor_name,
            "text": e.text,
            "tone": TONES.get(e.verb, ""),
            "files": by_line.get(e.pk, []),
        }
        for e in timeline(event.item_id, internal=True)
    ]


def _facts(actor: Actor, event: GridEvent) -> list[tuple[str, Any]]:
    pairs = [
        ("采集人", event.reporter_name),
        ("位置", event.place),
        ("等级", "紧急" if event.level == "L1" else "一般"),
        ("承办单位", event.department.name if event.department else ""),
        ("处置时限", event.limits.get("handle", "")),
        ("处置人", event.handler_name),
        ("核查人", event.verifier_name),
        ("退单", f"{event.rejected} 次" if event.rejected else ""),
        ("退回处置", f"{event.reopened} 次" if event.reopened else ""),
    ]
    return [(label, value) for label, value in pairs if value]


@signed_in("grids.view")
@once
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One step on an event. The action itself asks for the permission of its step."""
    event, wanted = selectors.event(request.actor, pk), STEPS.get(verb)
    if wanted is None:
        raise Http404(verb)
    request.actor.require(wanted.permission)
    form = wanted.form(request.POST or None, request.FILES or None, event=event)
    if request.method == "POST" and not form.fields:
        form.is_bound, form.data = True, request.POST
    back = reverse("grids:event", args=[pk])

    def act() -> str:
        wanted.act(event_id=pk, by=request.actor, **form.facts())
        messages.success(request, wanted.said)
        return back

    context = {
        "title": wanted.name,
        "intro": f"{event.text} {wanted.intro}".strip(),
        "submit": wanted.name,
        "cancel_url": back,
        "crumbs": _crumbs((event.number, back)),
    }
    return answer(request, form, act, context, "grids/event_step.html")
