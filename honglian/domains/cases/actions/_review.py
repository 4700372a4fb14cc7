"""When something set apart (挂账) is looked at again."""

from __future__ import annotations

from datetime import date, datetime

from honglian.algo.workdays import Duration, due_at
from honglian.kit import clock

from ._frame import Rules


def next_review(rules: Rules, at: datetime) -> date:
    """The day on which something set apart at this moment is due for review."""
    period = Duration.parse(rules.config.cases.suspension_review)
    return clock.local(due_at(at, period, rules.calendar)).date()
