"""What every step on a meeting shares: the locked row, its desk line, its log, its notice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from honglian.foundation.audit.api import record
from honglian.foundation.calendar.api import calendar_for
from honglian.foundation.orgs.api import PartyOrg
from honglian.foundation.workflow.api import log, next_number, open_item, update_item
from honglian.foundation.workflow.models import WorkEvent
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

from ...due import last_moment
from ...frequency import RECORD_DAYS
from ..desks import own_holder
from ..kinds import KINDS, MeetingKind
from ..models import Meeting
from ..states import MEETING

KIND = "partylife.meeting"
EXPECTED = {
    "planned": "发通知",
    "noticed": "开会后登记到会",
    "held": "写会议记录",
    "minuted": "确认记录",
}


def locked(by: Actor, pk: int) -> Meeting:
    """The meeting within scope, locked for the current transaction; 404 outside."""
    rows = Meeting.objects.visible_to(by).select_for_update(of=("self",))
    return get_object_or_404(rows.select_related("branch", "item"), pk=pk)


def branch_of(by: Actor, pk: int) -> PartyOrg:
    return get_object_or_404(PartyOrg.objects.visible_to(by), pk=pk)


def kind_of(code: str) -> MeetingKind:
    if code not in KINDS:
        raise Refusal("没有这种会议类型，请从列表里选。", field="kind")
    return KINDS[code]


def need(text: str, field: str, what: str) -> str:
    if not text.strip():
        raise Refusal(f"请写{what}。", field=field)
    return text.strip()


def number_for(zone_id: int, day: date) -> str:
    return next_number(zone_id, f"HY{day:%Y}", 5)


def record_limit(held_on: date) -> date:
    """The last day on which minutes are not late (LR-02)."""
    return held_on + timedelta(RECORD_DAYS)


def due_at(meeting: Meeting) -> datetime | None:
    """The meeting's own moment, then closing time of the last day for the minutes."""
    if meeting.state in ("planned", "noticed"):
        return meeting.at
    if meeting.held_on is None or meeting.state not in ("held", "minuted"):
        return None
    return last_moment(record_limit(meeting.held_on), calendar_for(meeting.zone_id))


def desk_line(meeting: Meeting, by: Actor) -> None:
    """Put the meeting on the branch's desk and keep the line with it."""
    meeting.item = open_item(
        kind=KIND,
        object_id=meeting.pk,
        table=MEETING,
        state=meeting.state,
        root=None,
        zone_id=meeting.zone_id,
        number=meeting.number,
        url=reverse("partylife:meeting", args=[meeting.pk]),
        **shown(meeting),
        **own_holder(meeting.branch, by),
    )
    Meeting.rows.filter(pk=meeting.pk).update(item=meeting.item)


def shown(meeting: Meeting) -> dict[str, Any]:
    """Title, expectation and due time on the desk in the meeting's present state."""
    return {
        "title": str(meeting)[:200],
        "expected": EXPECTED.get(meeting.state, ""),
        "due_at": due_at(meeting),
    }


def began(meeting: Meeting, by: Actor, text: str) -> None:
    """The first line of the timeline."""
    log(
        meeting.item, by=by, verb="plan", name="计划", after=meeting.state, text=text,
        unit_name=meeting.branch.name,
    )  # fmt: skip
    record(by=by, verb="meetings.plan", target=meeting, note=f"{meeting} {text}"[:300])


def ensure_line(meeting: Meeting, by: Actor) -> None:
    """A meeting from a ledger gets its line when something happens to it."""
    if meeting.item_id is None:
        desk_line(meeting, by)
        update_item(meeting.item, MEETING, meeting.state, **shown(meeting))


def move(
    meeting: Meeting,
    verb: str,
    by: Actor,
    *,
    text: str = "",
    changes: dict[str, Any] | None = None,
) -> WorkEvent:
    """Apply a transition, store the row, show it on the desk, log and audit it."""
    before, meeting.state = meeting.state, MEETING.apply(meeting.state, verb)
    meeting.save()
    ensure_line(meeting, by)
    update_item(meeting.item, MEETING, meeting.state, **shown(meeting))
    name = next(t.name for t in MEETING.transitions if t.verb == verb)
    event = log(
        meeting.item, by=by, verb=verb, name=name, before=before, after=meeting.state, text=text,
        unit_name=meeting.branch.name,
    )  # fmt: skip
    record(by=by, verb=f"meetings.{verb}", target=meeting, changes=changes or {}, note=text[:300])
    return event
