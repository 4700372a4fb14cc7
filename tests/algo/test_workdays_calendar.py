"""Days and working time, against counting one day and one second at a time."""

import time as timer
from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from honglian.algo.workdays import SHANGHAI, WorkCalendar
from tests.algo.real_calendar import real_calendar

CALENDAR = real_calendar()
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2026, 12, 31)).map(
    lambda d: d.replace(tzinfo=SHANGHAI)
)
WHOLE_SECONDS = MOMENTS.map(lambda d: d.replace(microsecond=0))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def slow_is_workday(day: date, calendar: WorkCalendar = CALENDAR) -> bool:
    return day in calendar.makeup or (day.weekday() < 5 and day not in calendar.off)


def slow_step(day: date, n: int) -> date:
    """Walk day by day over |n| workdays."""
    step = timedelta(days=1 if n > 0 else -1)
    while n:
        day += step
        if slow_is_workday(day):
            n -= 1 if n > 0 else -1
    return day


def slow_working_seconds(first: datetime, last: datetime) -> int:
    """Test every second between two instants less than some days apart."""
    seconds, moment = 0, first
    while moment < last:
        if slow_is_workday(moment.date()) and any(
            a <= moment.time() < b for a, b in CALENDAR.hours
        ):
            seconds += 1
        moment += timedelta(seconds=1)
    return seconds


def test_known_days_of_2026() -> None:
    worked = ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]
    off = [
        "2026-01-01",
        "2026-02-16",
        "2026-04-06",
        "2026-05-05",
        "2026-06-19",
        "2026-09-25",
        "2026-10-07",
    ]
    assert all(CALENDAR.is_workday(date.fromisoformat(day)) for day in worked)
    assert not any(CALENDAR.is_workday(date.fromisoformat(day)) for day in off)


@given(DAYS)
def test_a_day_is_worked_by_the_plain_rule(day: date) -> None:
    assert CALENDAR.is_workday(day) == slow_is_workday(day)


def test_a_year_without_announcement_follows_the_weekday_and_is_provisional() -> None:
    assert CALENDAR.is_provisional(date(2027, 1, 1))
    assert CALENDAR.is_workday(date(2027, 1, 1))
    assert not CALENDAR.is_provisional(date(2026, 12, 31))
    assert CALENDAR.provisional_between(date(2026, 12, 1), date(2027, 1, 4))
    assert not CALENDAR.provisional_between(date(2024, 1, 1), date(2026, 12, 31))


@given(DAYS, st.integers(-60, 60).filter(bool))
def test_the_nth_workday_is_found_by_walking(day: date, n: int) -> None:
    found = CALENDAR.nth_workday(day, n)
    assert found == slow_step(day, n)
    if n > 0:
        assert CALENDAR.workdays_between(day, found) == n
        assert CALENDAR.workdays_between(found, day) == -n


def test_next_and_previous_workday_cross_the_national_day() -> None:
    assert CALENDAR.next_workday(date(2026, 9, 30)) == date(2026, 10, 8)
    assert CALENDAR.previous_workday(date(2026, 10, 8)) == date(2026, 9, 30)


@given(DAYS, DAYS)
def test_workdays_between_counts_the_days_after_the_first(first: date, last: date) -> None:
    low, high = min(first, last), max(first, last)
    count = sum(slow_is_workday(low + timedelta(days=i)) for i in range(1, (high - low).days + 1))
    assert CALENDAR.workdays_between(first, last) == (count if first <= last else -count)


@given(MOMENTS, st.integers(1, 60))
def test_n_workdays_end_with_the_working_hours_of_the_nth_day(start: datetime, n: int) -> None:
    assert CALENDAR.add_workdays(start, n) == datetime.combine(
        slow_step(start.date(), n), time(17, 30), SHANGHAI
    )


def test_two_workdays_over_a_make_up_sunday() -> None:
    assert CALENDAR.add_workdays(at("2026-09-18 16:00"), 2) == at("2026-09-21 17:30")
    assert CALENDAR.add_workdays(at("2026-09-18 16:00"), 1) == at("2026-09-20 17:30")


@given(WHOLE_SECONDS, st.integers(0, 2 * 86400))
@settings(max_examples=25, deadline=None)
def test_working_time_equals_counting_every_second(start: datetime, seconds: int) -> None:
    end = start + timedelta(seconds=seconds)
    slow = timedelta(seconds=slow_working_seconds(start, end))
    assert CALENDAR.working_time_between(start, end) == slow
    assert CALENDAR.working_time_between(end, start) == -slow
    assert CALENDAR.working_minutes_between(start, end) == slow // timedelta(minutes=1)
    assert CALENDAR.working_minutes_between(end, start) == -(slow // timedelta(minutes=1))


@given(MOMENTS, st.integers(1, 20_000))
def test_added_minutes_are_all_working_minutes_and_end_as_early_as_possible(
    start: datetime, n: int
) -> None:
    end = CALENDAR.add_working_minutes(start, n)
    assert CALENDAR.working_time_between(start, end) == timedelta(minutes=n)
    before = end - timedelta(microseconds=1)
    assert CALENDAR.working_time_between(start, before) < timedelta(minutes=n)


@given(MOMENTS, st.integers(1, 20_000))
def test_subtracted_minutes_end_as_late_as_possible(start: datetime, n: int) -> None:
    begin = CALENDAR.add_working_minutes(start, -n)
    assert CALENDAR.working_time_between(begin, start) == timedelta(minutes=n)
    assert CALENDAR.is_working_time(begin)
    after = begin + timedelta(microseconds=1)
    assert CALENDAR.working_time_between(after, start) < timedelta(minutes=n)


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-11-25 11:50", 10, "2026-11-25 12:00"),
        ("2026-11-25 11:50", 11, "2026-11-25 14:31"),
        ("2026-11-25 17:20", 10, "2026-11-25 17:30"),
        ("2026-11-27 17:20", 20, "2026-11-30 08:40"),
        ("2026-11-28 03:00", 30, "2026-11-30 09:00"),
        ("2026-11-25 09:00", 390, "2026-11-26 09:00"),
        ("2026-11-25 08:30", 390, "2026-11-25 17:30"),
        ("2026-11-30 08:40", -20, "2026-11-27 17:20"),
        ("2026-11-25 14:30", -210, "2026-11-25 08:30"),
        ("2026-11-25 17:30", -180, "2026-11-25 14:30"),
        ("2026-11-28 03:00", 0, "2026-11-28 03:00"),
    ],
)
def test_working_minutes_by_hand(start: str, minutes: int, end: str) -> None:
    assert CALENDAR.add_working_minutes(at(start), minutes) == at(end)


def test_natural_days_roll_on_to_a_workday() -> None:
    assert CALENDAR.add_days(at("2026-11-20 09:00"), 3) == at("2026-11-23 17:30")
    assert CALENDAR.add_days(at("2026-11-20 09:00"), 1) == at("2026-11-23 17:30")
    assert CALENDAR.add_days(at("2026-09-19 09:00"), 1) == at("2026-09-20 17:30")


def test_hours_are_a_setting_of_the_zone() -> None:
    summer = WorkCalendar(hours=((time(8), time(12)), (time(15), time(18))))
    assert (summer.minutes_per_day, CALENDAR.minutes_per_day) == (420, 390)
    assert summer.add_workdays(at("2026-11-23 09:00"), 1) == at("2026-11-24 18:00")
    through = WorkCalendar(hours=[(time(9), time(17))])
    assert through.add_working_minutes(at("2026-11-23 11:50"), 20) == at("2026-11-23 12:10")


def test_any_zone_comes_in_and_shanghai_comes_out() -> None:
    start = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)  # already Wednesday in Shanghai
    assert CALENDAR.add_workdays(start, 1) == at("2026-11-26 17:30")
    assert CALENDAR.add_working_minutes(start, 1).tzinfo is SHANGHAI


def test_a_calendar_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        CALENDAR.off = frozenset()  # type: ignore[misc]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"off": {date(2026, 1, 1)}, "makeup": {date(2026, 1, 1)}}, "既是放假日又是补班日"),
        ({"off": {"2026-01-01"}}, "放假日须为日期"),
        ({"makeup": {datetime(2026, 1, 4)}}, "补班日须为日期"),
        ({"hours": ()}, "工作时间不能为空"),
        ({"hours": ((time(12), time(9)),)}, "前后颠倒"),
        ({"hours": ((time(9), time(12)), (time(11), time(17)))}, "重叠"),
        ({"hours": ((time(9, tzinfo=UTC), time(12)),)}, "不带时区"),
    ],
)
def test_a_wrong_calendar_is_refused(arguments: dict, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        WorkCalendar(**arguments)


def test_wrong_questions_are_refused() -> None:
    with pytest.raises(ValueError, match="没有时区"):
        CALENDAR.add_workdays(datetime(2026, 11, 25), 1)
    with pytest.raises(ValueError, match="须为 1 或以上"):
        CALENDAR.add_workdays(at("2026-11-25"), 0)
    with pytest.raises(ValueError, match="须为 1 或以上"):
        CALENDAR.add_days(at("2026-11-25"), 0)
    with pytest.raises(ValueError, match="不能为 0"):
        CALENDAR.nth_workday(date(2026, 11, 25), 0)
    with pytest.raises(ValueError, match="超出工作日历范围"):
        CALENDAR.is_workday(date(1980, 1, 1))
    with pytest.raises(ValueError, match="超出工作日历范围"):
        CALENDAR.add_workdays(at("2100-12-30"), 10)
    with pytest.raises(ValueError, match="超出工作日历范围"):
        CALENDAR.working_time_between(at("2200-12-30"), at("2026-01-01"))


def test_the_pace_does_not_depend_on_the_length_of_the_span() -> None:
    def seconds(n: int) -> float:
        begin = timer.perf_counter()
        for _ in range(3000):
            CALENDAR.add_workdays(start, n)
            CALENDAR.add_working_minutes(start, n * 390)
        return timer.perf_counter() - begin

    start = at("2024-03-01 10:00")
    seconds(1)
    short, long = (min(seconds(n) for _ in range(3)) for n in (3, 10_000))
    assert long < 3 * short
