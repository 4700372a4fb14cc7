"""Time limits as people write them (2 工作日, 30 分钟, 4 工作小时, 7 天, 24 小时) and their deadlines."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, get_args

from .calendar import SHANGHAI, WorkCalendar, local_date
from .words import chinese_date, chinese_moment

Unit = Literal["working_minutes", "working_hours", "workdays", "minutes", "hours", "days"]

_CHINESE: dict[Unit, str] = {
    "working_minutes": "个工作分钟",
    "working_hours": "个工作小时",
    "workdays": "个工作日",
    "minutes": "分钟",
    "hours": "小时",
    "days": "天",
}
_UNITS: dict[str, Unit] = {
    "工作分钟": "working_minutes",
    "工作小时": "working_hours",
    "工作日": "workdays",
    "工作天": "workdays",
    "分钟": "minutes",
    "分": "minutes",
    "小时": "hours",
    "天": "days",
    "日": "days",
    "自然日": "days",
}
_PATTERN = re.compile(r"(\d{1,6})个?(" + "|".join(sorted(_UNITS, key=len, reverse=True)) + ")")
# Base unit in which two limits may be added, and how many of it one unit holds.
_BASE: dict[Unit, tuple[Unit, int]] = {
    "working_minutes": ("working_minutes", 1),
    "working_hours": ("working_minutes", 60),
    "workdays": ("workdays", 1),
    "minutes": ("minutes", 1),
    "hours": ("minutes", 60),
    "days": ("days", 1),
}


@dataclass(frozen=True, slots=True)
class Duration:
    """A time limit: a whole amount of one unit, at least 1.

    working_minutes / working_hours run only in working hours; minutes / hours run always;
    workdays and days count from the day after the start (次日起算) and end with working hours.
    """

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.unit not in get_args(Unit):
            raise ValueError(f"不认识的时限单位 {self.unit!r}")
        if isinstance(self.amount, bool) or not isinstance(self.amount, int) or self.amount < 1:
            raise ValueError("时限须为大于 0 的整数")

    @classmethod
    def parse(cls, text: str) -> "Duration":
        """Read "2 工作日", "2个工作日", "４ 工作小时", "7 天", "15日" …; ValueError says what is allowed."""
        plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
        match = _PATTERN.fullmatch(plain)
        if match is None or int(match[1]) == 0:
            raise ValueError(
                f"看不懂时限“{text}”，请写成“30 分钟”“24 小时”“7 天”“4 工作小时”或“2 工作日”"
            )
        return cls(int(match[1]), _UNITS[match[2]])

    def chinese(self) -> str:
        """The limit in words, e.g. "2 个工作日"; `parse` reads it back."""
        return f"{self.amount} {_CHINESE[self.unit]}"

    @property
    def base_unit(self) -> Unit:
        """working_minutes, workdays, minutes or days: the unit in which the limit is counted."""
        return _BASE[self.unit][0]

    @property
    def base_amount(self) -> int:
        """The amount in `base_unit`."""
        return self.amount * _BASE[self.unit][1]


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a limit ends. provisional: a year it runs through has no announced holidays (暂算)."""

    at: datetime
    provisional: bool
    explanation: str


def due_at(start: datetime, duration: Duration, calendar: WorkCalendar) -> datetime:
    """The instant a limit ends, without words."""
    amount = duration.base_amount
    match duration.base_unit:
        case "working_minutes":
            return calendar.add_working_minutes(start, amount)
        case "workdays":
            return calendar.add_workdays(start, amount)
        case "minutes":
            return start.astimezone(SHANGHAI) + timedelta(minutes=amount)
        case _:
            return calendar.add_days(start, amount)


def deadline(start: datetime, duration: Duration, calendar: WorkCalendar) -> Deadline:
    """When the limit ends, whether that may still move, and why in one Chinese sentence."""
    at = due_at(start, duration, calendar)
    first, last = local_date(start), at.date()
    depends = duration.base_unit != "minutes"
    provisional = depends and calendar.provisional_between(first, last)
    year = first.year != last.year
    parts = [
        f"自 {chinese_moment(start, year=year)} 起 {duration.chinese()}{_RULE[duration.base_unit]}",
        *(_rest_words(first, last, calendar) if depends else ()),
        f"至 {chinese_moment(at, year=year)} 止",
    ]
    if provisional:
        parts.append("其间有年度的放假安排尚未公布，按周一至周五暂算")
    return Deadline(at, provisional, "，".join(parts))


_RULE: dict[Unit, str] = {
    "working_minutes": "（只计工作时间）",
    "workdays": "（次日起算）",
    "minutes": "（昼夜连续计算）",
    "days": "（次日起算，末日休息则顺延）",
}


def _rest_words(first: date, last: date, calendar: WorkCalendar) -> list[str]:
    """Clauses on the rest days and make-up workdays after `first` up to `last`."""
    words = []
    rest = (last - first).days - calendar.workdays_between(first, last)
    if rest > 0:
        words.append(f"其间休息 {rest} 天")
    makeup = sorted(day for day in calendar.makeup if first < day <= last)
    if makeup:
        words.append("、".join(chinese_date(day) for day in makeup) + " 补班计入")
    return words
