"""Sending a case to departments: dispatch, redispatch, withdraw, supervise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.http import Http404

from honglian.foundation.audit.api import record
from honglian.foundation.workflow.models import WorkEvent
from honglian.foundation.workflow.steps import append
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Conflict, Refusal
from honglian.kit.events import emit

from ..events import CaseDispatched, OrderWithdrawn
from ..models import Case, Order
from ..states import CASE
from . import _frame as frame
from ._frame import Rules, Step
from ._orders import departments, end_order, make_orders
from ._settle import answered, settle
from ._supervision import press

LEVELS = {1: "催办", 2: "部门督办", 3: "分管领导督办", 4: "党工委主要领导督办"}


@action("cases.dispatch")
def dispatch(
    *, number: str, lead: str = "", co: Sequence[str] = (), note: str = "", by: Actor
) -> Case:
    """Send to one lead department and any co-departments, each with a clock of its own.

    Departments are codes; without a lead the category's departments are taken. From
    “待受理” this accepts in the same step.
    """
    case = frame.locked(by, number)
    if case.state == "dispatched":
        raise Conflict(_already(case), code="dispatched")
    state = CASE.apply(case.state, "dispatch")
    rules = Rules.of(case.zone_id)
    lead, co = _routing(rules, case, lead, co)
    found = departments(case, [lead, *co])
    note = frame.check_length(note, label="派单说明", field="note", most=500)
    step = Step(case, by)
    if case.state == "created":
        step.say("accept", before="created", after="accepted")
    step.say("dispatch", before="accepted", after=state, text=_sentence(found, lead, co, note))
    orders = make_orders(
        step,
        rules,
        [(found[lead], Order.Role.LEAD), *((found[code], Order.Role.CO) for code in co)],
    )
    case.state = state
    settle(
        case,
        orders,
        step,
        state=state,
        accepted_at=case.accepted_at or step.at,
        dispatched_at=step.at,
    )
    append(step.lines)
    record(by=by, verb="cases.dispatch", target=case, changes={"departments": [None, [lead, *co]]})
    emit(CaseDispatched(case, tuple(orders), by))
    return case


def _routing(rules: Rules, case: Case, lead: str, co: Sequence[str]) -> tuple[str, list[str]]:
    if not lead:
        category = rules.config.category(case.category)
        if category is None:
            raise Refusal(
                "还没有分类，请选主办部门，或先分类再派单。", code="no_lead", field="lead"
            )
        lead, co = category.lead, co or category.co
    helpers = [code for code in dict.fromkeys(co) if code != lead]
    return lead, helpers


def _sentence(found: dict, lead: str, co: Sequence[str], note: str) -> str:
    helpers = "、".join(found[code].name for code in co)
    text = f"主办：{found[lead].name}" + (f"；协办：{helpers}" if helpers else "")
    return f"{text}。{note}" if note else text


def _already(case: Case) -> str:
    """Who was faster, when, and to whom."""
    line = (
        WorkEvent.objects.filter(item_id=case.item_id, verb__in=["dispatch", "redispatch"])
        .order_by("-id")
        .first()
    )
    names = "、".join(o.department.name for o in frame.live(frame.orders_of(case)))
    who, when = (line.actor_name, clock.local(line.at)) if line else ("别人", case.dispatched_at)
    day = "" if when.date() == clock.today() else f"{when.month}月{when.day}日 "
    return (
        f"这件诉求已由 {who} 于 {day}{when:%H:%M} 派给 {names}，不用再派。"
        "要换部门或加部门请用“改派或增派”。"
    )


@action("cases.dispatch")
def redispatch(
    *,
    number: str,
    by: Actor,
    lead: str = "",
    add: Sequence[str] = (),
    remove: Sequence[str] = (),
    reason: str,
) -> Case:
    """Change the lead, add departments or withdraw some, with a reason (WH-03)."""
    case = frame.locked(by, number)
    CASE.apply(case.state, "redispatch")
    reason = frame.check_text(reason, label="改派理由", field="reason", most=500)
    orders, rules, step = frame.orders_of(case), Rules.of(case.zone_id), Step(case, by)
    found = departments(case, dict.fromkeys([*([lead] if lead else []), *add]))
    open_ones = {o.department.code: o for o in frame.live(orders)}
    leaving = [_leaving(open_ones, code) for code in remove]
    present = next((o for o in open_ones.values() if o.role == Order.Role.LEAD), None)
    if lead:
        if present is not None and present.department.code == lead:
            raise Refusal(f"{present.department.name}已经是主办。", code="same_lead", field="lead")
        _refuse_answered(open_ones.get(lead))
        leaving += [o for o in (present, open_ones.get(lead)) if o and o not in leaving]
    step.say("redispatch", text=_change_words(found, lead, add, leaving, reason))
    for order in leaving:
        end_order(order, step, rules, verb="withdraw", text=reason)
    chosen = [(found[lead], Order.Role.LEAD)] if lead else []
    chosen += [(found[code], Order.Role.CO) for code in dict.fromkeys(add) if code != lead]
    _refuse_twice(open_ones, leaving, chosen)
    if not chosen and not leaving:
        raise Refusal(
            "没有改动，请选要换的主办、要增加或撤回的部门。", code="nothing", field="lead"
        )
    new = make_orders(step, rules, chosen) if chosen else []
    _finish(case, [*orders, *new], step)
    record(by=by, verb="cases.redispatch", target=case, note=reason)
    for order in leaving:
        emit(OrderWithdrawn(order, by, reason))
    if new:
        emit(CaseDispatched(case, tuple(new), by))
    return case


def _refuse_answered(order: Order | None) -> None:
    if order is not None and order.state == "replied":
        raise Refusal(
            f"{order.department.name}已经答复，不能改作主办；请选别的部门。",
            code="answered",
            field="lead",
        )


def _leaving(open_ones: dict[str, Order], code: str) -> Order:
    order = open_ones.get(code)
    if order is None:
        raise Refusal(f"代码 {code} 的部门没有这件诉求的工单。", code="no_order", field="remove")
    return order


def _refuse_twice(open_ones: dict[str, Order], leaving: list[Order], chosen: list) -> None:
    for department, _ in chosen:
        order = open_ones.get(department.code)
        if order is not None and order not in leaving:
            raise Refusal(
                f"{department.name}已经在办这件诉求，不能再派一张工单。", code="twice", field="add"
            )


def _change_words(found: dict, lead: str, add: Sequence[str], leaving: list, reason: str) -> str:
    parts = [f"主办改为：{found[lead].name}"] if lead else []
    if helpers := [found[c].name for c in dict.fromkeys(add) if c != lead]:
        parts.append(f"增派协办：{'、'.join(helpers)}")
    if leaving:
        parts.append(f"撤回：{'、'.join(o.department.name for o in leaving)}")
    return f"{'；'.join(parts)}。理由：{reason}"


def _finish(case: Case, orders: list[Order], step: Step) -> None:
    """Taking an order back may have been the last thing the case waited for."""
    if not answered(case, orders, step):
        settle(case, orders, step)
    append(step.lines)


@action("cases.dispatch")
def withdraw(*, number: str, order_id: int, reason: str, by: Actor) -> Case:
    """Take one department's order back."""
    case = frame.locked(by, number)
    CASE.apply(case.state, "redispatch")
    reason = frame.check_text(reason, label="撤回理由", field="reason", most=500)
    orders, step = frame.orders_of(case), Step(case, by)
    order = next((o for o in orders if o.pk == order_id), None)
    if order is None:
        raise Http404("no such order")
    end_order(order, step, Rules.of(case.zone_id), verb="withdraw", text=reason)
    _finish(case, orders, step)
    record(by=by, verb="cases.withdraw", target=order, label=str(case), note=reason)
    emit(OrderWithdrawn(order, by, reason))
    return case


@action("cases.supervise")
def supervise(
    *, number: str, level: int, requirement: str, deadline: datetime | None = None, by: Actor
) -> Case:
    """Put pressure on a case: level 1–4 (领域手册 E.5), what is required and until when."""
    case = frame.locked(by, number)
    CASE.apply(case.state, "supervise")
    if level not in LEVELS:
        raise Refusal("督办级别为 1 至 4 级，请重新选择。", code="bad_level", field="level")
    if level < case.supervision:
        raise Refusal(
            f"这件诉求已是{case.supervision}级（{LEVELS[case.supervision]}），只能提级。",
            code="lower",
            field="level",
        )
    requirement = frame.check_text(requirement, label="督办要求", field="requirement", most=500)
    if deadline is not None and deadline <= clock.now():
        raise Refusal("督办期限应在现在之后，请重新选择。", code="past", field="deadline")
    step = Step(case, by)
    press(step, level, requirement, deadline)
    append(step.lines)
    return case
