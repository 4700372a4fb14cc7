"""Remaining time in words: 还剩 3 个工作日, 今天 17:00 到期, 已超期 2 个工作日.

The words need a working calendar. The floor above owns its table and installs a counter with
:func:`use_calendar`; until then Monday to Friday count as working days.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from honglian.kit import clock

from .format import local_date, moment

# (first day, last day) -> working days after the first up to and including the last; 0 if last <= first.
WorkdayCounter = Callable[[date, date], int]
ICONS = {
    "overdue": "alert-triangle",
    "soon": "clock-exclamation",
    "ok": "clock",
    "done": "circle-check",
    "late": "clock-check",
    "paused": "player-pause",
    "none": "clock-off",
}


@dataclass(frozen=True, slots=True)
class Due:
    """``tone`` is a key of ICONS; ``title`` is the exact moment for the tooltip and for print."""

    tone: str
    text: str
    title: str = ""

    @property
    def icon(self) -> str:
        return ICONS[self.tone]


def weekdays_between(first: date, last: date) -> int:
    span = (last - first).days
    if span <= 0:
        return 0
    weeks, rest = divmod(span, 7)
    return weeks * 5 + sum((first + timedelta(days=i)).weekday() < 5 for i in range(1, rest + 1))


_counter: WorkdayCounter = weekdays_between


def use_calendar(counter: WorkdayCounter) -> None:
    """Count working days with the official calendar; called once while the application starts."""
    global _counter
    _counter = counter


def describe(
    due_at: datetime | date | None,
    *,
    done_at: datetime | None = None,
    paused: bool = False,
    now: datetime | None = None,
) -> Due:
    """Words for one deadline. A due date without a time means the end of that day."""
    if due_at is None:
        return Due("done", "已完成", moment(done_at)) if done_at else Due("none", "未设期限")
    deadline = end_of(due_at)
    title = (
        f"期限 {moment(deadline)}"
        if isinstance(due_at, datetime)
        else f"期限 {local_date(due_at):%Y-%m-%d}"
    )
    if done_at:
        return finished(deadline, done_at, title)
    if paused:
        return Due("paused", "计时已暂停", title)
    present = clock.local(now or clock.now())
    if present > deadline:
        return Due("overdue", f"已超期 {gap(deadline, present)}", title)
    return upcoming(deadline, present, title, timed=isinstance(due_at, datetime))


def end_of(due_at: datetime | date) -> datetime:
    if isinstance(due_at, datetime):
        return clock.local(due_at)
    return datetime.combine(due_at, time(23, 59, 59), tzinfo=clock.CHINA)


def finished(deadline: datetime, done_at: datetime, title: str) -> Due:
    finish = clock.local(done_at)
    if finish <= deadline:
        return Due("done", "按时完成", title)
    return Due("late", f"晚 {gap(deadline, finish)}完成", title)


def upcoming(deadline: datetime, present: datetime, title: str, *, timed: bool) -> Due:
    days = (deadline.date() - present.date()).days
    at = f" {deadline:%H:%M}" if timed else ""
    if days == 0:
        return Due("soon", f"今天{at} 到期" if timed else "今天到期", title)
    left = _counter(present.date(), deadline.date())
    if left <= 1:
        name = "明天" if days == 1 else f"{deadline.month}月{deadline.day}日"
        return Due("soon", f"{name}{at} 到期" if timed else f"{name}到期", title)
    return Due("ok", f"还剩 {left} 个工作日", title)


def gap(earlier: datetime, later: datetime) -> str:
    """Working days between two moments; within a day hours or minutes, over holidays calendar days."""
    minutes = int((later - earlier).total_seconds() // 60)
    if minutes < 60:
        return f"{max(1, minutes)} 分钟"
    if minutes < 24 * 60 and earlier.date() == later.date():
        return f"{minutes // 60} 小时"
    days = _counter(earlier.date(), later.date())
    return f"{days} 个工作日" if days else f"{max(1, (later.date() - earlier.date()).days)} 天"
