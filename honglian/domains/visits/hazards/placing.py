"""Whose turn it is with a hazard, and until when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse

from honglian.foundation.workflow.api import open_item
from honglian.foundation.workflow.models import WorkItem

from ..frame import NOBODY, end_of
from .models import Hazard
from .states import HAZARD

KIND = "visits.hazard"
EXPECTED = {
    "found": "判级",
    "graded": "五落实",
    "reported": "定治理方案",
    "rectifying": "整改并申请复查",
    "returned": "继续整改并申请复查",
    "reviewing": "复查",
}


def placed(hazard: Hazard) -> dict[str, Any]:
    """The department judges and rechecks; the enterprise rectifies."""
    if hazard.state not in EXPECTED:
        return NOBODY
    expected = EXPECTED[hazard.state]
    if hazard.state == "graded" and hazard.is_serious:
        expected = "报告监管部门和职代会"
    shared = NOBODY | {"expected": expected, "urgency": 1 if hazard.is_serious else 3}
    if hazard.state in ("found", "reviewing"):
        days = hazard.zone.settings.visits.recheck_days
        until = hazard.applied_on + timedelta(days) if hazard.state == "reviewing" else None
        return shared | {
            "holder_department_id": hazard.department_id,
            "holder_name": hazard.department.name,
            "due_at": end_of(until, hazard.zone_id),
        }
    return shared | {
        "holder_enterprise_id": hazard.enterprise_id,
        "holder_name": hazard.enterprise.name[:64],
        "due_at": end_of(hazard.due_on, hazard.zone_id),
    }


def put_on_desk(hazard: Hazard) -> WorkItem:
    item = open_item(
        kind=KIND, object_id=hazard.pk, table=HAZARD, state=hazard.state, root=None,
        zone_id=hazard.zone_id, number=hazard.number,
        title=f"隐患：{hazard.enterprise.name} {hazard.part}"[:200],
        url=reverse("visits:hazard", args=[hazard.pk]), **placed(hazard),
    )  # fmt: skip
    hazard.item = item
    hazard.save(update_fields=["item"])
    return item
