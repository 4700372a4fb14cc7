"""Dates as spreadsheets and people write them, and their order.

Accepted: date and datetime cells, Excel serial numbers (1900 system), 2024-03-01, 2024/3/1, 2024.3.1,
2024年3月1日, 20240301, each with a time of day after it. Not accepted, because they can be read two ways:
two-digit years, day before year, a month without a day.
"""

import calendar
import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache

from .invalid import Invalid
from .text import BLANK_MARKERS, plain

FIRST_YEAR, LAST_YEAR = 1900, 2100
# Day 1 is 1900-01-01; Excel counts a 29 February 1900 that never was, hence two origins.
_SERIAL_ORIGIN = date(1899, 12, 30)
_PHANTOM_SERIAL = 60
_LAST_SERIAL = (date(LAST_YEAR, 12, 31) - _SERIAL_ORIGIN).days
_FULL = re.compile(
    r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?"
    r"(?:T?\d{1,2}(?::\d{1,2}){1,2}(?:\.\d+)?Z?|\d{1,2}时(?:\d{1,2}分)?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6})?")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_SHORT_YEAR = re.compile(r"\d{1,2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?")
_YEAR_LAST = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}")
_NO_DAY = re.compile(r"\d{4}(?:(?:[-/.]|年)(?:\d{1,2}月?)?)?")


def parse_date(value: str | date | int | float | None) -> date | None:
    """The date, or None for a blank cell; Invalid with a Chinese sentence."""
    if value is None:
        return None
    if isinstance(value, str):
        return _parse_text(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Invalid(_unreadable(str(value)))
    if not 0 < value <= 99_999_999:
        raise Invalid(_unreadable(str(value)))
    return _from_number(int(value))


def _from_number(number: int) -> date:
    if 10_000_000 <= number <= 99_999_999:
        return _from_digits(str(number))
    if FIRST_YEAR <= number <= LAST_YEAR:
        raise Invalid(_explain(str(number), str(number)))
    return _from_serial(number)


def _from_serial(serial: int) -> date:
    if not 0 < serial <= _LAST_SERIAL or serial == _PHANTOM_SERIAL:
        raise Invalid(_unreadable(str(serial)))
    late = serial > _PHANTOM_SERIAL
    return _SERIAL_ORIGIN + timedelta(days=serial if late else serial + 1)


def _from_digits(digits: str) -> date:
    return make_date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))


@lru_cache(maxsize=65536)
def _parse_text(text: str) -> date | None:
    compact = plain(text)
    if compact.upper() in BLANK_MARKERS:
        return None
    match = _FULL.fullmatch(compact) or _COMPACT.fullmatch(compact)
    if match:
        return make_date(int(match[1]), int(match[2]), int(match[3]))
    if _SERIAL.fullmatch(compact):
        return _from_serial(int(float(compact)))
    raise Invalid(_explain(text, compact))


def make_date(year: int, month: int, day: int) -> date:
    """The date; Invalid says in Chinese why there is no such day."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid(f"年份 {year} 超出 {FIRST_YEAR}—{LAST_YEAR} 年，请核对")
    if not 1 <= month <= 12:
        raise Invalid(f"没有 {month} 月，请核对日期")
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise Invalid(f"{year}年{month}月没有 {day} 日，请核对日期")
    return date(year, month, day)


def _explain(text: str, compact: str) -> str:
    shown = text.strip()[:30]
    if _YEAR_LAST.fullmatch(compact):
        return f"日期“{shown}”的月和日分不清先后，请写成“2024-03-01”"
    if _SHORT_YEAR.fullmatch(compact):
        return f"日期“{shown}”的年份须写四位，请写成“2024-03-01”"
    if _NO_DAY.fullmatch(compact):
        return f"日期“{shown}”不完整，请写明年月日，如“2024-03-01”"
    return _unreadable(text)


def _unreadable(text: str) -> str:
    return f"看不懂日期“{text.strip()[:30]}”，请写成“2024-03-01”"


def order_problems(dates: Iterable[tuple[str, date | None]]) -> list[str]:
    """Chinese sentences for dates that come before an earlier step; blank dates are passed over.

    `dates` are (name, date) in the order in which they must not fall.
    """
    found: list[str] = []
    previous: tuple[str, date] | None = None
    for name, day in dates:
        if day is None:
            continue
        if previous is not None and day < previous[1]:
            found.append(
                f"{name} {day.isoformat()} 早于{previous[0]} {previous[1].isoformat()}，请核对"
            )
        previous = (name, day)
    return found


def future_problem(day: date | None, *, today: date) -> str | None:
    """A Chinese sentence when a date that must have happened lies after today."""
    if day is None or day <= today:
        return None
    return f"日期 {day.isoformat()} 晚于今天，请核对"
