"""Due times, computed from the event log. Nothing else writes ``due_at`` of a case or an order.

An order has up to three limits that all run from its dispatch: sign, first contact, finish.
``due_at`` is the next one to keep. Pauses and extensions move the finish only; answering
stops it; a case that is opened again starts all of them anew (only the finish is shown then).
While the clock stands still there is no due time: it depends on when the work goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from honglian.algo.workdays import ClockEvent, Duration, WorkCalendar, due_at, run_clock
from honglian.foundation.workflow.models import WorkEvent
from honglian.foundation.zones.api import CaseLevel

from .models import Case, Order
from .states import LIVE

# What an event of the order's log means to its finish clock.
CLOCK_KINDS = {
    "send": "start",
    "pause": "pause",
    "resume": "resume",
    "extend": "extend",
    "reply": "stop",
    "suspend": "stop",
    "redo": "restart",
    "withdraw": "stop",
    "uphold": "stop",
}
SIGNING = ("sign", "object", "deny", "contact", "reply")
CONTACTING = ("contact", "reply")
FRESH_STARTS = ("report", "unled")  # the dispatcher's limit runs from here


@dataclass(frozen=True, slots=True)
class Due:
    """``kind`` is sign, contact, finish, paused or empty (nothing is owed)."""

    at: datetime | None
    kind: str
    finish_at: datetime | None


def limits_of(level: CaseLevel, *, lead: bool) -> dict[str, str]:
    """The limits an order carries from its dispatch on."""
    finish = level.finish if lead else (level.co_finish or level.finish)
    found = {"sign": level.sign, "contact": level.contact, "finish": finish}
    return found | ({"plan": level.plan} if level.plan and lead else {})


def order_due(limits: dict[str, str], events: Sequence[WorkEvent], calendar: WorkCalendar) -> Due:
    """Read an order's clocks from its whole log, oldest event first."""
    started = max(i for i, e in enumerate(events) if e.verb in ("send", "redo"))
    run = events[started:]
    log = [_clock_event(e) for e in events if e.verb in CLOCK_KINDS]
    # Read at the last event that moves the clock: a note during a pause moves nothing.
    reading = run_clock(log, Duration.parse(limits["finish"]), calendar, log[-1].at)
    if reading.stopped_at is not None:
        return Due(None, "", reading.due_at)
    if reading.paused:
        return Due(None, "paused", reading.due_at)
    done = {e.verb for e in run}
    if events[started].verb == "send":
        for kind, verbs in (("sign", SIGNING), ("contact", CONTACTING)):
            if done.isdisjoint(verbs):
                limit = Duration.parse(limits[kind])
                return Due(due_at(run[0].at, limit, calendar), kind, reading.due_at)
    return Due(reading.due_at, "finish", reading.due_at)


def _clock_event(event: WorkEvent) -> ClockEvent:
    kind = CLOCK_KINDS[event.verb]
    duration = Duration.parse(event.data["extend"]) if kind == "extend" else None
    return ClockEvent(event.at, kind, duration)


def recompute(
    order: Order, calendar: WorkCalendar, events: Iterable[WorkEvent] | None = None
) -> dict[str, object]:
    """Set the order's due columns from its log and return them, ready for an UPDATE.

    ``events`` spares the read where the caller has just written the whole log.
    """
    log = list(log_of(order.item_id) if events is None else events)
    due = order_due(order.limits, log, calendar)
    order.due_at, order.due_kind, order.finish_due_at = due.at, due.kind, due.finish_at
    return _columns(order)


def stop(order: Order) -> dict[str, object]:
    """What :func:`recompute` finds after an answer or a withdrawal, without reading the log:
    nothing is owed any more and the finish limit stays what it was."""
    order.due_at, order.due_kind = None, ""
    return _columns(order)


def _columns(order: Order) -> dict[str, object]:
    return {
        "due_at": order.due_at,
        "due_kind": order.due_kind,
        "finish_due_at": order.finish_due_at,
    }


def paused_time(log: Iterable[WorkEvent]) -> timedelta:
    """How long the pauses of a log lasted that have ended, in natural time."""
    since, total = None, timedelta()
    for event in log:
        if event.verb == "pause":
            since = event.at
        elif since is not None and event.verb in ("resume", "withdraw", "redo"):
            total, since = total + (event.at - since), None
    return total


def natural(duration: Duration) -> timedelta:
    """A limit in days or hours as plain time."""
    if duration.base_unit == "days":
        return timedelta(days=duration.base_amount)
    return timedelta(minutes=duration.base_amount)


def log_of(item_id: int) -> list[WorkEvent]:
    """The events of one work item, oldest first."""
    return list(WorkEvent.objects.filter(item_id=item_id).order_by("at", "id"))


def case_due(
    case: Case,
    orders: Iterable[Order],
    *,
    root_log: Iterable[WorkEvent] = (),
    limit: str = "",
    calendar: WorkCalendar | None = None,
) -> datetime | None:
    """The limit of the case as a whole.

    With departments it is the lead's finish (none while the lead's clock is paused); before
    that, and again after the lead was returned, ``limit`` after the report in ``root_log``.
    """
    if case.state not in ("created", "accepted", "dispatched"):
        return None
    lead = next((o for o in orders if o.role == Order.Role.LEAD and o.state in LIVE), None)
    if lead is not None:
        return None if lead.state == "paused" else lead.finish_due_at
    started = [e.at for e in root_log if e.verb in FRESH_STARTS]
    if not started or calendar is None:
        return None
    return due_at(started[-1], Duration.parse(limit), calendar)
