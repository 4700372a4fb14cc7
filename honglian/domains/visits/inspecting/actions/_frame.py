"""What steps on inspections share."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from honglian.foundation.orgs.api import Department
from honglian.foundation.workflow.api import open_item
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

from ... import frame
from ..gate import check_subject
from ..models import Inspection
from ..states import INSPECTION

KIND = "visits.inspection"
EXPECTED = {
    "planned": "审批",
    "approved": "送达通知书",
    "noticed": "扫码入企",
    "inspecting": "反馈结果",
    "filed": "结束检查",
}


def own_department(by: Actor, department_id: int | None = None) -> Department:
    """The department that acts: the actor's own; the machine names one."""
    wanted = by.department_id or department_id
    found = Department.rows.filter(pk=wanted, zone_id=by.zone_id).first() if wanted else None
    if found is None:
        raise Refusal("请用部门承办人的身份登记，系统才知道是哪个部门。", field="department")
    return found


def locked(by: Actor, pk: int) -> Inspection:
    """The inspection within scope; INS-01 before anything is done to it."""
    rows = Inspection.objects.visible_to(by).select_for_update(of=("self",))
    rows = rows.select_related("enterprise", "department", "zone")
    found = get_object_or_404(rows, pk=pk)
    check_subject(by, found.department, clock.today())
    return found


def placed(inspection: Inspection, state: str) -> dict[str, Any]:
    if state not in EXPECTED:
        return frame.NOBODY
    return frame.NOBODY | {
        "holder_department_id": inspection.department_id,
        "holder_name": inspection.department.name,
        "expected": EXPECTED[state],
        # Once the officers are in, there is no day left to miss.
        "due_at": None
        if state in ("inspecting", "filed")
        else frame.end_of(inspection.planned_on, inspection.zone_id),
    }


def put_on_desk(inspection: Inspection) -> None:
    inspection.item = open_item(
        kind=KIND, object_id=inspection.pk, table=INSPECTION, state=inspection.state, root=None,
        zone_id=inspection.zone_id, number=inspection.number,
        title=f"检查：{inspection.enterprise.name} {inspection.purpose}"[:200],
        url=reverse("visits:inspection", args=[inspection.pk]),
        **placed(inspection, inspection.state),
    )  # fmt: skip
    inspection.save(update_fields=["item"])


def move(inspection: Inspection, verb: str, by: Actor, text: str = "") -> None:
    after = INSPECTION.apply(inspection.state, verb)
    frame.move(
        inspection, INSPECTION, verb, by, audit="inspections", kind=KIND, text=text,
        placed=placed(inspection, after),
    )  # fmt: skip
