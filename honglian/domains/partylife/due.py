"""When work falls due: at closing time, a day off moves to the next workday."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from honglian.algo.workdays import WorkCalendar
from honglian.kit import clock


def end_of(day: date, calendar: WorkCalendar) -> datetime:
    """Closing time of the day itself, or of the next workday after a day off."""
    return calendar.closing(day if calendar.is_workday(day) else calendar.next_workday(day))


def in_workdays(count: int, calendar: WorkCalendar) -> datetime:
    """Closing time of the ``count``-th workday from tomorrow."""
    return calendar.add_workdays(clock.now(), count)


def quarter_end(day: date) -> date:
    """The last day of the quarter in which a day lies."""
    month = ((day.month - 1) // 3 + 1) * 3
    following = date(day.year + month // 12, month % 12 + 1, 1)
    return following - timedelta(1)


def last_moment(day: date, calendar: WorkCalendar) -> datetime:
    """Closing time of the day itself; a day off lasts to its end, because a period does not wait."""
    if calendar.is_workday(day):
        return calendar.closing(day)
    return datetime.combine(day, time(23, 59), clock.CHINA)
