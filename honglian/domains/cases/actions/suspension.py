"""挂账: what cannot be solved for now is set apart with a leader's approval (领域手册 WH-07)."""

from __future__ import annotations

from honglian.foundation.audit.api import record
from honglian.foundation.workflow.steps import append
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.kit.events import emit

from .. import clocks
from ..events import ExtensionAsked, ExtensionDecided, OrderReplied
from ..models import Ask, Case, Order
from ..states import ORDER
from . import _frame as frame
from ._frame import Rules, Step
from ._orders import lapse_asks
from ._review import next_review
from ._settle import answered, settle
from .asks import APPROVER, _decide, _decided, _new_ask, _put
from .orders import _move, _open


@action("cases.handle")
def ask_suspension(*, number: str, reason: str, order_id: int | None = None, by: Actor) -> Ask:
    """Ask to set the order apart because of limits outside the department."""
    order, _, step = _open(number, order_id, by)
    ORDER.apply(order.state, "ask_suspension")
    reason = frame.check_text(
        reason, label="挂账理由（受什么限制、打算何时再办）", field="reason", most=500
    )
    if Ask.objects.filter(order=order, kind=Ask.Kind.SUSPENSION, decision="open").exists():
        raise Refusal("已有一项挂账申请在等审批，请等结果。", code="pending")
    step.say(
        "ask_suspension",
        item_id=order.item_id,
        text=reason,
        unit_name=order.department.name,
        internal=True,
    )
    ask = _new_ask(order, step, Ask.Kind.SUSPENSION, reason)
    _put(ask, step, holder_role=APPROVER, expected="审批挂账")
    append(step.lines)
    record(by=by, verb="cases.ask_suspension", target=order, label=str(step.case), note=reason)
    emit(ExtensionAsked(order, ask, by))
    return ask


@action("cases.approve_extension")
def decide_suspension(
    *, number: str, ask_id: int, granted: bool, answer: str = "", by: Actor
) -> Order:
    """Grant or deny; granted, the order rests with its reason and counts in no rate."""
    ask, orders, step = _decided(number, ask_id, Ask.Kind.SUSPENSION, by)
    order = ask.order
    ORDER.apply(order.state, "suspend" if granted else "deny_suspension")
    answer = frame.check_length(answer, label="审批意见", field="answer", most=500)
    if not granted and not answer:
        raise Refusal("不同意挂账请写明原因，承办部门要据此办理。", code="empty", field="answer")
    _decide(ask, step, granted, answer)
    if granted:
        _set_apart(order, orders, step, ask.reason)
    else:
        _move(order, step, "deny_suspension", text=answer, internal=True)
    append(step.lines)
    record(by=by, verb="cases.decide_suspension", target=order, label=str(step.case), note=answer)
    emit(ExtensionDecided(order, ask, by, granted))
    if granted:
        emit(OrderReplied(order, by))
    return order


def _set_apart(order: Order, orders: list[Order], step: Step, reason: str) -> None:
    _move(order, step, "suspend", text=f"暂时不能解决，已挂账：{reason}")
    frame.change(
        order,
        state=order.state,
        reply=f"暂时不能解决，已挂账：{reason}",
        outcome=Case.Outcome.SUSPENDED,
        replied_at=step.at,
        **clocks.stop(order),
    )
    frame.show_order(order, at=step.at)
    lapse_asks(order, step)
    review_on = next_review(Rules.of(step.case.zone_id), step.at)
    frame.change(step.case, review_on=review_on)
    if not answered(step.case, orders, step):
        settle(step.case, orders, step)
