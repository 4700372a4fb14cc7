"""Pages of meetings: the list, one meeting, a form a step, the notice and the minutes on paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.foundation.files.api import attachments_of
from honglian.foundation.workflow.api import once, timeline
from honglian.kit.actor import Actor
from honglian.ui.format import number, percent

from ...answering import answer
from .. import actions, notices, selectors
from ..forms import PlanForm
from ..kinds import KINDS
from ..listing import MeetingListing
from ..models import Meeting
from ..steps import MEETING_STEPS, main_step, offered, offered_on

CRUMB = "组织生活"


def home() -> list[tuple[str, str]]:
    return [(CRUMB, reverse("partylife:meetings"))]


@signed_in("partylife.view")
def index(request: HttpRequest) -> HttpResponse:
    rows = selectors.meetings(request.actor)

    def log(count: int) -> None:
        note = f"导出会议活动 {count} 行，条件：{request.GET.urlencode() or '无'}"
        record(by=request.actor, verb="meetings.export_list", target_kind="meetings", note=note)

    actor = request.actor
    context = {
        "title": "组织生活",
        "intro": "三会一课、主题党日和谈心谈话：计划、通知、到会、记录、决议。不打卡、不计分、不强制拍照。",
        "may_edit": actor.can("partylife.edit"),
        "may_import": actor.can("meetings.import"),
        "may_sheet": actor.can("meetings.export"),
        "empty_url": reverse("partylife:meeting_kinds"),
        "empty_action": "计划会议",
    }
    return MeetingListing(request, rows).respond("partylife/meetings.html", context, on_export=log)


@signed_in("partylife.edit")
def kinds(request: HttpRequest) -> HttpResponse:
    """Which meeting is it to be? One large button a kind."""
    query = f"?branch={request.GET['branch']}" if request.GET.get("branch", "").isdigit() else ""
    context = {
        "title": "计划会议",
        "intro": "选会议类型。已经开过的也从这里登记，日期选当天。",
        "crumbs": home(),
        "kinds": [
            (kind, reverse("partylife:meeting_new", args=[kind.code]) + query)
            for kind in KINDS.values()
        ],
    }
    return render(request, "partylife/meeting_kinds.html", context)


@signed_in("partylife.edit")
@once
def new(request: HttpRequest, kind: str) -> HttpResponse:
    known = KINDS.get(kind)
    if known is None:
        raise Http404(kind)
    wanted = request.GET.get("branch", "")
    branch = int(wanted) if wanted.isdigit() and len(wanted) < 19 else None
    form = PlanForm(request.POST or None, actor=request.actor, kind=known, branch=branch)

    def act() -> str:
        found = actions.plan(kind=kind, by=request.actor, **form.facts())
        messages.success(request, "已计划，接下来发通知。")
        return reverse("partylife:meeting", args=[found.pk])

    context = {
        "title": f"计划：{known.name}",
        "intro": form.branch.name if form.branch else "",
        "submit": "保存计划",
        "cancel_url": reverse("partylife:meetings"),
        "crumbs": home(),
    }
    return answer(request, form, act, context)


@signed_in("partylife.view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.meeting(request.actor, pk)
    return render(request, "partylife/meeting.html", page(request.actor, found))


def page(actor: Actor, found: Meeting) -> dict[str, Any]:
    files = attachments_of(found, internal=True)
    steps = offered(actor, found)
    main = main_step(found, steps)
    line = found.item
    share, rest, rest_all = selectors.attendance(found)
    return {
        "title": found.topic,
        "subtitle": f"{found.kind_info.name} · {found.branch.name}",
        "meeting": found,
        "state": found.state_info,
        "crumbs": home(),
        "holder": line.holder_name if line and not line.closed_at else "",
        "due_at": line.due_at if line and not line.closed_at else None,
        "steps": [
            (s, reverse("partylife:meeting_step", args=[found.pk, s.verb]), s.verb == main)
            for s in steps
        ],
        "warnings": selectors.warnings(found),
        "decisions": [
            (d, _steps_on(actor, d)) for d in found.decisions.select_related("meeting", "item")
        ],
        "absent": [s for s in found.seats.all() if s.counts and not s.present],
        "share": share,
        "rest": f"{rest}/{rest_all}" if rest_all else "",
        "files": files,
        "fact_pairs": facts(found),
        "outcome": outcome(found),
        "events": events(found),
    }


def _steps_on(actor: Actor, decision: Any) -> list[tuple[Any, str]]:
    return [
        (s, reverse("partylife:decision_step", args=[decision.pk, s.verb]))
        for s in offered_on(actor, decision)
        if s.main
    ]


def events(found: Meeting) -> list[dict[str, Any]]:
    if not found.item_id:
        return []
    return [
        {"at": e.at, "title": e.name, "actor_name": e.actor_name, "text": e.text}
        for e in timeline(found.item_id, internal=True)
    ]


def facts(found: Meeting) -> list[tuple[str, Any]]:
    held = found.held_on
    pairs = [
        ("会议类型", found.kind_info.name),
        ("党小组", found.group.name if found.group else ""),
        (
            "召开日期" if held else "计划时间",
            notices.when(found) if not held else f"{held:%Y-%m-%d}",
        ),
        ("地点", found.place),
        ("主持人", found.host),
        ("记录人", found.recorder),
        ("主讲人", found.speaker),
        ("记录日期", found.minuted_on and f"{found.minuted_on:%Y-%m-%d}"),
        ("确认", found.confirmed_by and f"{found.confirmed_by} {found.confirmed_on:%Y-%m-%d}"),
        ("改期", f"{found.put_off} 次" if found.put_off else ""),
        ("编号", found.number),
    ]
    return [(label, value) for label, value in pairs if value]


def outcome(found: Meeting) -> list[tuple[str, Any]]:
    """What a themed day did for the business, as label and value."""
    result = ""
    if found.result_value is not None:
        before = "" if found.result_before is None else f"{number(found.result_before)} → "
        result = f"{before}{number(found.result_value)} {found.result_unit}"
    pairs = [
        ("业务主题", found.get_topic_kind_display() if found.topic_kind else ""),
        ("企业", found.enterprise.name if found.enterprise else ""),
        ("解决什么问题", found.problem),
        (found.result_name or "成效", result),
        ("依据", found.result_evidence),
        ("与业务融合事项", found.note),
    ]
    return [(label, value) for label, value in pairs if value]


@signed_in("partylife.view")
@once
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One step on a meeting. The action itself asks for the permission of its step."""
    found, wanted = selectors.meeting(request.actor, pk), MEETING_STEPS.get(verb)
    if wanted is None:
        raise Http404(verb)
    request.actor.require(wanted.permission)
    form = wanted.form(
        request.POST or None, request.FILES or None, meeting=found, actor=request.actor
    )

    def act() -> str:
        wanted.act(meeting_id=pk, by=request.actor, **form.facts())
        messages.success(request, wanted.said)
        return reverse("partylife:meeting", args=[pk])

    back = reverse("partylife:meeting", args=[pk])
    context = {
        "title": f"{wanted.name}：{found.topic}",
        "intro": wanted.intro,
        "submit": wanted.name,
        "cancel_url": back,
        "crumbs": [*home(), (found.topic, back)],
        "meeting": found,
        "notice": notices.text(found) if verb == "notice" else "",
    }
    template = {"hold": "partylife/roll.html", "notice": "partylife/notice_form.html"}.get(
        verb, "partylife/form.html"
    )
    return answer(request, form, act, context, template)


@signed_in("partylife.view")
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice's text, to be copied into a chat, printed, put up."""
    found = selectors.meeting(request.actor, pk)
    context = {
        "title": "会议通知",
        "crumbs": [*home(), (found.topic, reverse("partylife:meeting", args=[pk]))],
        "notice": notices.text(found),
    }
    return render(request, "partylife/notice.html", context)


@signed_in("partylife.view")
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes as one sheet of paper."""
    found = selectors.meeting(request.actor, pk)
    share, rest, rest_all = selectors.attendance(found)
    context = {
        "title": f"{found.kind_info.name}记录",
        "crumbs": [*home(), (found.topic, reverse("partylife:meeting", args=[pk]))],
        "meeting": found,
        "decisions": found.decisions.all(),
        "outcome": outcome(found),
        "share": percent(share) if share is not None else "",
        "rest": f"{rest}/{rest_all}" if rest_all else "",
    }
    return render(request, "partylife/minutes.html", context)
