"""A hazard is found and graded by the clause it falls under."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.shortcuts import get_object_or_404

from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.audit.api import record
from honglian.foundation.files.api import Prepared, attach
from honglian.foundation.notify.api import notify
from honglian.foundation.orgs.api import Department
from honglian.foundation.workflow.api import log, next_number
from honglian.foundation.zones.models import Zone
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.kit.events import emit
from honglian.kit.rules import BOOK

from ...events import HazardFound
from ...frame import need
from ...inspecting.models import Inspection, JointVisit
from ..clauses import CLAUSES
from ..models import Hazard
from ..placing import put_on_desk
from ..recurring import earlier, key_of
from ..states import GRADE, HAZARD, RECTIFY, REPORT
from ._frame import locked, move


@action(REPORT)
def find(
    *, enterprise_id: int, source: str, domain: str, part: str, description: str, by: Actor,
    photos: Sequence[Prepared] = (), found_on: date | None = None,
    inspection_id: int | None = None, visit_id: int | None = None,
) -> Hazard:  # fmt: skip
    """Register a hazard; the department in charge of its kind gets it to grade."""
    enterprise = get_object_or_404(Enterprise.objects.visible_to(by), pk=enterprise_id)
    day = found_on or clock.today()
    if day > clock.today():
        raise Refusal("排查日期不能晚于今天。", field="found_on")
    if source == Hazard.Source.SELF and not by.can(RECTIFY):
        raise Refusal("企业自查由企业登记；您发现的请选网格发现或部门检查。", field="source")
    hazard = Hazard.rows.create(
        zone_id=enterprise.zone_id, number=next_number(enterprise.zone_id, f"YH{day:%Y%m%d}"),
        enterprise=enterprise, department=_department_for(enterprise.zone, domain),
        inspection=_seen(Inspection, inspection_id, enterprise, by),
        visit=_seen(JointVisit, visit_id, enterprise, by),
        source=source, domain=domain, part=need(part, "part", "隐患在什么部位")[:64],
        description=need(description, "description", "看到了什么")[:500],
        found_on=day, found_by=by.name[:64],
    )  # fmt: skip
    item = put_on_desk(hazard)
    event = log(item, by=by, verb="find", name="发现", after="found", text=hazard.description)
    for photo in photos:
        attach(owner=hazard, upload=photo, by=by, event_id=event.pk)
    record(by=by, verb="hazards.find", target=hazard, label=hazard.number)
    emit(HazardFound(hazard, by))
    return hazard


def _seen(model, pk: int | None, enterprise: Enterprise, by: Actor):
    """The inspection or visit it was found at; of the same enterprise."""
    if pk is None:
        return None
    found = get_object_or_404(model.objects.visible_to(by), pk=pk)
    if found.enterprise_id != enterprise.pk:
        raise Refusal("这次上门不是去的这家企业，请核对。", field="enterprise")
    return found


def _department_for(zone: Zone, domain: str) -> Department:
    """Who judges and rechecks this kind of hazard in this zone."""
    code = zone.settings.visits.hazards.get(domain)
    rows = Department.rows.filter(zone=zone)
    found = rows.filter(code=code).first() or rows.filter(is_fallback=True).first()
    if found is None:
        raise Refusal("高新区还没有登记负责这类隐患的部门，请先登记部门。", field="domain")
    return found


@action(GRADE)
def grade(*, hazard_id: int, level: str, basis: str, by: Actor, basis_note: str = "") -> Hazard:
    """判级, only with the clause (HZ-01). A clause that only looks serious needs its review (HZ-02)."""
    hazard, today = locked(by, hazard_id), clock.today()
    clause = CLAUSES.get(basis)
    found = clause.level if clause else ""
    BOOK.require("HZ-01", today, at="basis", level=level, basis_level=found)
    assert clause is not None
    BOOK.require(
        "HZ-02", today, at="basis_note", excuse=basis_note, suspected=clause.suspected,
        reviewed=basis_note,
    )  # fmt: skip
    hazard.level, hazard.basis, hazard.basis_text = level, basis, clause.words[:400]
    hazard.basis_note = basis_note[:200]
    hazard.graded_by, hazard.graded_on = by.name[:64], today
    hazard.key = key_of(hazard.enterprise_id, basis, hazard.part)
    hazard.recurs = earlier(hazard)
    move(hazard, "grade", by, f"{hazard.get_level_display()}：{clause.words}")
    notify(
        zone_id=hazard.zone_id, topic="hazards.graded", enterprise_id=hazard.enterprise_id,
        title=f"{hazard.get_level_display()}隐患待整改：{hazard.part}", body=hazard.number,
        url=f"/visits/hazards/{hazard.pk}/", without=by.user_id, urgent=hazard.is_serious,
    )  # fmt: skip
    return hazard


@action(GRADE)
def drop(*, hazard_id: int, text: str, by: Actor) -> Hazard:
    hazard = locked(by, hazard_id)
    HAZARD.apply(hazard.state, "drop")
    move(hazard, "drop", by, need(text, "text", "为什么不属于隐患"))
    return hazard
