"""An inspection before it begins: planned, approved by another person, announced (INS-01 … INS-04)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.shortcuts import get_object_or_404

from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.audit.api import record
from honglian.foundation.notify.api import notify
from honglian.foundation.workflow.api import log, next_number
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.kit.rules import BOOK

from ...frame import need
from ..gate import check_cap, check_items, check_officers, check_subject
from ..models import Inspection, JointVisit, Officer, PowerItem
from ..states import APPROVE, INSPECT, INSPECTION, REQUEST_IT
from ._frame import locked, move, own_department, put_on_desk


@action("visits.view")
def plan_inspection(
    *, enterprise_id: int, kind: str, why: str, purpose: str, item_ids: Sequence[int],
    officer_ids: Sequence[int], planned_on: date, by: Actor, document: str = "",
    visit: JointVisit | None = None, department_id: int | None = None,
) -> Inspection:  # fmt: skip
    """Plan an inspection. The permission is asked for after INS-01, whose clause tells more."""
    today = clock.today()
    if by.department_id is None and department_id is None:
        check_subject(by, None, today)
    by.require(REQUEST_IT)
    department = own_department(by, department_id)
    check_subject(by, department, today)
    enterprise = get_object_or_404(Enterprise.objects.visible_to(by), pk=enterprise_id)
    if planned_on < today:
        raise Refusal("计划日期不能早于今天。", field="planned_on")
    items = list(PowerItem.rows.filter(department=department, pk__in=item_ids))
    check_items(items, planned_on)
    officers = list(Officer.rows.filter(department=department, pk__in=officer_ids))
    check_officers(officers, planned_on)
    over = check_cap(
        enterprise.zone, department, enterprise, year=planned_on.year, why=why, on=today,
        document=document,
    )  # fmt: skip
    inspection = Inspection.rows.create(
        zone_id=enterprise.zone_id, number=next_number(enterprise.zone_id, f"JC{today:%Y%m%d}"),
        department=department, enterprise=enterprise, visit=visit, kind=kind, why=why,
        document=document.strip()[:64], purpose=need(purpose, "purpose", "检查什么")[:200],
        planned_on=planned_on, over_cap=over[:200], planned_by=by.name[:64],
        planned_user_id=by.user_id,
    )  # fmt: skip
    inspection.items.set(items)
    inspection.officers.set(officers)
    put_on_desk(inspection)
    log(inspection.item, by=by, verb="plan", name="提出检查", after="planned", text=over)
    record(by=by, verb="inspections.plan", target=inspection, label=inspection.number, note=over)
    return inspection


@action(APPROVE)
def approve(*, inspection_id: int, approval_no: str, by: Actor) -> Inspection:
    """事前报批, by another person than who proposed it (INS-04). The cap is counted once more."""
    inspection = locked(by, inspection_id)
    INSPECTION.apply(inspection.state, "approve")
    today = clock.today()
    BOOK.require(
        "INS-04", today, at="approval_no", approval_no=approval_no,
        planner=inspection.planned_user_id, approver=by.user_id,
    )  # fmt: skip
    check_officers(inspection.officers.all(), inspection.planned_on)
    check_cap(
        inspection.zone, inspection.department, inspection.enterprise,
        year=inspection.planned_on.year, why=inspection.why, on=today,
        document=inspection.document, waiting=-1,
    )  # fmt: skip
    inspection.approval_no, inspection.approved_by = approval_no.strip()[:64], by.name[:64]
    inspection.approved_on = today
    move(inspection, "approve", by, f"审批表 {inspection.approval_no}")
    return inspection


@action(APPROVE)
def refuse(*, inspection_id: int, text: str, by: Actor) -> Inspection:
    inspection = locked(by, inspection_id)
    INSPECTION.apply(inspection.state, "refuse")
    move(inspection, "refuse", by, need(text, "text", "不批准的原因"))
    return inspection


@action(REQUEST_IT)
def assign(*, inspection_id: int, officer_ids: Sequence[int], by: Actor) -> Inspection:
    """Other officers; their certificates hold on the planned day."""
    inspection = locked(by, inspection_id)
    INSPECTION.apply(inspection.state, "assign")
    officers = list(Officer.rows.filter(department=inspection.department, pk__in=officer_ids))
    check_officers(officers, inspection.planned_on)
    inspection.officers.set(officers)
    move(inspection, "assign", by, "、".join(str(o) for o in officers))
    return inspection


@action(INSPECT)
def give_notice(
    *, inspection_id: int, by: Actor, notice_no: str = "", waived: str = ""
) -> Inspection:
    """检查通知书, or the lawful reason to come without one (INS-04-2). The enterprise is told."""
    inspection = locked(by, inspection_id)
    INSPECTION.apply(inspection.state, "notice")
    today = clock.today()
    BOOK.require("INS-04-2", today, at="notice_no", notice_no=notice_no, waived=waived)
    inspection.notice_no = notice_no.strip()[:64]
    inspection.notice_waived = "" if inspection.notice_no else waived.strip()[:200]
    inspection.noticed_on = today
    move(inspection, "notice", by, inspection.notice_no or inspection.notice_waived)
    if inspection.notice_no:
        notify(
            zone_id=inspection.zone_id, topic="inspections.notice",
            enterprise_id=inspection.enterprise_id,
            title=f"{inspection.planned_on:%m月%d日}{inspection.department.name}来检查：{inspection.purpose}"[:120],
            body=f"通知书 {inspection.notice_no}", url=f"/visits/inspections/{inspection.pk}/",
        )  # fmt: skip
    return inspection


@action(REQUEST_IT)
def cancel(*, inspection_id: int, text: str, by: Actor) -> Inspection:
    inspection = locked(by, inspection_id)
    INSPECTION.apply(inspection.state, "cancel")
    move(inspection, "cancel", by, need(text, "text", "取消的原因"))
    return inspection
