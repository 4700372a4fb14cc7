"""Making and ending orders: shared by dispatch, objections, answers and merging."""

from __future__ import annotations

from collections.abc import Iterable

from honglian.foundation.orgs.api import Department
from honglian.foundation.workflow.models import WorkEvent, WorkItem
from honglian.foundation.workflow.steps import move_item, new_item
from honglian.kit import rows
from honglian.kit.errors import Refusal

from .. import clocks
from ..models import Ask, Case, Order
from ..states import ASK, ORDER
from . import _frame as frame
from ._frame import Rules, Step


def departments(case: Case, codes: Iterable[str]) -> dict[str, Department]:
    """Active departments of the case's zone by code; refusal on unknown ones."""
    wanted = list(codes)
    rows = Department.rows.filter(zone_id=case.zone_id, code__in=wanted, is_active=True)
    found = {d.code: d for d in rows}
    if unknown := [code for code in wanted if code not in found]:
        raise Refusal(
            f"没有代码为 {'、'.join(unknown)} 的在用部门，请在部门清单里核对。",
            code="bad_department",
            field="lead",
        )
    return found


def make_orders(step: Step, rules: Rules, chosen: list[tuple[Department, str]]) -> list[Order]:
    """One order a department, with its limits, its desk line and its running clock."""
    orders = [_order(step, rules, department, role) for department, role in chosen]
    rows.insert(*orders)
    items = [_item(order, step) for order in orders]
    rows.insert(*items)
    for order, item in zip(orders, items, strict=True):
        order.item = item
        step.say("send", item_id=item.pk, name="派单", after=order.state, data=order.limits)
    if len(orders) == 1:
        frame.change(orders[0], item_id=items[0].pk)
    else:
        Order.rows.bulk_update(orders, ["item"])
    return orders


def _order(step: Step, rules: Rules, department: Department, role: str) -> Order:
    case, level = step.case, rules.config.level(step.case.level)
    if level is None:
        raise Refusal(f"等级 {case.level} 在配置里已经没有时限，请重新定级。", code="bad_level")
    order = Order(
        zone_id=case.zone_id,
        case=case,
        department=department,
        role=role,
        limits=clocks.limits_of(level, lead=role == Order.Role.LEAD),
        dispatched_at=step.at,
    )
    clocks.recompute(order, rules.calendar, [WorkEvent(verb="send", at=step.at)])
    return order


def _item(order: Order, step: Step) -> WorkItem:
    case = order.case
    return new_item(
        table=ORDER,
        state=order.state,
        kind="cases.order",
        object_id=order.pk,
        root_id=case.item_id,
        zone_id=case.zone_id,
        number=case.number,
        title=f"{order.get_role_display()} {case.enterprise_name}：{case.title}"[:200],
        url=frame.address(case),
        expected=frame.ORDER_EXPECTED[order.state],
        urgency=frame.urgency(case),
        due_at=order.due_at,
        due_kind=order.due_kind,
        holder_department_id=order.department_id,
        holder_name=frame.unit_of(order)[:64],
        chain_id=case.chain_id,
        opened_at=step.at,
    )


def end_order(order: Order, step: Step, rules: Rules, *, verb: str, text: str) -> None:
    """Withdraw or return an order: its clock stops, its desk line and open requests go.

    The caller writes the case's counter of open orders.
    """
    state = ORDER.apply(order.state, verb)
    step.say(
        verb,
        item_id=order.item_id,
        before=order.state,
        after=state,
        text=text,
        unit_name=order.department.name,
    )
    log = [*clocks.log_of(order.item_id), step.lines[-1]]
    frame.change(order, state=state, **clocks.recompute(order, rules.calendar, log))
    frame.show_order(order, at=step.at)
    lapse_asks(order, step)


def lapse_asks(order: Order, step: Step) -> None:
    """Requests nobody has decided yet lose their sense with the order."""
    for ask in Ask.objects.filter(order=order, decision=Ask.Decision.OPEN):
        Ask.objects.filter(pk=ask.pk).update(
            decision=Ask.Decision.LAPSED, decided_at=step.at, decided_by="系统"
        )
        move_item(ask.item_id, ASK, "lapsed", at=step.at)
