"""Supervision itself, asked for by a person or by the second unhappy answer."""

from __future__ import annotations

from datetime import datetime

from honglian.foundation.audit.api import record
from honglian.foundation.workflow.models import WorkItem
from honglian.kit.events import emit

from ..events import CaseSupervised
from . import _frame as frame
from ._frame import Step


def press(step: Step, level: int, requirement: str, deadline: datetime | None = None) -> None:
    """Raise the case to a level; the caller stores the step's lines."""
    case, by = step.case, step.by
    step.say(
        "supervise",
        name=f"{level}级督办",
        text=requirement,
        data={"level": level, "deadline": deadline and deadline.isoformat()},
        internal=True,
    )
    frame.change(case, supervision=level, supervised_until=deadline)
    items = WorkItem.rows.filter(kind="cases.order", root_id=case.item_id, closed_at=None)
    items.update(urgency=1)
    record(by=by, verb="cases.supervise", target=case, note=f"{level}级：{requirement}")
    waiting = [o.department_id for o in frame.waiting(frame.orders_of(case))]
    emit(CaseSupervised(case, level, by, requirement, tuple(waiting)))
