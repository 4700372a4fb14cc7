"""A department works on its order: sign, contact, note, pause, resume, reply."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from honglian.algo.workdays import Duration, due_at
from honglian.foundation.audit.api import record
from honglian.foundation.files.api import Prepared
from honglian.foundation.workflow.steps import append
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.kit.events import emit

from .. import clocks
from ..events import OrderReplied
from ..models import Case, Order
from ..states import ORDER
from . import _frame as frame
from ._frame import Rules, Step
from ._orders import lapse_asks
from ._settle import answered, settle

WAYS = {"call": "电话联系", "visit": "上门走访"}


def _open(number: str, order_id: int | None, by: Actor) -> tuple[Order, list[Order], Step]:
    """The actor's order on the locked case, all orders of the case, and a new step."""
    case = frame.locked(by, number, through_order=True)
    orders = frame.orders_of(case)
    order = frame.own_order(by, orders, order_id)
    order.case = case
    return order, orders, Step(case, by)


def _move(order: Order, step: Step, verb: str, **line: object) -> str:
    """Apply a verb of the state table and note it; returns the state before."""
    before = order.state
    order.state = ORDER.apply(before, verb)
    unit = order.department.name
    step.say(verb, item_id=order.item_id, before=before, after=order.state, unit_name=unit, **line)
    return before


def _save(order: Order, step: Step, **values: object) -> None:
    """Write the order with its clock recomputed from the whole log, then its desk line."""
    rules = Rules.of(order.zone_id)
    mine = [line for line in step.lines if line.item_id == order.item_id]
    due = clocks.recompute(order, rules.calendar, [*clocks.log_of(order.item_id), *mine])
    frame.change(order, state=order.state, **due, **values)
    frame.show_order(order, at=step.at, holder_user_id=order.handler_id)


@action("cases.handle")
def sign(*, number: str, order_id: int | None = None, by: Actor) -> Order:
    """Take the order over."""
    order, _, step = _open(number, order_id, by)
    _move(order, step, "sign")
    _save(order, step, signed_at=step.at, handler_id=by.user_id)
    append(step.lines)
    record(by=by, verb="cases.sign", target=order, label=str(step.case))
    return order


@action("cases.handle")
def contact(
    *,
    number: str,
    way: str,
    when: datetime | None = None,
    text: str = "",
    order_id: int | None = None,
    by: Actor,
) -> Order:
    """Note the first real contact with the enterprise: a call or a visit (WH-08)."""
    if way not in WAYS:
        raise Refusal("首次联系须是电话或上门，请选择其一。", code="bad_way", field="way")
    order, _, step = _open(number, order_id, by)
    when = when or step.at
    if when > step.at:
        raise Refusal("联系时间还没有到，请填实际联系的时间。", code="future", field="when")
    if when < order.dispatched_at:
        raise Refusal("联系时间早于派单时间，请核对。", code="too_early", field="when")
    text = frame.check_length(text, label="联系情况", field="text", most=1000)
    if order.state == "sent":
        _move(order, step, "sign")
    said = f"{clock.local(when):%m-%d %H:%M} {WAYS[way]}。{text}".rstrip("。") + "。"
    _move(order, step, "contact", text=said, data={"way": way, "when": when.isoformat()})
    _save(
        order,
        step,
        signed_at=order.signed_at or step.at,
        contacted_at=when,
        handler_id=by.user_id or order.handler_id,
    )
    append(step.lines)
    record(by=by, verb="cases.contact", target=order, label=str(step.case))
    return order


@action("cases.handle")
def note(*, number: str, text: str, order_id: int | None = None, by: Actor) -> Order:
    """Write down how it goes; for colleagues, not for the enterprise."""
    order, _, step = _open(number, order_id, by)
    text = frame.check_text(text, label="办理记录", field="text", most=2000)
    _move(order, step, "note", text=text, internal=True)
    append(step.lines)
    record(by=by, verb="cases.note", target=order, label=str(step.case))
    return order


@action("cases.handle")
def pause(
    *, number: str, reason: str, until: datetime, order_id: int | None = None, by: Actor
) -> Order:
    """Stop the finish clock for a reason outside the department, no longer than the zone allows."""
    order, orders, step = _open(number, order_id, by)
    reason = frame.check_text(reason, label="暂停原因", field="reason", most=500)
    rules = Rules.of(order.zone_id)
    longest = due_at(step.at, Duration.parse(rules.config.cases.pause_max), rules.calendar)
    if until <= step.at:
        raise Refusal("预计恢复时间应在现在之后。", code="past", field="until")
    if until > longest:
        raise Refusal(
            f"一次最多暂停 {rules.config.cases.pause_max}，即到 {clock.local(longest):%Y-%m-%d}。",
            code="too_long",
            field="until",
        )
    _not_too_long_in_all(order, step, until, rules)
    day = f"{clock.local(until):%Y-%m-%d}"
    text = f"{reason}（预计 {day} 恢复）"
    _move(order, step, "pause", text=text, data={"until": until.isoformat()})
    _save(order, step)
    settle(step.case, orders, step)
    append(step.lines)
    record(by=by, verb="cases.pause", target=order, label=str(step.case), note=text)
    return order


def _not_too_long_in_all(order: Order, step: Step, until: datetime, rules: Rules) -> None:
    """All pauses of an order together have a limit too, so that none is stretched by a new one."""
    limit = rules.config.cases.pause_total
    before = clocks.paused_time(clocks.log_of(order.item_id))
    left = clocks.natural(Duration.parse(limit)) - before
    if until - step.at <= left:
        return
    if left <= timedelta(0):
        tail = "已经用完，请继续办理；确实办不了的可以申请挂账。"
    else:
        tail = f"这次最多停到 {clock.local(step.at + left):%Y-%m-%d %H:%M}。"
    raise Refusal(
        f"一张工单累计最多暂停 {limit}，已暂停 {before.days} 天，{tail}",
        code="too_long_in_all",
        field="until",
    )


@action("cases.handle")
def resume(*, number: str, order_id: int | None = None, by: Actor) -> Order:
    """Let the clock run on; what was left is left still."""
    order, orders, step = _open(number, order_id, by)
    _move(order, step, "resume")
    _save(order, step)
    settle(step.case, orders, step)
    append(step.lines)
    record(by=by, verb="cases.resume", target=order, label=str(step.case))
    return order


@action("cases.handle")
def reply(
    *,
    number: str,
    text: str,
    outcome: str = Case.Outcome.SOLVED,
    files: Sequence[Prepared] = (),
    order_id: int | None = None,
    by: Actor,
) -> Order:
    """Answer, with evidence. From “待签收” or “待联系” this signs and contacts in the same step."""
    if outcome not in Case.Outcome.values:
        names = "、".join(Case.Outcome.labels)
        raise Refusal(f"办结类型请选：{names}。", code="bad_outcome", field="outcome")
    if outcome == Case.Outcome.SUSPENDED:
        raise Refusal(
            "挂账须经分管领导批准，请用“申请挂账”。", code="needs_approval", field="outcome"
        )
    text = frame.check_text(text, label="答复", field="text")
    order, orders, step = _open(number, order_id, by)
    before = order.state
    ORDER.apply(before, "reply")
    if before == "sent":
        _move(order, step, "sign")
    if before in ("sent", "signed"):
        _move(order, step, "contact")
    _move(order, step, "reply", text=text, data={"outcome": outcome})
    frame.change(
        order,
        state=order.state,
        reply=text,
        outcome=outcome,
        replied_at=step.at,
        signed_at=order.signed_at or step.at,
        contacted_at=order.contacted_at or step.at,
        handler_id=by.user_id or order.handler_id,
        **clocks.stop(order),
    )
    frame.show_order(order, at=step.at)
    if before in ("signed", "contacted"):
        lapse_asks(order, step)
    answer = step.lines[-1]
    if not answered(step.case, orders, step):
        settle(step.case, orders, step)
    frame.keep(step, files, answer)
    record(by=by, verb="cases.reply", target=order, label=str(step.case))
    emit(OrderReplied(order, by))
    return order
