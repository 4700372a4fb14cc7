"""The door of the working calendar."""

from __future__ import annotations

from datetime import date, time
from threading import Lock

from django.db.models import Subquery

from honglian.algo.workdays import WorkCalendar
from honglian.foundation.zones.models import Zone
from honglian.kit.prepared import PreparedQuery

from .events import CalendarChanged
from .models import CalendarStamp, CalendarYear, SpecialDay

__all__ = ["CalendarChanged", "calendar_for", "checks", "zone_with_calendar"]

Hours = tuple[tuple[time, time], ...]
ZONE = PreparedQuery(
    lambda pk: (
        Zone.objects.defer("config")
        .annotate(calendar_stamp=Subquery(CalendarStamp.objects.order_by("pk").values("token")[:1]))
        .filter(pk=pk)
    ),
    pk=int,
)
KEPT = 32  # calendars: one a set of working hours and state of the list
_calendars: dict[tuple[str, Hours], WorkCalendar] = {}
_lock = Lock()


def calendar_for(zone: Zone | int) -> WorkCalendar:
    """The zone's working calendar as it stands now.

    One query asks whether the list of days changed since this process built the calendar;
    another process may have announced a year. A zone given by its number costs one more.
    """
    if isinstance(zone, int):
        zone = Zone.objects.defer("config").get(pk=zone)
    return _calendar(CalendarStamp.current(), zone.settings.work_hours)


def zone_with_calendar(zone_id: int) -> tuple[Zone, WorkCalendar]:
    """Both in one query, for actions that need the zone's rules and its working time."""
    zone = ZONE.first(pk=zone_id)
    return zone, _calendar(zone.calendar_stamp or "", zone.settings.work_hours)


def _calendar(stamp: str, hours: Hours) -> WorkCalendar:
    key = (stamp, hours)
    found = _calendars.get(key)
    if found is None:
        found = _build(hours)
        with _lock:
            if len(_calendars) >= KEPT:
                _calendars.clear()
            _calendars[key] = found
    return found


def _build(hours: Hours) -> WorkCalendar:
    off, makeup = set(), set()
    for day, is_off in SpecialDay.objects.values_list("day", "is_off"):
        (off if is_off else makeup).add(day)
    years = CalendarYear.objects.values_list("year", flat=True)
    return WorkCalendar(frozenset(off), frozenset(makeup), frozenset(years), hours)


def checks(today: date) -> list[tuple[str, str, str]]:
    """Findings for the doctor: (level, sentence, what to do)."""
    years = set(CalendarYear.objects.values_list("year", flat=True))
    todo = "请系统管理员在“工作日历”页录入国务院办公厅的放假通知。"
    if today.year not in years:
        return [("error", f"{today.year} 年的放假安排没有录入，时限都按周一至周五暂算。", todo)]
    if today.year + 1 not in years and today.month >= 11:
        return [("warning", f"{today.year + 1} 年的放假安排还没有录入，跨年时限为暂算。", todo)]
    return [("ok", f"工作日历已录入到 {max(years)} 年。", "")]
