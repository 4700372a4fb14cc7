"""Joint visits: opened from requests, moved, made, rated; what a service visit may write (INS-05)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.audit.api import record
from honglian.foundation.notify.api import notify
from honglian.foundation.orgs.api import Department
from honglian.foundation.workflow.api import log, next_number, open_item
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.kit.events import emit
from honglian.kit.rules import BOOK

from ... import frame
from ...events import DemandHeard
from ...frame import need
from ..models import JointVisit, ServiceVisit, VisitRequest
from ..states import ANSWER, PLAN, REQUEST, SERVE, VISIT

KIND = "visits.jointvisit"


def _near(enterprise: Enterprise, day: date, *, but: int | None = None) -> str:
    """VIS-01: another coming to the same enterprise within the days that should be merged."""
    limit = enterprise.zone.settings.visits.merge_days
    rows = JointVisit.rows.filter(
        enterprise=enterprise, planned_on__range=(day - timedelta(limit), day + timedelta(limit))
    ).exclude(state="cancelled")  # fmt: skip
    others = rows.exclude(pk=but) if but else rows
    closest = min((abs((o.planned_on - day).days) for o in others), default=None)
    if closest is None:
        return ""
    found = BOOK.find("VIS-01", clock.today(), days=closest, limit=limit)
    return found.sentence if found else ""


@action(PLAN)
def open_visit(
    *, enterprise_id: int, planned_on: date, by: Actor, request_ids: Sequence[int] = (),
    starts_at: time | None = None, minutes: int = 60, team: str = "", reason: str = "",
    crew_id: int | None = None,
) -> JointVisit:  # fmt: skip
    """One coming for all these requests of the enterprise."""
    enterprise = get_object_or_404(Enterprise.objects.visible_to(by), pk=enterprise_id)
    if planned_on < clock.today():
        raise Refusal("上门日期不能早于今天。", field="planned_on")
    requests = list(
        VisitRequest.objects.visible_to(by)
        .select_for_update(of=("self",))
        .filter(pk__in=request_ids, enterprise=enterprise)
    )
    visit = JointVisit.rows.create(
        zone_id=enterprise.zone_id, number=next_number(enterprise.zone_id, f"TJ{planned_on:%Y%m%d}"),
        enterprise=enterprise, planned_on=planned_on, starts_at=starts_at, minutes=minutes,
        team=team[:200], reason=reason[:300], crew_id=crew_id,
    )  # fmt: skip
    for request in requests:
        request.state = REQUEST.apply(request.state, "place")
        request.visit = visit
        request.save(update_fields=["state", "visit"])
    _put_on_desk(visit, requests)
    said = _near(enterprise, planned_on, but=visit.pk)
    log(visit.item, by=by, verb="open", name="排定上门", after="planned", text=said)
    record(by=by, verb="visits.open", target=visit, label=visit.number, note=said)
    return visit


def _put_on_desk(visit: JointVisit, requests: Sequence[VisitRequest]) -> None:
    visit.item = open_item(
        kind=KIND, object_id=visit.pk, table=VISIT, state=visit.state, root=None,
        zone_id=visit.zone_id, number=visit.number, title=f"上门：{visit.enterprise.name}"[:200],
        url=reverse("visits:visit", args=[visit.pk]), **_placed(visit, requests),
    )  # fmt: skip
    visit.save(update_fields=["item"])


def _placed(visit: JointVisit, requests: Sequence[VisitRequest]) -> dict[str, Any]:
    """The first department with an inspection leads, else the first that asked."""
    first = next((r for r in requests if r.kind == "inspection"), None) or next(
        iter(requests), None
    )
    holder: dict[str, Any] = {"holder_role": "dispatcher", "holder_name": "企业服务中心"}
    if first is not None:
        holder = {
            "holder_department_id": first.department_id,
            "holder_name": first.department.name,
        }
    due = frame.end_of(visit.planned_on, visit.zone_id)
    return frame.NOBODY | holder | {"expected": "上门", "due_at": due}


def _locked(by: Actor, pk: int) -> JointVisit:
    rows = JointVisit.objects.visible_to(by).select_for_update(of=("self",))
    return get_object_or_404(rows.select_related("enterprise", "zone"), pk=pk)


@action(PLAN)
def move_visit(*, visit_id: int, planned_on: date, text: str, by: Actor) -> JointVisit:
    """改期, with the reason."""
    visit = _locked(by, visit_id)
    VISIT.apply(visit.state, "move")
    if planned_on < clock.today():
        raise Refusal("上门日期不能早于今天。", field="planned_on")
    before, visit.planned_on = visit.planned_on, planned_on
    said = f"{before} 改到 {planned_on}：{need(text, 'text', '改期的原因')}"
    shown = _placed(visit, list(visit.requests.select_related("department")))
    frame.move(visit, VISIT, "move", by, audit="visits", kind=KIND, text=said, placed=shown)
    return visit


@action(PLAN)
def cancel_visit(*, visit_id: int, text: str, by: Actor) -> JointVisit:
    """取消; its requests wait to be placed again."""
    visit = _locked(by, visit_id)
    VISIT.apply(visit.state, "cancel")
    for request in visit.requests.select_for_update().filter(state="placed"):
        request.state, request.visit = "filed", None
        request.save(update_fields=["state", "visit"])
    said = need(text, "text", "取消的原因")
    frame.move(visit, VISIT, "cancel", by, audit="visits", kind=KIND, text=said)
    return visit


@action(SERVE)
def record_service(
    *, visit_id: int, visitors: str, heard: str, by: Actor, advice: str = "", demand: str = "",
) -> ServiceVisit:  # fmt: skip
    """What was served and heard. It may order nothing (INS-05); a demand goes to whom it concerns."""
    visit, today = _locked(by, visit_id), clock.today()
    VISIT.apply(visit.state, "record")
    for name, text in (("heard", heard), ("advice", advice)):
        BOOK.require("INS-05", today, at=name, text=text)
    department = Department.rows.filter(pk=by.department_id).first() if by.department_id else None
    service = ServiceVisit.rows.create(
        zone_id=visit.zone_id, visit=visit, enterprise=visit.enterprise, department=department,
        visited_on=today, visitors=need(visitors, "visitors", "谁去走访的")[:120],
        heard=need(heard, "heard", "了解到的情况")[:1000], advice=advice.strip()[:500],
        by_name=by.name[:64],
    )  # fmt: skip
    visit.done_on = visit.done_on or today
    frame.move(visit, VISIT, "record", by, audit="visits", kind=KIND, text=service.heard)
    rows = visit.requests.filter(state="placed", kind="service")
    for request in rows.filter(department=department) if department else rows:
        request.state = REQUEST.apply(request.state, "finish")
        request.save(update_fields=["state"])
    if demand.strip():
        emit(DemandHeard(service, demand.strip(), by))
    notify(
        zone_id=visit.zone_id, topic="visits.rate", enterprise_id=visit.enterprise_id,
        title="请评价这次上门", body=visit.number, url=reverse("visits:visit", args=[visit.pk]),
        without=by.user_id,
    )  # fmt: skip
    return service


@action(ANSWER)
def rate_visit(*, visit_id: int, rating: int, by: Actor, text: str = "") -> JointVisit:
    visit = _locked(by, visit_id)
    VISIT.apply(visit.state, "rate")
    visit.rating, visit.rating_text = rating, text.strip()[:300]
    said = f"{rating} 分 {visit.rating_text}".strip()
    frame.move(visit, VISIT, "rate", by, audit="visits", kind=KIND, text=said)
    return visit
