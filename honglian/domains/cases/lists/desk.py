"""An item's number and its line on the department's desk."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.urls import reverse

from honglian.foundation.workflow.api import next_number, open_item
from honglian.foundation.workflow.models import WorkItem
from honglian.kit import clock

from .models import ListItem
from .states import ITEM

KIND = "cases.listitem"
END_OF_DAY = time(17, 30)


def number(zone_id: int, year: int) -> str:
    return next_number(zone_id, f"QD{year}")


def placed(made: ListItem) -> dict[str, Any]:
    """The columns of its desk line that follow from the item."""
    return {
        "title": f"清单：{made.title}"[:200],
        "expected": "办结",
        "due_at": datetime.combine(made.due_on, END_OF_DAY, clock.CHINA),
        "holder_department_id": made.department_id,
        "holder_name": made.department.name,
        "chain_id": made.enterprise.chain_id if made.enterprise else None,
    }


def put_on_desk(made: ListItem) -> WorkItem:
    return open_item(
        kind=KIND,
        object_id=made.pk,
        table=ITEM,
        state=made.state,
        root=None,
        zone_id=made.zone_id,
        number=made.number,
        url=reverse("cases:list_item", args=[made.pk]),
        due_kind="finish",
        **placed(made),
    )
