"""The working calendar: which days are worked, between which hours, and arithmetic on them.

A day is worked when it is Monday to Friday and not an announced day off, or when it is an announced
make-up workday (调休补班). The State Council announces one year at a time; days of a year not yet
announced follow the weekday rule and are provisional (暂算).
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import accumulate, compress
from typing import NamedTuple
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
DEFAULT_HOURS = ((time(8, 30), time(12, 0)), (time(14, 30), time(17, 30)))

# China kept summer time until 1991; from 1992 on local time is plain UTC+8, so that local
# subtraction is elapsed time and every day has 24 hours.
FIRST_DAY = date(1992, 1, 1)
LAST_DAY = date(2100, 12, 31)
_FIRST_ORDINAL = FIRST_DAY.toordinal()
_DAY_COUNT = LAST_DAY.toordinal() - _FIRST_ORDINAL + 1
_BASE = datetime(FIRST_DAY.year, 1, 1)

MICROSECONDS = 1_000_000
MINUTE = 60 * MICROSECONDS
DAY = 24 * 60 * MINUTE


class _Table(NamedTuple):
    """Prefix sums over all days from FIRST_DAY to LAST_DAY."""

    worked: bytes  # 1 where the day is a workday
    before: "array[int]"  # workdays before day i; one entry more than days
    days: "array[int]"  # index of the k-th workday


class _Session(NamedTuple):
    """One stretch of working hours, in microseconds of the day."""

    begin: int
    end: int
    before: int  # working time of the same day before this stretch


def local_parts(at: datetime) -> tuple[int, int]:
    """Day index from FIRST_DAY and microsecond of the day, in Shanghai; ValueError without a zone."""
    if at.tzinfo is None:
        raise ValueError(f"时间 {at:%Y-%m-%d %H:%M} 没有时区，请使用带时区的时间")
    local = at if at.tzinfo is SHANGHAI else at.astimezone(SHANGHAI)
    index = local.toordinal() - _FIRST_ORDINAL
    if not 0 <= index < _DAY_COUNT:
        raise ValueError(_range_message(local.date()))
    seconds = (local.hour * 60 + local.minute) * 60 + local.second
    return index, seconds * MICROSECONDS + local.microsecond


def from_parts(index: int, microseconds: int) -> datetime:
    """The Shanghai instant of a day index and a microsecond of that day."""
    if not 0 <= index < _DAY_COUNT:
        raise ValueError("推算出的时间超出工作日历范围（1992—2100年），请检查时限")
    return (_BASE + timedelta(index, 0, microseconds)).replace(tzinfo=SHANGHAI)


def local_date(at: datetime) -> date:
    """The calendar day of an instant in Shanghai."""
    return date.fromordinal(_FIRST_ORDINAL + local_parts(at)[0])


def day_index(day: date) -> int:
    """Days from FIRST_DAY; ValueError outside the calendar's range."""
    index = day.toordinal() - _FIRST_ORDINAL
    if not 0 <= index < _DAY_COUNT:
        raise ValueError(_range_message(day))
    return index


def _range_message(day: date) -> str:
    return f"日期 {day.isoformat()} 超出工作日历范围（1992—2100年）"


def _microsecond_of_day(moment: time) -> int:
    seconds = (moment.hour * 60 + moment.minute) * 60 + moment.second
    return seconds * MICROSECONDS + moment.microsecond


@dataclass(frozen=True)
class WorkCalendar:
    """Immutable calendar of one zone.

    off: days off that the weekday rule would work (weekends may be named too, without effect).
    makeup: worked Saturdays and Sundays. announced_years: years whose holidays are published.
    hours: working hours of every workday, ascending and disjoint, local time.
    ValueError when a day is in both sets or the hours are not ascending.
    """

    off: frozenset[date] = frozenset()
    makeup: frozenset[date] = frozenset()
    announced_years: frozenset[int] = frozenset()
    hours: tuple[tuple[time, time], ...] = DEFAULT_HOURS

    def __post_init__(self) -> None:
        object.__setattr__(self, "off", _days("放假日", self.off))
        object.__setattr__(self, "makeup", _days("补班日", self.makeup))
        object.__setattr__(self, "announced_years", frozenset(self.announced_years))
        object.__setattr__(self, "hours", tuple((begin, end) for begin, end in self.hours))
        both = self.off & self.makeup
        if both:
            raise ValueError(f"{min(both).isoformat()} 既是放假日又是补班日，请只保留一个")
        _check_hours(self.hours)

    # ---- working hours -------------------------------------------------------------------

    @cached_property
    def minutes_per_day(self) -> int:
        """Working minutes of one workday (390 with the default hours)."""
        return self._per_day // MINUTE

    @cached_property
    def closing_time(self) -> time:
        """End of the last working hours of a day."""
        return self.hours[-1][1]

    @cached_property
    def _sessions(self) -> tuple[_Session, ...]:
        sessions, before = [], 0
        for opening, closing in self.hours:
            begin, end = _microsecond_of_day(opening), _microsecond_of_day(closing)
            sessions.append(_Session(begin, end, before))
            before += end - begin
        return tuple(sessions)

    @cached_property
    def _per_day(self) -> int:
        last = self._sessions[-1]
        return last.before + last.end - last.begin

    @cached_property
    def _table(self) -> _Table:
        weekday = FIRST_DAY.weekday()
        week = bytes(1 if (weekday + i) % 7 < 5 else 0 for i in range(7))
        worked = bytearray((week * (_DAY_COUNT // 7 + 1))[:_DAY_COUNT])
        for days, flag in ((self.off, 0), (self.makeup, 1)):
            for day in days:
                if FIRST_DAY <= day <= LAST_DAY:
                    worked[day_index(day)] = flag
        before = array("l", accumulate(worked, initial=0))
        return _Table(bytes(worked), before, array("l", compress(range(_DAY_COUNT), worked)))

    # ---- days ----------------------------------------------------------------------------

    def is_workday(self, day: date) -> bool:
        """True when people work on that day."""
        return self._table.worked[day_index(day)] == 1

    def is_provisional(self, day: date) -> bool:
        """True when the holidays of that year are not announced yet (暂算)."""
        return day.year not in self.announced_years

    def provisional_between(self, first: date, last: date) -> bool:
        """True when any year from first to last is not announced yet."""
        return any(year not in self.announced_years for year in range(first.year, last.year + 1))

    def next_workday(self, day: date) -> date:
        """The first workday after `day`."""
        return self.nth_workday(day, 1)

    def previous_workday(self, day: date) -> date:
        """The last workday before `day`."""
        return self.nth_workday(day, -1)

    def nth_workday(self, day: date, n: int) -> date:
        """The n-th workday after `day` (n > 0) or before it (n < 0); the day itself never counts."""
        if n == 0:
            raise ValueError("工作日数不能为 0")
        table, index = self._table, day_index(day)
        position = table.before[index + 1] + n - 1 if n > 0 else table.before[index] + n
        return date.fromordinal(_FIRST_ORDINAL + self._workday(position))

    def workdays_between(self, first: date, last: date) -> int:
        """Workdays after `first` up to and including `last`; negative when `last` is earlier.

        The first day does not count (次日起算), so `workdays_between(d, nth_workday(d, n)) == n`.
        """
        before = self._table.before
        return before[day_index(last) + 1] - before[day_index(first) + 1]

    def closing(self, day: date) -> datetime:
        """The end of working hours on that day, whether worked or not."""
        return from_parts(day_index(day), self._sessions[-1].end)

    def add_workdays(self, start: datetime, n: int) -> datetime:
        """The deadline of n 工作日: end of working hours of the n-th workday after the start day."""
        if n < 1:
            raise ValueError("工作日数须为 1 或以上")
        table, (index, _) = self._table, local_parts(start)
        return from_parts(self._workday(table.before[index + 1] + n - 1), self._sessions[-1].end)

    def _workday(self, position: int) -> int:
        days = self._table.days
        if not 0 <= position < len(days):
            raise ValueError("推算出的工作日超出工作日历范围（1992—2100年），请检查时限")
        return days[position]

    # ---- working time --------------------------------------------------------------------

    def is_working_time(self, at: datetime) -> bool:
        """True inside working hours; the closing minute itself no longer counts."""
        index, moment = local_parts(at)
        return self._table.worked[index] == 1 and any(
            s.begin <= moment < s.end for s in self._sessions
        )

    def working_position(self, at: datetime) -> int:
        """Microseconds of working time from FIRST_DAY to `at`: never falls, flat outside hours."""
        index, moment = local_parts(at)
        table = self._table
        position = table.before[index] * self._per_day
        if table.worked[index]:
            for session in reversed(self._sessions):
                if moment > session.begin:
                    return position + session.before + min(moment, session.end) - session.begin
        return position

    def working_instant(self, position: int, *, latest: bool = False) -> datetime:
        """The first instant with that working position (a closing), or the latest (an opening)."""
        whole, rest = divmod(position, self._per_day)
        if rest == 0 and not latest:
            whole, rest = whole - 1, self._per_day
        offset = rest + 1 if latest else rest
        found = bisect_left(self._sessions, offset, key=lambda s: s.before) - 1
        session = self._sessions[found]
        return from_parts(self._workday(whole), session.begin + rest - session.before)

    def working_time_between(self, first: datetime, last: datetime) -> timedelta:
        """Exact working time from first to last; negative when last is earlier."""
        return timedelta(microseconds=self.working_position(last) - self.working_position(first))

    def working_minutes_between(self, first: datetime, last: datetime) -> int:
        """Whole working minutes from first to last, cut towards zero; negative when last is earlier."""
        difference = self.working_position(last) - self.working_position(first)
        return difference // MINUTE if difference >= 0 else -(-difference // MINUTE)

    def add_working_minutes(self, start: datetime, minutes: int) -> datetime:
        """The instant when that many working minutes have passed since `start`.

        A sum that ends exactly with working hours ends at their close, not at the next opening.
        Negative minutes go back, to the latest instant from which the working time fits;
        0 gives `start` itself.
        """
        if minutes == 0:
            return start.astimezone(SHANGHAI)
        position = self.working_position(start) + minutes * MINUTE
        return self.working_instant(position, latest=minutes < 0)

    # ---- natural time --------------------------------------------------------------------

    def add_days(self, start: datetime, n: int) -> datetime:
        """The deadline of n 天: counted from the day after the start day, weekends included; due at the
        end of working hours of the last day, or of the next workday when the last day is not worked
        (民法典第201、203条)."""
        if n < 1:
            raise ValueError("天数须为 1 或以上")
        last = date.fromordinal(local_date(start).toordinal() + n)
        return self.closing(last if self.is_workday(last) else self.next_workday(last))


def _days(label: str, days: Iterable[date]) -> frozenset[date]:
    found = frozenset(days)
    for day in found:
        if isinstance(day, datetime) or not isinstance(day, date):
            raise ValueError(f"{label}须为日期，不能是 {day!r}")
    return found


def _check_hours(hours: tuple[tuple[time, time], ...]) -> None:
    if not hours:
        raise ValueError("工作时间不能为空，请至少填一段，如 08:30—12:00")
    previous = time.min
    for begin, end in hours:
        if begin.tzinfo or end.tzinfo:
            raise ValueError("工作时间按当地时间填写，不带时区")
        if begin < previous or begin >= end:
            raise ValueError(f"工作时间 {begin:%H:%M}—{end:%H:%M} 前后颠倒或与上一段重叠")
        previous = end
