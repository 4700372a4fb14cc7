"""Reading the State Council's yearly notice, as published or as a plain list.

As published (国务院办公厅关于…部分节假日安排的通知)::

    二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。
    2月14日（周六）、2月28日（周六）上班。

As a list, one day or stretch a line::

    2027-02-05 至 2027-02-11 春节 放假
    2027-02-13 春节 补班
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from honglian.kit.errors import Refusal

LONGEST = timedelta(days=16)  # no holiday was ever longer
OFF, WORK = ("放假", "休息", "休"), ("补班", "上班", "班")
_BRACKETS = re.compile(r"[（(][^）)]*[）)]")
_HOLIDAY = re.compile(r"(?:^|[\n。;:])\s*[一二三四五六七八九十]+、\s*([^:\n。]{2,20}):")
_STRETCH = re.compile(
    r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日(?:\s*[至到—–-]+\s*(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日)?"
)
_LINE = re.compile(
    r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:\s*(?:至|到|~|—|–)\s*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?)?"
    r"[\s,，\t]+(\S+)[\s,，\t]+(\S+)$"
)


@dataclass(frozen=True, slots=True, order=True)
class Day:
    """One announced day."""

    day: date
    name: str
    is_off: bool


def read_notice(text: str, year: int) -> list[Day]:
    """All announced days in order. Raises :class:`Refusal` naming what cannot be read.

    Days of the neighbouring year (New Year's stretch into December) are kept.
    """
    plain = unicodedata.normalize("NFKC", text).replace("\r\n", "\n").strip()
    if not plain:
        raise Refusal("请粘贴放假通知的正文，或一行一天的清单。", field="text")
    days = _published(plain, year) if _HOLIDAY.search(plain) else _listed(plain)
    if not days:
        raise Refusal(
            "没有认出任何放假或补班的日子。请粘贴“一、元旦：1月1日……放假”这样的正文。", field="text"
        )
    _check(days, year)
    return sorted(days)


def _published(text: str, year: int) -> list[Day]:
    marks = list(_HOLIDAY.finditer(text))
    ends = [m.start() for m in marks[1:]] + [len(text)]
    found: list[Day] = []
    for mark, end in zip(marks, ends, strict=True):
        name, body = mark[1].strip(), _BRACKETS.sub("", text[mark.end() : end])
        for sentence in re.split(r"[。;；\n]", body):
            found += _sentence(sentence, name, year)
    return found


def _sentence(sentence: str, name: str, year: int) -> list[Day]:
    """``1月4日上班`` or ``1月1日至3日放假调休，共3天``; other sentences say nothing."""
    off, work = "放假" in sentence, "上班" in sentence
    if not (off or work):
        return []
    if off and work:
        raise Refusal(
            f"“{name}”里有一句同时写了放假和上班，请在中间加句号：{sentence.strip()[:40]}",
            field="text",
        )
    days = []
    for match in _STRETCH.finditer(sentence):
        y1, m1, d1, y2, m2, d2 = match.groups()
        first = _date(y1 or year, m1, d1)
        last = _date(y2 or first.year, m2 or first.month, d2) if d2 else first
        days += [Day(day, name, off) for day in _stretch(first, last, sentence)]
    return days


def _listed(text: str) -> list[Day]:
    found: list[Day] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.match(line.strip())
        kind = match[8] if match else ""
        if match is None or kind not in OFF + WORK:
            raise Refusal(
                f"第 {number} 行看不懂：{line.strip()[:40]}。请写成“2027-02-05 春节 放假”，"
                "补班写成“2027-02-13 春节 补班”。",
                field="text",
            )
        first = _date(*match.group(1, 2, 3))
        last = _date(*match.group(4, 5, 6)) if match[4] else first
        found += [Day(day, match[7], kind in OFF) for day in _stretch(first, last, line)]
    return found


def _date(year: int | str, month: int | str, day: int | str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise Refusal(
            f"没有 {year}年{month}月{day}日 这一天，请核对原文。", field="text"
        ) from error


def _stretch(first: date, last: date, source: str) -> list[date]:
    if not timedelta(0) <= last - first <= LONGEST:
        raise Refusal(
            f"{first} 至 {last} 不像一段假期（前后颠倒或超过 16 天），请核对：{source.strip()[:40]}",
            field="text",
        )
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _check(days: list[Day], year: int) -> None:
    """Each day once; a make-up workday is a weekend day; the year is the one meant."""
    if not any(day.day.year == year for day in days):
        raise Refusal(f"里面没有 {year} 年的日子，请核对年份。", field="year")
    seen: dict[date, Day] = {}
    for one in days:
        earlier = seen.setdefault(one.day, one)
        if earlier.is_off != one.is_off:
            raise Refusal(f"{one.day} 既写了放假又写了补班，请只保留一个。", field="text")
        if not one.is_off and one.day.weekday() < 5:
            raise Refusal(f"{one.day} 是工作日，不用补班，请核对日期。", field="text")
        if abs(one.day.year - year) > 1:
            raise Refusal(f"{one.day} 不在 {year} 年前后，请核对年份。", field="text")
    if len(seen) < len(days):
        days[:] = list(seen.values())
