"""A deadline in words with a tone: 还剩 3 个工作日, 已超期 2 个工作日, 按时完成.

Words count on the working calendar. The floor above says with :func:`count_with` where the calendar of the
current request comes from; without that every weekday is a working day.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache

from honglian.algo.workdays import WorkCalendar, remaining_in_words
from honglian.kit import clock

from .format import moment

ICONS = {
    "overdue": "alert-triangle",
    "soon": "clock-exclamation",
    "ok": "clock",
    "done": "circle-check",
    "late": "clock-check",
    "paused": "player-pause",
    "none": "clock-off",
}
EVERY_WEEKDAY = WorkCalendar(announced_years=frozenset(range(1990, 2101)))
OVERDUE = "已超期 "


@dataclass(frozen=True, slots=True)
class Due:
    """``tone`` is a key of ICONS; ``title`` is the exact moment for the tooltip and for print."""

    tone: str
    text: str
    title: str = ""

    @property
    def icon(self) -> str:
        return ICONS[self.tone]


_source: ContextVar[Callable[[], WorkCalendar] | None] = ContextVar("due_calendar", default=None)


def count_with(source: Callable[[], WorkCalendar] | None) -> None:
    """Take the calendar from ``source`` for the rest of this request; it is called once, and only if needed."""
    _source.set(cache(source) if source else None)


def describe(
    due_at: datetime | date | None,
    *,
    done_at: datetime | None = None,
    paused: bool = False,
    now: datetime | None = None,
    calendar: WorkCalendar | None = None,
) -> Due:
    """Words for one deadline. A due date without a time means the end of that day."""
    if due_at is None:
        return Due("done", "已完成", moment(done_at)) if done_at else Due("none", "未设期限")
    timed = isinstance(due_at, datetime)
    title = f"期限 {moment(due_at)}" if timed else f"期限 {due_at:%Y-%m-%d}"
    if paused and not done_at:
        return Due("paused", "计时已暂停", title)
    source = _source.get()
    calendar = calendar or (source() if source else EVERY_WEEKDAY)
    deadline = due_at if timed else datetime.combine(due_at, time(23, 59, 59), tzinfo=clock.CHINA)
    if done_at:
        return finished(deadline, done_at, calendar, title)
    return pending(deadline, now or clock.now(), calendar, title, timed=timed)


def finished(deadline: datetime, done_at: datetime, calendar: WorkCalendar, title: str) -> Due:
    if done_at <= deadline:
        return Due("done", "按时完成", title)
    words = remaining_in_words(done_at, deadline, calendar)
    return Due(
        "late",
        f"晚 {words.removeprefix(OVERDUE)}完成" if words.startswith(OVERDUE) else "刚过期限完成",
        title,
    )


def pending(
    deadline: datetime, present: datetime, calendar: WorkCalendar, title: str, *, timed: bool
) -> Due:
    words = remaining_in_words(present, deadline, calendar)
    if present > deadline:
        return Due("overdue", words, title)
    today, last = clock.local(present).date(), clock.local(deadline).date()
    if today == last and not timed:
        words = "今天到期"
    return Due("soon" if calendar.workdays_between(today, last) <= 1 else "ok", words, title)
