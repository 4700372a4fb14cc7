"""Pages of task forces."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from honglian.foundation.access.api import signed_in
from honglian.foundation.audit.api import record
from honglian.foundation.workflow.api import once, timeline
from honglian.ui.answering import answer

from ..causes import selectors as causes
from . import actions, forms, selectors
from .listing import TaskForceListing
from .models import TaskForce
from .rights import runs
from .states import FORCE

CRUMB = ("专班", "cases:taskforces")


def _crumbs(force: TaskForce | None = None) -> list[tuple[str, str]]:
    found = [(CRUMB[0], reverse(CRUMB[1]))]
    if force:
        found.append((force.name, reverse("cases:taskforce", args=[force.pk])))
    return found


@signed_in("taskforces.view")
def index(request: HttpRequest) -> HttpResponse:
    listing = TaskForceListing(request, selectors.task_forces(request.actor))

    def log(count: int) -> None:
        record(
            by=request.actor, verb="cases.export", target_kind=actions.KIND, note=f"{count} 个专班"
        )

    context = {
        "title": "专班",
        "intro": "复杂诉求、共性问题和重大项目，几个部门在一份计划上办，办完解散，经过留着。",
    }
    return listing.respond("cases/taskforces/index.html", context, on_export=log)


@signed_in("taskforces.lead")
@once
def new(request: HttpRequest) -> HttpResponse:
    """``?cause=`` forms it for a common cause, ``?case=`` for a demand."""
    asked = request.GET.get("cause", "")
    cause = causes.cause(request.actor, int(asked)) if asked.isascii() and asked.isdigit() else None
    initial: dict[str, Any] = {"case": request.GET.get("case", "")}
    if cause:
        initial = {"cause": cause.pk, "name": f"{cause.title[:50]}专班", "aim": cause.measure[:300]}
        initial["lead_department"] = cause.department_id
    form = forms.FormUpForm(request.POST or None, actor=request.actor, initial=initial)

    def act() -> str:
        made = actions.form_up(by=request.actor, cause=cause.pk if cause else None, **form.values())
        messages.success(request, "专班已成立。接下来加任务、加成员。")
        return reverse("cases:taskforce", args=[made.pk])

    context = {
        "title": "成立专班",
        "intro": f"针对共性问题“{cause.title}”。" if cause else "",
        "submit": "成立",
        "cancel_url": reverse("cases:cause", args=[cause.pk]) if cause else reverse(CRUMB[1]),
        "crumbs": _crumbs(),
    }
    return answer(request, form, act, context)


@signed_in("taskforces.view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    force = selectors.task_force(request.actor, pk)
    mine = runs(force, request.actor)
    events = timeline(force.item_id, internal=True)
    context = {
        "title": force.name,
        "subtitle": force.number,
        "crumbs": _crumbs(),
        "force": force,
        "state": force.shown_state,
        "holder": "" if force.shown_state.final else force.lead_department.name,
        "due_at": force.item.due_at,
        "moves": list(FORCE.moves_from(force.state, request.actor)) if mine else [],
        "runs": mine and not force.shown_state.final,
        "tasks": selectors.tasks(request.actor, force),
        "members": list(force.members.select_related("department")),
        "meetings": list(force.meetings.all()),
        "quiet": selectors.without_meeting(force),
        "fact_pairs": _facts(force),
        "events": [
            {"at": e.at, "title": e.name, "actor_name": e.actor_name, "text": e.text}
            for e in events
        ],
    }
    return render(request, "cases/taskforces/detail.html", context)


def _facts(force: TaskForce) -> list[tuple[str, object]]:
    names = "、".join(d.name for d in force.departments.all())
    pairs = [
        ("因何成立", force.get_origin_display()),
        ("项目", force.project),
        ("目标和销号标准", force.aim),
        ("组长", force.leader),
        ("牵头部门", force.lead_department.name),
        ("参加部门", names),
        ("成立日期", force.formed_on),
        ("计划完成", force.due_on),
        ("解散日期", force.dissolved_on),
        ("结果", force.result),
    ]
    return [(label, value) for label, value in pairs if value]


STEPS: dict[str, tuple[type[forms._Form], str]] = {
    "plan": (forms.PlanForm, "已加任务，责任人待办里看得到。"),
    "meet": (forms.MeetForm, "已记下例会。"),
    "enlist": (forms.EnlistForm, "已加成员。"),
    "dissolve": (forms.DissolveForm, "专班已解散，经过都留着。"),
}


@signed_in("taskforces.work")
@once
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    force = selectors.task_force(request.actor, pk)
    if verb not in STEPS:
        raise Http404(verb)
    move = next(m for m in FORCE.transitions if m.verb == verb)
    request.actor.require(move.permission)
    back = reverse("cases:taskforce", args=[pk])
    if not FORCE.allows(force.state, verb) and request.method == "GET":
        messages.warning(request, f"目前是“{force.shown_state.name}”，不能“{move.name}”。")
        return redirect(back)
    kind, said = STEPS[verb]
    form = kind(request.POST or None, actor=request.actor, force=force)

    def act() -> str:
        getattr(actions, verb)(force_id=pk, by=request.actor, **form.values())
        messages.success(request, said)
        return back

    context = {
        "title": f"{move.name}：{force.name}",
        "submit": move.name,
        "cancel_url": back,
        "crumbs": _crumbs(force),
    }
    return answer(request, form, act, context)


@signed_in("taskforces.work")
@once
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """One task is done."""
    found = selectors.task(request.actor, pk)
    back = reverse("cases:taskforce", args=[found.force_id])
    form = forms.FinishForm(request.POST or None, actor=request.actor)

    def act() -> str:
        actions.finish(task_id=pk, by=request.actor, **form.values())
        messages.success(request, "任务已完成。")
        return back

    context = {
        "title": f"完成任务：{found.text}",
        "submit": "完成",
        "cancel_url": back,
        "crumbs": _crumbs(found.force),
    }
    return answer(request, form, act, context)


@signed_in("taskforces.work")
@require_POST
def release(request: HttpRequest, pk: int, member_id: int) -> HttpResponse:
    selectors.task_force(request.actor, pk)
    actions.release(member_id=member_id, by=request.actor)
    messages.success(request, "已记下离开。")
    return redirect("cases:taskforce", pk)
