"""The department receives, returns once, handles; the grid checks and closes."""

from __future__ import annotations

from collections.abc import Sequence

from honglian.foundation.files.api import Prepared
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.rules import BOOK

from .. import clocks
from ..models import GridEvent
from ..states import HANDLE, VERIFY
from . import _frame as frame


@action(HANDLE)
def receive(*, event_id: int, by: Actor) -> GridEvent:
    event = frame.locked(event_id, by)
    event.received_at = clock.now()
    frame.move(event, "receive", by)
    return event


@action(HANDLE)
def reject(*, event_id: int, reason: str, by: Actor) -> GridEvent:
    """Return it once, in time, with the duty it rests on (GE-03)."""
    event = frame.locked(event_id, by)
    said = frame.need(reason, "reason", "退单的职责依据（哪份三定、哪项清单）")
    BOOK.require(
        "GE-03", clock.today(), at="reason", times=event.rejected,
        in_time=clocks.may_still_reject(event), limit=event.limits["reject"],
    )  # fmt: skip
    event.rejected += 1
    frame.move(event, "reject", by, text=said)
    return event


@action(HANDLE)
def finish(*, event_id: int, outcome: str, files: Sequence[Prepared] = (), by: Actor) -> GridEvent:
    """Say what was done; the reporter checks."""
    event = frame.locked(event_id, by)
    event.outcome = frame.need(outcome, "outcome", "处置结果")[:1000]
    event.handler_id, event.handler_name = by.user_id, by.name[:64]
    frame.move(event, "finish", by, text=event.outcome, files=files)
    return event


@action(VERIFY)
def verify(*, event_id: int, text: str = "", by: Actor) -> GridEvent:
    """It is done as told: closed."""
    event = frame.locked(event_id, by)
    _check_person(event, by)
    event.verifier_name = by.name[:64]
    frame.move(event, "verify", by, text=text.strip())
    return event


@action(VERIFY)
def reopen(*, event_id: int, reason: str, by: Actor) -> GridEvent:
    """Not done: back to the department, with what is missing."""
    event = frame.locked(event_id, by)
    _check_person(event, by)
    said = frame.need(reason, "reason", "哪里没有办好")
    event.reopened += 1
    frame.move(event, "reopen", by, text=said)
    return event


def _check_person(event: GridEvent, by: Actor) -> None:
    BOOK.require(
        "GE-01", clock.today(), handler=event.handler_id, verifier=by.user_id,
        name=event.handler_name,
    )  # fmt: skip
