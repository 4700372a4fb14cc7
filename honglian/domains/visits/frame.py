"""What every step of visits shares: text that must be there, and a move with its desk line and log."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.db import models

from honglian.foundation.audit.api import record
from honglian.foundation.calendar.api import calendar_for
from honglian.foundation.workflow.api import find_item, log, update_item
from honglian.foundation.workflow.models import WorkEvent
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.kit.states import StateTable

NOBODY: dict[str, Any] = {
    "holder_user_id": None, "holder_department_id": None, "holder_enterprise_id": None,
    "holder_role": "", "holder_name": "", "chain_id": None, "expected": "", "due_at": None,
}  # fmt: skip


def need(text: str, field: str, what: str) -> str:
    if not text.strip():
        raise Refusal(f"请写{what}。", field=field)
    return text.strip()


def end_of(day: date | None, zone_id: int) -> datetime | None:
    """Closing time of the day, or of the next workday after a day off."""
    if day is None:
        return None
    calendar = calendar_for(zone_id)
    return calendar.closing(day if calendar.is_workday(day) else calendar.next_workday(day))


def end_of_day(day: date) -> datetime:
    return datetime.combine(day, time(23, 59), clock.CHINA)


def move(
    thing: models.Model, table: StateTable, verb: str, by: Actor, *, audit: str, kind: str,
    text: str = "", placed: dict[str, Any] | None = None, data: dict[str, Any] | None = None,
) -> WorkEvent | None:  # fmt: skip
    """Change the state, store the row, show it on the desk, log and audit it."""
    before = thing.state  # type: ignore[attr-defined]
    thing.state = after = table.apply(before, verb)  # type: ignore[attr-defined]
    thing.save()
    record(by=by, verb=f"{audit}.{verb}", target=thing, note=text[:200])
    item = find_item(kind, thing.pk)
    if item is None:
        return None
    update_item(item, table, after, **(placed or NOBODY))
    name = next(t.name for t in table.transitions if t.verb == verb)
    return log(
        item, by=by, verb=verb, name=name, before=before, after=after, text=text, data=data
    )  # fmt: skip
