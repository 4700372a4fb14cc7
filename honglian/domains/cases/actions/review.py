"""挂账 is not for ever: after the zone's period a leader looks at it again (领域手册 WH-07)."""

from __future__ import annotations

from honglian.foundation.audit.api import record
from honglian.foundation.workflow.api import find_item, open_item, update_item
from honglian.foundation.workflow.steps import append
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

from ..models import Case
from ..states import CASE, REVIEW
from . import _frame as frame
from ._frame import Rules, Step
from ._review import next_review
from .asks import APPROVER
from .callback import _open_again

KIND = "cases.review"


@action("cases.approve_extension")
def review_suspension(*, number: str, keep: bool, reason: str, by: Actor) -> Case:
    """Leave the case set apart for another period, or take it up again; both with a reason."""
    case = frame.locked(by, number)
    CASE.apply(case.state, "review_suspension")
    if case.review_on is None:
        raise Refusal("这件诉求没有挂账，不用复核。", code="not_set_apart")
    reason = frame.check_text(reason, label="复核意见", field="reason", most=500)
    step = Step(case, by)
    said = "复核挂账：继续挂账" if keep else "复核挂账：条件已变，重办"
    step.say("review_suspension", name="复核挂账", text=f"{said}。{reason}", data={"keep": keep})
    if keep:
        frame.change(case, review_on=next_review(Rules.of(case.zone_id), step.at))
    else:
        _open_again(case, step, reason)
    _reviewed(case, "keep" if keep else "reopen")
    append(step.lines)
    record(by=by, verb="cases.review_suspension", target=case, note=f"{said}。{reason}")
    return case


def _reviewed(case: Case, verb: str) -> None:
    """Clear the desk line, if the review had come due."""
    item = find_item(KIND, case.pk)
    if item is not None and item.state == "due":
        update_item(item, REVIEW, REVIEW.apply("due", verb))


@action(None)
def put_up_for_review(*, case_id: int, by: Actor) -> bool:
    """Lay a case whose day has come on the leader's desk; the machine does it, once a period."""
    case = Case.rows.select_for_update(of=("self",)).get(pk=case_id)
    if case.review_on is None or case.review_on > clock.today():
        return False
    item = find_item(KIND, case.pk)
    due = Rules.of(case.zone_id).calendar.closing(case.review_on)
    if item is None:
        open_item(
            kind=KIND,
            object_id=case.pk,
            table=REVIEW,
            state=REVIEW.initial,
            root=case.item,
            zone_id=case.zone_id,
            number=case.number,
            title=f"挂账复核 {case.enterprise_name}：{case.title}"[:200],
            url=frame.address(case),
            expected="复核",
            due_at=due,
            due_kind="review",
            holder_role=APPROVER,
            chain_id=case.chain_id,
        )
        return True
    if item.state == "due":
        return False
    update_item(item, REVIEW, REVIEW.apply(item.state, "due"), expected="复核", due_at=due)
    return True
