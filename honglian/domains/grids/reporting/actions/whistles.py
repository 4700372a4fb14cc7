"""What the whistle that came out of an event does to it. Called by the floor that joins the two."""

from __future__ import annotations

from honglian.kit.actions import action
from honglian.kit.actor import Actor

from ..models import GridEvent
from . import _frame as frame


@action(None)
def link_case(*, event_id: int, number: str, by: Actor) -> GridEvent:
    """Note the whistle's number. Not asked by people: it follows from raising the demand."""
    rows = GridEvent.rows.select_for_update().filter(zone_id=by.zone_id)
    event = rows.get(pk=event_id)
    if not event.case_number:
        event.case_number = number
        event.save(update_fields=["case_number"])
    return event


@action(None)
def close_with_case(*, number: str, outcome: str = "", by: Actor) -> list[GridEvent]:
    """The whistle is closed, so are the events it came from. Follows from the whistle alone."""
    return _follow(number, "case_closed", outcome, by)


@action(None)
def refuse_with_case(*, number: str, reason: str, by: Actor) -> list[GridEvent]:
    """The whistle was not accepted; the reporter reads why. Follows from the whistle alone."""
    return _follow(number, "case_refused", reason, by)


@action(None)
def follow_case(*, number: str, into: str, by: Actor) -> int:
    """The whistle went into another one; its events wait for that. Follows from the whistle alone."""
    rows = GridEvent.rows.filter(zone_id=by.zone_id, case_number=number, state="cased")
    return rows.update(case_number=into)


def _follow(number: str, verb: str, text: str, by: Actor) -> list[GridEvent]:
    rows = GridEvent.rows.select_for_update(of=("self",)).filter(
        zone_id=by.zone_id, case_number=number, state="cased"
    )
    found = list(rows.select_related("enterprise", "grid", "department", "item"))
    for event in found:
        event.outcome = text[:1000]
        frame.move(event, verb, by, text=text)
    return found
