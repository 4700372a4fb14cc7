"""Dates and remaining time as people say them: 11月22日 周日 14:00, 还剩 3 个工作日."""

from datetime import date, datetime, timedelta

from .calendar import SHANGHAI, WorkCalendar, local_date

_WEEKDAYS = "一二三四五六日"
# With more working time than this left on the due day, the hour of the deadline says more than a countdown.
_COUNTDOWN_MINUTES = 180


def chinese_date(day: date, *, year: bool = False) -> str:
    """11月22日 周日, with the year in front when asked."""
    prefix = f"{day.year}年" if year else ""
    return f"{prefix}{day.month}月{day.day}日 周{_WEEKDAYS[day.weekday()]}"


def chinese_moment(at: datetime, *, year: bool = False) -> str:
    """11月22日 周日 14:00 in Shanghai time."""
    local = at.astimezone(SHANGHAI)
    return f"{chinese_date(local.date(), year=year)} {local:%H:%M}"


def remaining_in_words(now: datetime, due: datetime, calendar: WorkCalendar) -> str:
    """What is left until `due`, or how long it has passed, counted in working time where there is any.

    A workday or more is said in whole workdays; less in working hours and minutes; a deadline later the
    same day as "今天 17:30 前"; a deadline with no working time before it in natural time.
    "（暂算）" is added when the holidays of a year in between are not announced.
    """
    words = _overdue(now, due, calendar) if now > due else _left(now, due, calendar)
    first, last = sorted((local_date(now), local_date(due)))
    return words + ("（暂算）" if calendar.provisional_between(first, last) else "")


def _left(now: datetime, due: datetime, calendar: WorkCalendar) -> str:
    today, last = local_date(now), local_date(due)
    workdays = calendar.workdays_between(today, last)
    minutes = calendar.working_minutes_between(now, due)
    whole = min(workdays, minutes // calendar.minutes_per_day)
    if whole:
        return f"还剩 {whole} 个工作日"
    if today == last and (minutes > _COUNTDOWN_MINUTES or minutes == 0):
        return f"今天 {due.astimezone(SHANGHAI):%H:%M} 前"
    if minutes:
        return f"还剩 {_hours_and_minutes(minutes)}（工作时间）"
    return f"还剩 {_hours_and_minutes((due - now) // timedelta(minutes=1))}"


def _overdue(now: datetime, due: datetime, calendar: WorkCalendar) -> str:
    workdays = calendar.workdays_between(local_date(due), local_date(now))
    if workdays:
        return f"已超期 {workdays} 个工作日"
    minutes = calendar.working_minutes_between(due, now)
    if minutes:
        return f"已超期 {_hours_and_minutes(minutes)}（工作时间）"
    if now - due < timedelta(minutes=1):
        return "刚刚超期"
    return f"已超期 {_hours_and_minutes((now - due) // timedelta(minutes=1))}"


def _hours_and_minutes(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} 分钟"
    return f"{hours} 小时 {rest} 分" if rest else f"{hours} 小时"
