"""Writes about the working calendar. It is one for the whole installation: law, not a zone's choice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from honglian.foundation.audit.api import record
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.events import emit

from .events import CalendarChanged
from .models import CalendarStamp, CalendarYear, SpecialDay
from .notice import Day, read_notice


@dataclass(frozen=True, slots=True)
class Change:
    """One day whose meaning changes; ``before``/``after`` in words (上班, 放假 …)."""

    day: date
    name: str
    before: str
    after: str


def preview(*, year: int, text: str, by: Actor) -> tuple[list[Day], list[Change]]:
    """The days a notice announces and what would change; writes nothing."""
    by.require("calendar.edit")
    days = read_notice(text, year)
    return days, _changes(days, year)


@action("calendar.edit")
def announce(*, year: int, text: str, source: str, by: Actor) -> list[Change]:
    """Enter the State Council's list for a year, replacing what stood there.

    Domains compute open due times again (:class:`CalendarChanged`). Raises
    :class:`Refusal` with what cannot be read.
    """
    days = read_notice(text, year)
    changes = _changes(days, year)
    neighbours = [d.day for d in days if d.day.year != year]
    SpecialDay.objects.filter(day__year=year).delete()
    SpecialDay.objects.filter(day__in=neighbours).delete()
    SpecialDay.objects.bulk_create(
        SpecialDay(day=d.day, name=d.name, is_off=d.is_off) for d in days
    )
    CalendarYear.objects.update_or_create(year=year, defaults={"source": source[:200]})
    CalendarStamp.renew()
    record(
        by=by,
        verb="calendar.announce",
        target_kind="calendar.calendaryear",
        target_id=year,
        label=f"{year} 年放假安排",
        changes={f"{c.day} {c.name}": [c.before, c.after] for c in changes},
        note=source,
    )
    for changed in sorted({year, *(day.year for day in neighbours)}):
        emit(CalendarChanged(changed))
    return changes


def _changes(days: list[Day], year: int) -> list[Change]:
    """Days that are worked now and will not be, or the other way round."""
    touched = {d.day for d in days}
    rows = SpecialDay.objects.filter(day__year=year) | SpecialDay.objects.filter(day__in=touched)
    old = {row.day: row for row in rows}
    new = {d.day: d for d in days}
    found = []
    for day in sorted(old.keys() | new.keys()):
        before, after = _words(day, old.get(day)), _words(day, new.get(day))
        if before != after:
            name = (new.get(day) or old[day]).name
            found.append(Change(day, name, before, after))
    return found


def _words(day: date, marked: Day | SpecialDay | None) -> str:
    weekend = day.weekday() >= 5
    if marked is None:
        return "休息（周末）" if weekend else "上班"
    if marked.is_off:
        return "休息（周末）" if weekend else "放假"
    return "补班"
