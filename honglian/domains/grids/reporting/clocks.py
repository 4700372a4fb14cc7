"""When each step of a grid event is due, on the working calendar (领域手册 D.3)."""

from __future__ import annotations

from datetime import datetime

from honglian.algo.workdays import Duration, due_at
from honglian.foundation.calendar.api import zone_with_calendar
from honglian.foundation.zones.config import GridRules
from honglian.kit import clock

from .models import GridEvent

# State → which limit runs in it.
KINDS = {
    "collected": "accept",
    "accepted": "dispatch",
    "rejected": "dispatch",
    "dispatched": "receive",
    "received": "handle",
    "verifying": "verify",
}
KIND_NAMES = {
    "accept": "立案",
    "dispatch": "分拨",
    "receive": "签收",
    "handle": "处置",
    "verify": "核查",
}


def limits_of(rules: GridRules, level: str) -> dict[str, str]:
    """What an event carries from its first day on: later changes do not rewrite it."""
    return {
        "accept": rules.accept,
        "dispatch": rules.dispatch,
        "receive": rules.urgent_receive if level == "L1" else rules.receive,
        "handle": rules.level(level).handle,
        "verify": rules.verify,
        "reject": rules.reject_within,
    }


def set_due(event: GridEvent, since: datetime | None = None) -> None:
    """The limit of the state the event is in, from the step that led there.

    Handling runs from the first receipt: sending back for rework does not give new time twice.
    """
    kind = KINDS.get(event.state, "")
    event.due_kind = kind
    event.due_at = None
    if kind:
        event.due_at = _after(event, kind, since or clock.now())


def _after(event: GridEvent, kind: str, since: datetime) -> datetime:
    _, calendar = zone_with_calendar(event.zone_id)
    return due_at(since, Duration.parse(event.limits[kind]), calendar)


def may_still_reject(event: GridEvent) -> bool:
    """Within the limit after the receipt; before it in any case."""
    if event.received_at is None:
        return True
    return clock.now() <= _after(event, "reject", event.received_at)
