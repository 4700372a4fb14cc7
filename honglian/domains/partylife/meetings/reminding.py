"""The desk line that reminds a branch, some days before a period ends, of what is still missing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from honglian.foundation.audit.api import record
from honglian.foundation.calendar.api import calendar_for
from honglian.foundation.orgs.api import PartyOrg
from honglian.foundation.workflow.api import log, open_item, update_item
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor

from ..due import last_moment
from .desks import own_holder
from .duty import Duty, standings
from .kinds import NOT_REMINDED, TYPES, WARN_DAYS
from .models import Meeting, Reminder
from .states import REMINDER

KIND = "partylife.reminder"


@action("partylife.edit")
def remind(*, zone_id: int, by: Actor) -> int:
    """Remind every branch of the zone; returns how many new lines. Runs again without harm."""
    today = clock.today()
    branches = list(
        PartyOrg.rows.filter(zone_id=zone_id, type__in=TYPES, status__in=PartyOrg.STANDING)
    )
    close_ended(zone_id, today)
    known = set(
        Reminder.rows.filter(zone_id=zone_id, last__gte=today).values_list(
            "branch_id", "kind", "first"
        )
    )
    fresh = 0
    for standing in standings(branches, today.year):
        holder: dict[str, Any] | None = None
        for duty in standing.duties:
            if duty.current is None:
                continue
            key = (standing.branch.pk, duty.kind.code, duty.current.period.first)
            if is_close(duty, today) and key not in known:
                holder = holder or own_holder(standing.branch)
                fresh += _open(standing.branch, duty, holder, by)
            elif not is_close(duty, today) and key in known:
                close(standing.branch.pk, duty.kind.code, today)
    if fresh:
        record(by=by, verb="meetings.remind", target_kind="reminder", note=f"{fresh} 条")
    return fresh


def is_close(duty: Duty, today: date) -> bool:
    """Something is missing and the period ends soon."""
    now = duty.current
    if now is None or not duty.missing or duty.kind.code in NOT_REMINDED:
        return False
    return (now.period.last - today).days <= WARN_DAYS[duty.kind.period]


def _open(branch: PartyOrg, duty: Duty, holder: dict[str, Any], by: Actor) -> bool:
    """Put the line on the branch's desk; a branch without an account has none."""
    if holder["holder_user_id"] is None:
        return False
    period = duty.current.period
    reminder = Reminder.rows.create(
        zone_id=branch.zone_id,
        branch=branch,
        kind=duty.kind.code,
        first=period.first,
        last=period.last,
    )
    reminder.item = open_item(
        kind=KIND,
        object_id=reminder.pk,
        table=REMINDER,
        state=reminder.state,
        root=None,
        zone_id=branch.zone_id,
        title=f"{duty.kind.name}本期还差 {duty.missing} 次",
        url=reverse("partylife:branch", args=[branch.pk]),
        expected="安排会议",
        due_at=last_moment(period.last, calendar_for(branch.zone_id)),
        **holder,
    )
    reminder.save(update_fields=["item"])
    log(reminder.item, by=by, verb="remind", name="提醒", text=duty.sentence)
    return True


def close_ended(zone_id: int, today: date) -> None:
    """Take the lines of periods that are over from the desk."""
    rows = Reminder.rows.filter(zone_id=zone_id, state="waiting", last__lt=today)
    for reminder in rows.select_related("item"):
        _end_line(reminder, "pass")


def close(branch_id: int, kind: str, today: date) -> None:
    """Enough was held in the running period."""
    rows = Reminder.rows.filter(branch_id=branch_id, kind=kind, state="waiting")
    for reminder in rows.filter(last__gte=today).select_related("item"):
        _end_line(reminder, "meet")


def settle(meeting: Meeting) -> None:
    """After minutes: the branch's line for this kind goes if the period has enough now."""
    rows = Reminder.rows.filter(
        branch_id=meeting.branch_id, kind=meeting.kind, state="waiting"
    ).select_related("item", "branch")
    for reminder in rows:
        if not reminder.first <= meeting.day <= reminder.last:
            continue
        duty = standings([reminder.branch], reminder.first.year)[0].duty(meeting.kind)
        period = next((c for c in duty.counts if c.period.first == reminder.first), None)
        if period is not None and period.held >= period.least:
            _end_line(reminder, "meet")


def _end_line(reminder: Reminder, verb: str) -> None:
    reminder.state = REMINDER.apply(reminder.state, verb)
    reminder.save(update_fields=["state"])
    update_item(reminder.item, REMINDER, reminder.state)
