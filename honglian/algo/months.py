"""Months on the calendar, as terms of the rules count them: same day, or the month's last."""

from __future__ import annotations

import calendar
from datetime import date


def add_months(day: date, months: int) -> date:
    """The day so many months later (earlier if negative); 31 January + 1 is the end of February."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def whole_years(born: date, day: date) -> int:
    """Completed years (周岁) on a day; negative before birth is left to the caller."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def quarter(day: date) -> int:
    return (day.month - 1) // 3 + 1
