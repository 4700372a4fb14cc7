"""A question to a rung that the case has outrun."""

from __future__ import annotations

from datetime import datetime

from honglian.foundation.workflow.steps import move_item

from ..models import Case, Escalation
from ..states import ESCALATION


def open_escalation(case: Case) -> Escalation | None:
    """What a rung of the ladder still owes an answer to; no query where nobody was asked."""
    if not case.rung:
        return None
    return Escalation.objects.filter(case=case, state=Escalation.State.OPEN).first()


def lapse(case: Case, at: datetime) -> None:
    """The case has been answered or has ended: the question to its rung is void."""
    asked = open_escalation(case)
    if asked is None:
        return
    state = ESCALATION.apply(asked.state, "lapse")
    Escalation.objects.filter(pk=asked.pk).update(state=state, answered_at=at)
    move_item(asked.item_id, ESCALATION, state, at=at)
