"""A meeting took place: the roll, ticked by the recorder. Nobody checks in (领域手册 O.7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.kit.rules import BOOK

from ..models import Meeting, Seat
from ..states import EDIT, MEETING
from ._frame import locked, move


@dataclass(frozen=True, slots=True)
class Present:
    """One person on the roll; who does not ``count`` is not expected (away, in another group)."""

    name: str
    member_id: int | None = None
    probationary: bool = False
    counts: bool = True
    present: bool = True
    reason: str = ""


@action(EDIT)
def hold(
    *,
    meeting_id: int,
    held_on: date,
    roll: Sequence[Present],
    by: Actor,
    place: str = "",
    host: str = "",
    recorder: str = "",
) -> Meeting:
    """Write down that it was held, and who was there; again to correct the roll."""
    meeting, today = locked(by, meeting_id), clock.today()
    MEETING.apply(meeting.state, "hold")
    if held_on > today:
        raise Refusal("会还没有开，召开日期不能晚于今天。", field="held_on")
    counted = [p for p in roll if p.counts]
    absent = [p for p in counted if not p.present]
    silent = [p.name for p in absent if not p.reason.strip()]
    if silent:
        raise Refusal(
            f"{'、'.join(silent[:10])}没有到会，请写原因；不计入应到的请勾“不计入”。", field="roll"
        )
    meeting.absences = "、".join(f"{p.name}（{p.reason.strip()}）" for p in absent)[:500]
    meeting.expected, meeting.present = len(counted), len(counted) - len(absent)
    BOOK.require(
        "LR-03",
        held_on,
        at="roll",
        expected=meeting.expected,
        present=meeting.present,
        absences=meeting.absences,
    )
    meeting.held_on = held_on
    for name, value in (("place", place), ("host", host), ("recorder", recorder)):
        setattr(meeting, name, value.strip() or getattr(meeting, name))
    meeting.seats.all().delete()
    Seat.objects.bulk_create(
        Seat(
            meeting=meeting, member_id=p.member_id, name=p.name, probationary=p.probationary,
            counts=p.counts, present=p.present, reason=p.reason.strip(),
        )
        for p in roll
    )  # fmt: skip
    move(
        meeting, "hold", by, text=f"{held_on} 召开，应到 {meeting.expected}，实到 {meeting.present}"
    )
    return meeting
