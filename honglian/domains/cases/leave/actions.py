"""Handing an order to a colleague, and leaves during which a colleague stands in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.shortcuts import get_object_or_404

from honglian.foundation.audit.api import record
from honglian.foundation.workflow.steps import append
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import NotAllowed, Refusal
from honglian.kit.events import emit

from ..actions import _frame as frame
from ..actions._frame import Step
from ..actions.orders import _open
from ..events import OrderHandedOver
from ..models import Case, Delegation, Order
from ..states import DELEGATION, ORDER, WAITING
from .selectors import colleagues

LONGEST = 365  # days; who is away for longer has another officer named


@action("cases.handle")
def hand_over(
    *, number: str, to: int, reason: str, order_id: int | None = None, by: Actor
) -> Order:
    """Give the department's order to a colleague; its clocks go on as they are."""
    order, _, step = _open(number, order_id, by)
    ORDER.apply(order.state, "hand_over")
    reason = frame.check_text(reason, label="转交理由", field="reason", most=300)
    person = colleagues(order.department_id).get(to)
    if person is None:
        raise Refusal(
            "只能转交给本部门在岗的承办人，请在名单里选。", code="not_a_colleague", field="to"
        )
    if to == order.handler_id:
        raise Refusal(f"现在就是{person}在办，不用转交。", code="same_person", field="to")
    _pass(order, step, to, f"转交给{person}。{reason}", stands_in_for_id=None)
    append(step.lines)
    record(by=by, verb="cases.hand_over", target=order, label=str(step.case), note=reason)
    emit(OrderHandedOver(order, by, reason))
    return order


def _pass(order: Order, step: Step, to: int, text: str, **more: int | None) -> None:
    """The trace, the order's new handler and the desk line of one order."""
    step.say(
        "hand_over",
        item_id=order.item_id,
        text=text,
        unit_name=order.department.name,
        data={"from": order.handler_id, "to": to},
        internal=True,
    )
    frame.change(order, handler_id=to, **more)
    frame.show_order(order, at=step.at, holder_user_id=to)


@action("cases.handle")
def delegate(*, deputy: int, since: date, until: date, reason: str, by: Actor) -> Delegation:
    """Say that a colleague stands in for me from one day to another (both included)."""
    department = by.department_id
    if by.user_id is None or department is None:
        raise NotAllowed("委托代办由本部门承办人自己登记。")
    reason = frame.check_text(reason, label="原因", field="reason", most=200)
    _sensible(by.user_id, deputy, department, since, until)
    row = Delegation.objects.create(
        zone_id=by.zone_id,
        department_id=department,
        absent_id=by.user_id,
        deputy_id=deputy,
        since=since,
        until=until,
        reason=reason,
        made_by=by.name[:64],
        made_at=clock.now(),
    )
    person = colleagues(department)[deputy]
    note = f"{since:%Y-%m-%d} 至 {until:%Y-%m-%d} 由{person}代办：{reason}"
    record(by=by, verb="cases.delegate", target=row, label="委托代办", note=note)
    if since <= clock.today():
        _begin(row, by)
    return row


def _sensible(absent: int, deputy: int, department: int, since: date, until: date) -> None:
    if deputy == absent or deputy not in colleagues(department):
        raise Refusal("代办人须是本部门另一位在岗承办人。", code="bad_deputy", field="deputy")
    if since < clock.today():
        raise Refusal("开始日期不能早于今天。", code="past", field="since")
    if not 0 <= (until - since).days < LONGEST:
        raise Refusal(
            f"结束日期应在开始日期之后，最长 {LONGEST} 天。", code="bad_period", field="until"
        )
    others = Delegation.objects.filter(since__lte=until, until__gte=since).exclude(state="ended")
    if others.filter(absent_id=absent).exists():
        raise Refusal(
            "这段时间您已经委托过别人，请先结束那一项或错开日期。", code="twice", field="since"
        )
    if others.filter(absent_id=deputy).exists():
        raise Refusal(
            "代办人这段时间自己也委托了别人代办，请换一位，免得工单转来转去。",
            code="deputy_away",
            field="deputy",
        )
    if others.filter(deputy_id=absent).exists():
        raise Refusal(
            "这段时间您正替别的同事代办，请先请他们改托别人。", code="stands_in", field="since"
        )


@action("cases.handle")
def end_delegation(*, delegation_id: int, by: Actor) -> Delegation:
    """Back earlier, or not away at all: what is not done yet comes back."""
    rows = Delegation.objects.select_for_update(of=("self",))
    mine = rows if by.is_system else rows.filter(absent_id=by.user_id, zone_id=by.zone_id)
    row = get_object_or_404(mine, pk=delegation_id)
    _end(row, by)
    record(by=by, verb="cases.end_delegation", target=row, label="委托代办")
    return row


def _begin(row: Delegation, by: Actor) -> int:
    """Move the open orders of the one who is away; returns how many."""
    row.state = DELEGATION.apply(row.state, "begin")
    row.save(update_fields=["state"])
    person = colleagues(row.department_id).get(row.deputy_id, "同事")
    text = f"请假期间由{person}代办（至 {row.until:%Y-%m-%d}）。{row.reason}"
    return _move_all(
        _orders(row, handler=row.absent_id), by, row.deputy_id, text, row.absent_id, row.reason
    )


def _end(row: Delegation, by: Actor) -> int:
    """Move back what the deputy still holds for the one who was away."""
    was, row.state = row.state, DELEGATION.apply(row.state, "end")
    row.ended_at = clock.now()
    row.save(update_fields=["state", "ended_at"])
    if was != "running":
        return 0
    back = [o for o in _orders(row, handler=row.deputy_id) if o.stands_in_for_id == row.absent_id]
    return _move_all(back, by, row.absent_id, "代办结束，转回。", None, "代办结束")


def _orders(row: Delegation, *, handler: int) -> list[Order]:
    rows = Order.rows.filter(department_id=row.department_id, handler_id=handler, state__in=WAITING)
    return list(rows.select_related("department").order_by("case_id"))


def _move_all(
    orders: Iterable[Order], by: Actor, to: int, text: str, away: int | None, reason: str
) -> int:
    """Each order under the lock of its case, in the order of cases."""
    moved = 0
    for found in orders:
        case = Case.rows.select_for_update(of=("self",)).get(pk=found.case_id)
        order = next(o for o in frame.orders_of(case) if o.pk == found.pk)
        if order.handler_id != found.handler_id or order.state not in WAITING:
            continue  # answered or handed on in the meantime
        step = Step(case, by)
        _pass(order, step, to, text, stands_in_for_id=away)
        append(step.lines)
        emit(OrderHandedOver(order, by, reason))
        moved += 1
    return moved


@action(None)
def keep_delegations(*, by: Actor) -> int:
    """Begin and end what is due today; the machine does it, every morning."""
    today, changed = clock.today(), 0
    rows = Delegation.objects.filter(zone_id=by.zone_id).exclude(state="ended")
    for row in rows.select_for_update(of=("self",)).order_by("pk"):
        if row.until < today:
            _end(row, by)
        elif row.state == "planned" and row.since <= today:
            _begin(row, by)
        else:
            continue
        changed += 1
    return changed
