"""Pages of the month's planning: crews, plans, one plan with its days, fixing and accepting."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from honglian.foundation.access.api import signed_in
from honglian.foundation.workflow.api import once
from honglian.kit import clock
from honglian.ui.answering import answer

from ..inspecting.models import VisitRequest
from ..inspecting.states import PLAN
from . import actions
from .affected import affected
from .building import skills_on
from .forms import CrewForm, MonthForm, ReleaseForm
from .models import Crew, MonthPlan

STATES = {"ready": "done", "accepted": "done", "failed": "stopped"}


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [("联合体检", reverse("visits:index")), ("月度排期", reverse("visits:plans")), *more]


@signed_in(PLAN)
def index(request: HttpRequest) -> HttpResponse:
    crews = Crew.objects.visible_to(request.actor).prefetch_related("departments", "officers")
    today = clock.today()
    waiting = VisitRequest.objects.visible_to(request.actor).filter(state="filed")
    context = {
        "title": "月度排期",
        "crumbs": _crumbs()[:1],
        "plans": MonthPlan.objects.visible_to(request.actor)[:30],
        "crews": [(crew, _inspecting(crew, today)) for crew in crews],
        "waiting": waiting.count(),
    }
    return render(request, "visits/plans.html", context)


def _inspecting(crew: Crew, day: Any) -> list[str]:
    """Departments that the crew could inspect for today."""
    able = {s.split(":")[1] for s in skills_on(crew, day) if s.startswith("inspection:")}
    names = {str(o.department_id): o.department for o in crew.officers.select_related("department")}
    return [str(names[pk]) for pk in sorted(able) if pk in names]


@signed_in(PLAN)
@once
def crew(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    rows = Crew.objects.visible_to(request.actor)
    found = get_object_or_404(rows, pk=pk) if pk else None
    form = CrewForm(request.POST or None, thing=found, actor=request.actor)

    def act() -> str:
        actions.save_crew(crew_id=pk, by=request.actor, **form.facts())
        messages.success(request, "小组已保存。")
        return reverse("visits:plans")

    context = {
        "title": found.name if found else "新建上门小组", "submit": "保存",
        "intro": "哪些部门的人一起去。小组里凑齐了部门，几项需求就能一次办完。",
        "cancel_url": reverse("visits:plans"), "crumbs": _crumbs(),
    }  # fmt: skip
    return answer(request, form, act, context)


@signed_in(PLAN)
def crew_new(request: HttpRequest) -> HttpResponse:
    return crew(request)


@signed_in(PLAN)
@once
def new(request: HttpRequest) -> HttpResponse:
    """Ask for a plan of a month; ``?keeps=`` keeps what was fixed in an earlier one."""
    keeps = request.GET.get("keeps", "")
    form = MonthForm(request.POST or None, actor=request.actor)

    def act() -> str:
        keeps_id = int(keeps) if keeps.isdigit() else None
        made = actions.start(by=request.actor, keeps_id=keeps_id, **form.facts())
        return reverse("visits:plan", args=[made.pk])

    context = {
        "title": "排一个月",
        "intro": "先让风险高的、检查类的排上，再让出动少、路近。结果由人看过、固定、采纳才算数。",
        "submit": "开始排", "cancel_url": reverse("visits:plans"), "crumbs": _crumbs(),
    }  # fmt: skip
    return answer(request, form, act, context)


@signed_in(PLAN)
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(MonthPlan.objects.visible_to(request.actor), pk=pk)
    days: dict[Any, list] = defaultdict(list)
    for entry in plan.entries.select_related("enterprise", "crew", "visit"):
        days[entry.day].append(entry)
    context = {
        "title": str(plan), "plan": plan, "summary": plan.summary, "crumbs": _crumbs(),
        "days": sorted(days.items()), "tone": STATES.get(plan.state, "doing"),
        "affected": affected(plan) if plan.state == "accepted" else [],
        "progress": _progress(plan),
        "km": plan.summary.get("metres", 0) / 1000,
        "least_km": plan.summary.get("least_metres", 0) / 1000,
    }  # fmt: skip
    return render(request, "visits/plan.html", context)


def _progress(plan: MonthPlan) -> dict[str, Any]:
    return {
        "url": reverse("visits:plan_progress", args=[plan.pk]), "label": "正在排期",
        "done": min(plan.done, plan.seconds), "total": plan.seconds,
        "state": {"waiting": "waiting", "running": "running", "failed": "failed"}.get(plan.state, "done"),
        "message": plan.error, "result_url": reverse("visits:plan", args=[plan.pk]),
    }  # fmt: skip


@signed_in(PLAN)
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(MonthPlan.objects.visible_to(request.actor), pk=pk)
    return render(request, "ui/_progress.html", _progress(plan))


@require_POST
@signed_in(PLAN)
@once
def pin(request: HttpRequest, pk: int) -> HttpResponse:
    """Fix what is ticked and plan again, or only fix it."""
    ids = [int(one) for one in request.POST.getlist("ids") if one.isdigit()]
    plan = actions.pin(plan_id=pk, entry_ids=ids, by=request.actor)
    if "again" not in request.POST:
        messages.success(request, f"已固定 {len(ids)} 条。")
        return redirect("visits:plan", pk)
    made = actions.start(
        year=plan.year, month=plan.month, seconds=plan.seconds, keeps_id=pk, by=request.actor
    )
    return redirect("visits:plan", made.pk)


@require_POST
@signed_in(PLAN)
@once
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    plan, refused = actions.accept(plan_id=pk, by=request.actor)
    made = plan.entries.filter(visit__isnull=False).count()
    messages.success(request, f"已采纳，排定 {made} 次上门；检查还要各部门批准。")
    if refused:
        messages.warning(request, f"有 {len(refused)} 项没有排进去，原因在本页。")
    return redirect("visits:plan", pk)


@signed_in(PLAN)
@once
def release(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(MonthPlan.objects.visible_to(request.actor), pk=pk)
    form = ReleaseForm(request.POST or None, actor=request.actor)
    back = reverse("visits:plan", args=[pk])

    def act() -> str:
        count = actions.release(plan_id=pk, by=request.actor, **form.facts())
        made = actions.start(
            year=plan.year, month=plan.month, seconds=plan.seconds, by=request.actor
        )
        messages.success(request, f"撤下 {count} 次受影响的上门，正在重新排；其他的不动。")
        return reverse("visits:plan", args=[made.pk])

    context = {
        "title": "撤下受影响的重新排", "submit": "撤下并重新排", "cancel_url": back,
        "crumbs": _crumbs((str(plan), back)),
    }  # fmt: skip
    return answer(request, form, act, context)
