"""What every action on a case does around its own rule: lock, log, show on desks.

The row of the case is the lock of the whole affair: whoever changes the case or any of its
orders takes it first, so two people at once are always one after the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from honglian.algo.workdays import WorkCalendar
from honglian.foundation.calendar.api import zone_with_calendar
from honglian.foundation.files.api import Prepared, attach
from honglian.foundation.workflow.models import WorkEvent
from honglian.foundation.workflow.steps import append, event, move_item
from honglian.foundation.zones.api import ZoneConfig
from honglian.kit import clock, rows
from honglian.kit.actor import Actor
from honglian.kit.errors import NotAllowed, Refusal
from honglian.kit.prepared import PreparedQuery

from ..models import Case, CaseQuerySet, Order
from ..states import CASE, ORDER, WAITING

MOST_TEXT = 5000  # characters; longer material belongs into an attachment
EXPECTED = {"created": "受理派单", "accepted": "派单", "replied": "回访"}
ORDER_EXPECTED = {
    "sent": "签收",
    "objected": "等待裁定",
    "signed": "联系企业",
    "contacted": "办理答复",
    "paused": "恢复办理",
}
DISPATCHER = "dispatcher"
LOCKED = PreparedQuery(
    lambda zone, number: Case.rows.filter(zone_id=zone, number=number).select_for_update(
        of=("self",)
    ),
    zone=int,
    number=str,
)
ORDERS = PreparedQuery(
    lambda case: (
        Order.rows.filter(case_id=case).select_related("department").order_by("-role", "id")
    ),
    case=int,
)


@dataclass(slots=True)
class Rules:
    """A zone's configuration and calendar, read once an action."""

    config: ZoneConfig
    calendar: WorkCalendar

    @classmethod
    def of(cls, zone_id: int) -> Rules:
        zone, calendar = zone_with_calendar(zone_id)
        return cls(zone.settings, calendar)


@dataclass(slots=True)
class Step:
    """One action on one case: the moment, the actor and the lines it adds to the timeline."""

    case: Case
    by: Actor
    at: datetime = field(default_factory=clock.now)
    lines: list[WorkEvent] = field(default_factory=list)

    def say(self, verb: str, *, item_id: int | None = None, name: str = "", **more: Any) -> None:
        """Add a line; on the case itself, or on the order whose item is given."""
        table = CASE if item_id is None else ORDER
        self.lines.append(
            event(
                self.case.item_id,
                item_id or self.case.item_id,
                by=self.by,
                verb=verb,
                name=name or name_of(table, verb),
                at=self.at,
                **more,
            )
        )


def name_of(table, verb: str) -> str:
    return next(t.name for t in table.transitions if t.verb == verb)


def locked(by: Actor, number: str, *, through_order: bool = False) -> Case:
    """The case within the actor's scope, locked until the end of the transaction; else 404.

    ``through_order`` leaves a department's scope to :func:`own_order`, which finds only its own.
    """
    if by.zone_id is None:  # the machine itself, over all zones
        return get_object_or_404(
            Case.objects.visible_to(by).select_for_update(of=("self",)), number=number
        )
    case = LOCKED.first(zone=by.zone_id, number=number)
    # The scope is asked once the row is ours, so that it is the scope of what is being changed.
    if case is None:
        raise Http404("no such case")
    if through_order and by.department_id is not None and by.can(CaseQuerySet.read_permission):
        return case
    if not Case.objects.sees(by, case):
        raise Http404("no such case")
    return case


def orders_of(case: Case) -> list[Order]:
    """All orders of a case that is locked, the lead first."""
    found = ORDERS.list(case=case.pk)
    for order in found:
        order.case = case
    return found


def live(orders: Iterable[Order]) -> list[Order]:
    return [o for o in orders if o.state not in ("returned", "withdrawn")]


def waiting(orders: Iterable[Order]) -> list[Order]:
    return [o for o in orders if o.state in WAITING]


def own_order(by: Actor, orders: list[Order], order_id: int | None) -> Order:
    """The order that this actor works on: the named one, else the only one of the department.

    404 for a foreign one, so that a guess learns nothing.
    """
    mine = [o for o in orders if by.is_system or o.department_id == by.department_id]
    if order_id is not None:
        found = next((o for o in mine if o.pk == order_id), None)
    else:
        open_ones = live(mine)
        found = open_ones[0] if len(open_ones) == 1 else (mine[-1] if len(mine) == 1 else None)
    if found is None:
        if mine and order_id is None:
            raise Refusal("这件诉求有几张工单，请说明是哪一张。", code="which_order", field="order")
        if by.department_id is None and not by.is_system:
            raise NotAllowed("这一步由工单所在部门的承办人办理。")
        raise Http404("no such order")
    return found


def check_text(text: str, *, label: str, field: str, most: int = MOST_TEXT) -> str:
    """Trimmed text that is neither empty nor too long."""
    text = clean(text)
    if not text:
        raise Refusal(f"请填写{label}。", code="empty", field=field)
    return check_length(text, label=label, field=field, most=most)


def check_length(text: str, *, label: str, field: str, most: int) -> str:
    text = clean(text)
    if len(text) > most:
        raise Refusal(
            f"{label}有 {len(text):,} 字，最多 {most:,} 字。请写要点，长材料可以作为附件上传。",
            code="too_long",
            field=field,
        )
    return text


def clean(text: str) -> str:
    """Without the NUL that PostgreSQL refuses and without blank ends."""
    return text.replace("\x00", "").strip()


def keep(step: Step, files: Sequence[Prepared], line: WorkEvent) -> None:
    """Store the step's lines, and the files that belong to one of them."""
    append(step.lines, keyed=bool(files))
    for one in files:
        attach(
            owner=step.case,
            upload=one,
            by=step.by,
            event_id=line.pk,
            internal=line.is_internal,
        )


def show_case(case: Case, *, at: datetime, **fields: Any) -> None:
    """Bring the case's line on the desks up to date."""
    fields.setdefault("expected", EXPECTED.get(case.state, ""))
    move_item(case.item_id, CASE, case.state, at=at, **fields)


def show_order(order: Order, *, at: datetime, **fields: Any) -> None:
    fields.setdefault("expected", ORDER_EXPECTED.get(order.state, ""))
    fields |= {"due_at": order.due_at, "due_kind": order.due_kind}
    move_item(order.item_id, ORDER, order.state, at=at, **fields)


def change(row: Case | Order, **values: Any) -> None:
    """Write exactly these columns of a locked row and keep the object in step."""
    for name, value in values.items():
        setattr(row, name, value)
    rows.update_soon(type(row), row.pk, values)


def address(case: Case) -> str:
    return reverse("cases:detail", args=[case.number])


def unit_of(order: Order) -> str:
    return order.department.short_name or order.department.name


def urgency(case: Case) -> int:
    """1 (most urgent) to 4, for the order of desks; from the level's digit."""
    digit = case.level[-1:]
    return min(4, int(digit)) if digit.isdigit() else 3
