"""The grid's lead (or the grid centre) decides: accept, refuse, send to a department, make a whistle."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from honglian.foundation.orgs.api import Department
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.kit.rules import BOOK

from ..matters import department_for
from ..models import GridEvent
from ..selectors import same_matters
from ..states import DISPATCH
from . import _frame as frame


def _check_same(event: GridEvent, reason: str) -> None:
    same = tuple(other.number for other in same_matters(event))
    BOOK.require("GE-02", clock.today(), at="reason", excuse=reason, same=same)


@action(DISPATCH)
def accept(*, event_id: int, reason: str = "", by: Actor) -> GridEvent:
    """Take the event up; one that looks like another needs a word why it is not."""
    event = frame.locked(event_id, by)
    _check_same(event, reason)
    frame.move(event, "accept", by, text=reason.strip())
    return event


@action(DISPATCH)
def refuse(*, event_id: int, reason: str, by: Actor) -> GridEvent:
    """Not taken up; the reporter reads why."""
    event = frame.locked(event_id, by)
    event.outcome = frame.need(reason, "reason", "不立案的理由，采集人会看到")[:1000]
    frame.move(event, "refuse", by, text=event.outcome)
    return event


@action(DISPATCH)
def dispatch(
    *, event_id: int, department_id: int | None = None, reason: str = "", by: Actor
) -> GridEvent:
    """Send to a department, by default the one of the matter."""
    event = frame.locked(event_id, by)
    if event.state == "collected":
        _check_same(event, reason)
    if department_id is None:
        department = department_for(event.zone_id, event.matter)
    else:
        rows = Department.rows.filter(zone_id=event.zone_id, is_active=True)
        department = get_object_or_404(rows, pk=department_id)
    if department is None:
        raise Refusal("这个高新区还没有设兜底部门，请先选承办部门。", field="department_id")
    if event.state == "rejected" and department.pk == event.department_id:
        raise Refusal(
            f"{department.name}刚退了单，请换一个部门，或先协调好再派。", field="department_id"
        )
    event.department, event.dispatched_at, event.received_at = department, clock.now(), None
    frame.move(event, "dispatch", by, text=f"{department.name} {reason}".strip())
    return event


@action(DISPATCH)
def raise_case(*, event_id: int, by: Actor) -> GridEvent:
    """Make a whistle of it; once, whoever presses first."""
    event = frame.locked(event_id, by)
    if event.enterprise_id is None:
        raise Refusal("这件事没有写是哪家企业，转不成吹哨，请先补充说明。")
    frame.to_case(event, by)
    return event
