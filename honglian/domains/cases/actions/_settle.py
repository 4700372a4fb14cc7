"""Where a case stands after its orders changed: with departments, without a lead, or answered."""

from __future__ import annotations

from collections.abc import Iterable

from honglian.algo.workdays import Duration, due_at
from honglian.kit.events import emit

from .. import clocks
from ..events import CaseReplied
from ..ladder.lapsing import lapse
from ..models import Case, Order
from ..states import CASE
from . import _frame as frame
from ._frame import DISPATCHER, Rules, Step
from ._orders import end_order


def lead_of(orders: Iterable[Order]) -> Order | None:
    return next((o for o in frame.live(orders) if o.role == Order.Role.LEAD), None)


def holders(orders: Iterable[Order]) -> str:
    """Who works on it, in a few words: 人社局等 3 个部门."""
    names = [frame.unit_of(o) for o in frame.waiting(orders)]
    if len(names) > 2:
        return f"{names[0]}等 {len(names)} 个部门"
    return "、".join(names)


def settle(case: Case, orders: list[Order], step: Step, **more: object) -> None:
    """Bring a dispatched case in line with its orders; ``more`` are further columns to write."""
    lead = lead_of(orders)
    values = {
        "open_orders": len(frame.waiting(orders)),
        "lead_id": lead.department_id if lead else None,
        "due_at": clocks.case_due(case, orders) if lead else _redispatch_due(case, orders, step),
        **more,
    }
    frame.change(case, **values)
    frame.show_case(
        case,
        at=step.at,
        expected="" if lead else "改派",
        holder_role="" if lead else DISPATCHER,
        holder_name=holders(orders)[:64],
        due_at=case.due_at,
        due_kind="finish" if lead else "dispatch",
    )


def _redispatch_due(case: Case, orders: list[Order], step: Step):
    """The case lost its lead: the dispatcher's limit runs again from this moment."""
    step.say("unled", name="等待改派", internal=True)
    rules = Rules.of(case.zone_id)
    return clocks.case_due(
        case,
        orders,
        root_log=step.lines,
        limit=rules.config.cases.accept,
        calendar=rules.calendar,
    )


def answered(case: Case, orders: list[Order], step: Step) -> bool:
    """Move the case on to the call-back when nobody owes an answer any more.

    Where the zone does not let the lead wait for the others, the lead's answer ends theirs.
    """
    lead = lead_of(orders)
    if lead is None or lead.state != "replied":
        return False
    still = frame.waiting(orders)
    rules = Rules.of(case.zone_id)
    if still and rules.config.cases.lead_waits_for_co:
        return False
    for order in still:
        end_order(order, step, rules, verb="withdraw", text="主办已答复，协办自动结束")
    state = CASE.apply(case.state, "all_replied")
    step.say("all_replied", before=case.state, after=state, name="全部答复，等待回访")
    frame.change(
        case,
        state=state,
        replied_at=step.at,
        outcome=lead.outcome,
        open_orders=0,
        due_at=None,
    )
    limit = Duration.parse(rules.config.cases.callback_within)
    frame.show_case(
        case,
        at=step.at,
        holder_role=DISPATCHER,
        holder_name="",
        due_at=due_at(step.at, limit, rules.calendar),
        due_kind="callback",
    )
    lapse(case, step.at)
    emit(CaseReplied(case, step.by))
    return True
