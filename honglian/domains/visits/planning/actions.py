"""Writes of the month's planning: crews, a plan, what is fixed, accepting, and planning again."""

from __future__ import annotations

from collections.abc import Sequence

from django.shortcuts import get_object_or_404

from honglian.foundation.audit.api import record
from honglian.foundation.jobs.api import enqueue
from honglian.foundation.orgs.api import Department
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

from ..frame import need
from ..inspecting import actions as inspecting
from ..inspecting.models import Inspection, JointVisit, Officer, VisitRequest
from ..inspecting.states import BEFORE, PLAN
from .affected import affected
from .building import days_of, skills_on
from .merging import need_of
from .models import Crew, MonthPlan, PlanEntry


@action(PLAN)
def save_crew(
    *, name: str, department_ids: Sequence[int], officer_ids: Sequence[int], by: Actor,
    crew_id: int | None = None, is_active: bool = True,
) -> Crew:  # fmt: skip
    """Make or change a crew."""
    name = need(name, "name", "组名")[:32]
    rows = Crew.objects.visible_to(by)
    crew = get_object_or_404(rows, pk=crew_id) if crew_id else Crew(zone_id=by.zone_id)
    if rows.filter(name=name).exclude(pk=crew.pk).exists():
        raise Refusal(f"已有一个小组叫“{name}”，请换个名字。", field="name")
    crew.name, crew.is_active = name, is_active
    crew.save()
    crew.departments.set(Department.rows.filter(zone_id=by.zone_id, pk__in=department_ids))
    crew.officers.set(Officer.rows.filter(zone_id=by.zone_id, pk__in=officer_ids))
    record(by=by, verb="plans.crew", target=crew, label=name)
    return crew


@action(PLAN)
def start(
    *, year: int, month: int, by: Actor, seconds: int = 30, keeps_id: int | None = None
) -> MonthPlan:
    """Ask for a plan; a job computes it. ``keeps_id``: what was fixed there stays fixed."""
    zone_id = by.zone_id
    keeps = get_object_or_404(MonthPlan.objects.visible_to(by), pk=keeps_id) if keeps_id else None
    if not Crew.rows.filter(zone_id=zone_id, is_active=True).exists():
        raise Refusal("还没有上门小组，请先建小组：哪些部门的人一起去。", field="month")
    plan = MonthPlan.rows.create(
        zone_id=zone_id, year=year, month=month, seconds=seconds, keeps=keeps, made_by=by.name[:64],
        made_at=clock.now(),
    )  # fmt: skip
    if not any(days_of(plan.zone, year, month)):
        raise Refusal("这个月已经没有可排的工作日，请选以后的月份。", field="month")
    enqueue("visits.plan", {"plan_id": plan.pk}, key=f"visits.plan:{plan.pk}", zone_id=zone_id)
    record(by=by, verb="plans.start", target=plan, label=str(plan))
    return plan


def _ready(by: Actor, pk: int) -> MonthPlan:
    rows = MonthPlan.objects.visible_to(by).select_for_update(of=("self",))
    plan = get_object_or_404(rows.select_related("zone"), pk=pk)
    if plan.state != MonthPlan.State.READY:
        raise Refusal(f"{plan}现在是“{plan.get_state_display()}”，不能改。")
    return plan


@action(PLAN)
def pin(*, plan_id: int, entry_ids: Sequence[int], by: Actor) -> MonthPlan:
    """Fix these entries (and no others) to their crew and half-day for the next run."""
    plan = _ready(by, plan_id)
    plan.entries.update(pinned=False)
    count = plan.entries.filter(pk__in=entry_ids).update(pinned=True)
    record(by=by, verb="plans.pin", target=plan, label=str(plan), note=f"固定 {count} 条")
    return plan


@action(PLAN)
def accept(*, plan_id: int, by: Actor) -> tuple[MonthPlan, list[str]]:
    """Turn the entries into visits and inspections; returns what the gate refused meanwhile."""
    plan = _ready(by, plan_id)
    refused: list[str] = []
    entries = plan.entries.select_related("crew", "enterprise")
    for entry in entries.prefetch_related("crew__officers", "crew__departments"):
        requests = list(VisitRequest.rows.filter(pk__in=entry.requests, state="filed"))
        if not requests or entry.day <= clock.today():
            refused.append(f"{entry.enterprise}：需求已撤回或日期已过，没有排进去")
            continue
        missing = {need_of(r) for r in requests} - skills_on(entry.crew, entry.day)
        if missing:
            refused.append(f"{entry.enterprise}：{entry.crew}当天人手已变，请重新排")
            continue
        refused += _open(entry, requests, by)
    plan.state, plan.accepted_by = MonthPlan.State.ACCEPTED, by.name[:64]
    plan.summary = plan.summary | {"refused": refused}
    plan.save()
    record(by=by, verb="plans.accept", target=plan, label=str(plan))
    return plan, refused


def _open(entry: PlanEntry, requests: list[VisitRequest], by: Actor) -> list[str]:
    """The visit, and an inspection waiting for approval for each request that is one."""
    visit = inspecting.open_visit(
        enterprise_id=entry.enterprise_id, planned_on=entry.day, by=by,
        request_ids=[r.pk for r in requests], starts_at=entry.starts_at, minutes=entry.minutes,
        team=str(entry.crew), reason="；".join(entry.reasons)[:300], crew_id=entry.crew_id,
    )  # fmt: skip
    entry.visit = visit
    entry.save(update_fields=["visit"])
    refused = []
    for request in requests:
        if request.kind == VisitRequest.Kind.INSPECTION:
            try:
                _inspection(entry, request, visit, by)
            except Refusal as no:
                refused.append(f"{entry.enterprise}：{no.message}")
    return refused


def _inspection(
    entry: PlanEntry, request: VisitRequest, visit: JointVisit, by: Actor
) -> Inspection:
    officers = [
        o.pk for o in entry.crew.officers.all()
        if o.department_id == request.department_id and o.certified_on(entry.day)
        and not o.away_on(entry.day)
    ]  # fmt: skip
    special = request.why == "special"
    return inspecting.plan_inspection(
        enterprise_id=entry.enterprise_id, kind="special" if special else "daily", why=request.why,
        purpose=request.purpose, item_ids=list(request.items.values_list("pk", flat=True)),
        officer_ids=officers, planned_on=entry.day, document=request.document, visit=visit,
        department_id=request.department_id, by=by,
    )  # fmt: skip


@action(PLAN)
def release(*, plan_id: int, text: str, by: Actor) -> int:
    """Somebody is ill: cancel the visits of an accepted plan that their crew can no longer make.

    Their requests wait again; the next plan of the month leaves all other visits where they are.
    """
    plan = get_object_or_404(MonthPlan.objects.visible_to(by), pk=plan_id)
    reason = need(text, "text", "为什么要重新排")
    count = 0
    for entry in affected(plan):
        for found in Inspection.rows.filter(visit=entry.visit, state__in=BEFORE):
            inspecting.cancel(inspection_id=found.pk, text=reason, by=by)
        inspecting.cancel_visit(visit_id=entry.visit_id, text=reason, by=by)
        count += 1
    if not count:
        raise Refusal("没有受影响的上门：小组的人手都够。")
    record(by=by, verb="plans.release", target=plan, label=str(plan), note=f"{count} 次：{reason}")
    return count
