"""Periods of a figure and the period each is compared with (领域手册 M.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from honglian.algo.months import add_months

ONE_DAY = timedelta(days=1)


class Period(StrEnum):
    """Which days a figure covers, as of a day."""

    POINT = "point"
    EVER = "ever"
    YEAR_TO_DATE = "year_to_date"
    MONTH = "month"
    QUARTER = "quarter"
    WEEK = "week"
    YEAR = "year"
    SINCE = "since"
    FIXED = "fixed"


PERIOD_NAMES = {
    Period.POINT: "时点",
    Period.EVER: "累计（有记录以来）",
    Period.YEAR_TO_DATE: "今年以来",
    Period.MONTH: "本月",
    Period.QUARTER: "本季度",
    Period.WEEK: "本周",
    Period.YEAR: "上一整年",
    Period.SINCE: "某日以来",
    Period.FIXED: "固定时段",
}


class Comparison(StrEnum):
    """With what a figure is compared."""

    NONE = "none"
    YEAR = "year"
    PREVIOUS = "previous"
    ANNUAL = "annual"


COMPARISON_NAMES = {
    Comparison.NONE: "不比较",
    Comparison.YEAR: "同比（上年同期）",
    Comparison.PREVIOUS: "环比（上一期）",
    Comparison.ANNUAL: "年均（每年平均）",
}


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day, both included; ``first`` is None for everything up to ``last``."""

    first: date | None
    last: date

    def __post_init__(self) -> None:
        if self.first is not None and self.first > self.last:
            raise ValueError(f"{self.first} is after {self.last}")

    @property
    def days(self) -> int | None:
        return None if self.first is None else (self.last - self.first).days + 1

    @property
    def words(self) -> str:
        """2026年1月1日至11月25日"""
        last = f"{self.last.year}年{self.last.month}月{self.last.day}日"
        if self.first is None:
            return f"截至{last}"
        if self.first == self.last:
            return last
        first = f"{self.first.year}年{self.first.month}月{self.first.day}日"
        if self.first.year == self.last.year:
            last = f"{self.last.month}月{self.last.day}日"
        return f"{first}至{last}"


def span(period: Period, day: date, *, first: date | None = None, last: date | None = None) -> Span:
    """The days of a period as of ``day``; ``first`` and ``last`` belong to SINCE and FIXED.

    Raises ``ValueError`` where a needed day is missing.
    """
    match period:
        case Period.POINT | Period.EVER:
            return Span(None, day)
        case Period.YEAR_TO_DATE:
            return Span(date(day.year, 1, 1), day)
        case Period.MONTH:
            return Span(day.replace(day=1), day)
        case Period.QUARTER:
            return Span(date(day.year, (day.month - 1) // 3 * 3 + 1, 1), day)
        case Period.WEEK:
            return Span(day - timedelta(days=day.weekday()), day)
        case Period.YEAR:
            return Span(date(day.year - 1, 1, 1), date(day.year - 1, 12, 31))
    if first is None or (period == Period.FIXED and last is None):
        raise ValueError(f"{period} needs its days")
    end = day if period == Period.SINCE or last is None else last
    return Span(min(first, end), end)


def before(found: Span, period: Period, comparison: Comparison) -> Span | None:
    """The span a figure is compared with; None where there is nothing to compare with.

    A year earlier keeps the calendar days (29 February becomes the 28th). 环比 takes as many days
    of the period before, so that a month under way is compared with the same days of the last one.
    """
    if comparison in (Comparison.NONE, Comparison.ANNUAL):
        return None
    if comparison == Comparison.YEAR:
        first = None if found.first is None else add_months(found.first, -12)
        return Span(first, add_months(found.last, -12))
    if found.first is None:
        return Span(None, add_months(found.last, -1))
    months = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12, Period.YEAR_TO_DATE: 12}
    if period in months:
        back = -months[period]
        first = add_months(found.first, back)
        return Span(first, max(first, add_months(found.last, back)))
    days = found.days or 1
    return Span(found.first - timedelta(days=days), found.first - ONE_DAY)


def years(found: Span) -> int | None:
    """Calendar years a span touches, for yearly averages; None without a beginning."""
    return None if found.first is None else found.last.year - found.first.year + 1
