"""The event-log clock: hand-checked cases, refusals, and the minute-by-minute reference."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from honglian.algo.workdays import SHANGHAI, ClockEvent, ClockReading, Duration, deadline, run_clock
from tests.algo.real_calendar import real_calendar
from tests.algo.reference_clock import MinuteWorld, random_case, reference_reading

CALENDAR = real_calendar()
CASES = 10_000


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=SHANGHAI)


def log(*lines: str) -> list[ClockEvent]:
    """Events from lines such as "11-23 09:00 start" or "11-24 10:00 extend 2工作日"."""
    events = []
    for line in lines:
        day, hour, kind, *more = line.split()
        events.append(
            ClockEvent(at(f"{day} {hour}"), kind, Duration.parse(more[0]) if more else None)
        )
    return events


def read(limit: str, now: str, *lines: str) -> ClockReading:
    return run_clock(log(*lines), Duration.parse(limit), CALENDAR, at(now))


def test_ten_thousand_random_clocks_equal_the_minute_by_minute_reference() -> None:
    world = MinuteWorld(CALENDAR, 2024, 2027)
    rng = random.Random(20261125)
    first = datetime(2024, 1, 1, tzinfo=SHANGHAI)
    last = datetime(2026, 12, 31, 23, 59, tzinfo=SHANGHAI)
    for number in range(CASES):
        events, limit, now = random_case(rng, first, last)
        found = run_clock(events, limit, CALENDAR, now)
        wanted = reference_reading(events, limit, world, now)
        got = (
            found.due_at,
            found.paused,
            found.used_working_minutes,
            found.overdue,
            found.remaining,
        )
        assert got == (
            wanted.due_at,
            wanted.paused,
            wanted.used_working_minutes,
            wanted.overdue,
            wanted.remaining,
        ), (number, events, limit, now)


def test_an_untouched_clock_is_due_at_the_plain_deadline() -> None:
    rng = random.Random(7)
    for _ in range(500):
        events, limit, _now = random_case(rng, at("01-01 00:00"), at("11-01 00:00"))
        start = events[0].at
        reading = run_clock(events[:1], limit, CALENDAR, start)
        assert reading.due_at == deadline(start, limit, CALENDAR).at
        assert (reading.used_working_minutes, reading.remaining) == (0, limit.base_amount)
        assert not reading.overdue


def test_a_reading_from_the_middle_of_a_minute_keeps_the_seconds() -> None:
    start = at("11-23 09:00") + timedelta(seconds=30)
    reading = run_clock(
        [ClockEvent(start, "start")], Duration.parse("30工作分钟"), CALENDAR, at("11-23 09:10")
    )
    assert reading.due_at == at("11-23 09:30") + timedelta(seconds=30)
    assert (reading.used_working_minutes, reading.remaining) == (9, 20)


def test_a_pause_in_working_hours_shifts_working_time_by_its_working_part() -> None:
    # 11:00 to 15:00 holds one hour before lunch and half an hour after it.
    reading = read(
        "4工作小时", "11-23 15:00", "11-23 09:00 start", "11-23 11:00 pause", "11-23 15:00 resume"
    )
    assert reading.due_at == at("11-23 17:00")
    assert (reading.used_working_minutes, reading.remaining) == (120, 120)


def test_a_pause_over_the_weekend_shifts_workdays_by_the_closings_it_covers() -> None:
    lines = ("11-26 10:00 start", "11-27 16:00 pause", "11-30 09:00 resume")
    assert read("2工作日", "11-30 09:00", *lines).due_at == at("12-01 17:30")
    late = ("11-26 10:00 start", "11-27 18:00 pause", "11-30 09:00 resume")
    assert read("2工作日", "11-30 09:00", *late).due_at == at("11-30 17:30")


def test_an_open_pause_freezes_what_is_left_and_moves_the_due_time_with_now() -> None:
    lines = ("11-23 09:00 start", "11-23 10:00 pause")
    first, second = (
        read("2工作小时", "11-23 10:30", *lines),
        read("2工作小时", "11-23 11:30", *lines),
    )
    assert (first.due_at, second.due_at) == (at("11-23 11:30"), at("11-23 15:00"))
    assert (first.remaining, second.remaining) == (60, 60)
    assert first.paused
    assert first.paused_since == at("11-23 10:00")


def test_a_pause_after_the_due_time_shifts_nothing() -> None:
    lines = ("11-23 09:00 start", "11-23 11:00 pause", "11-23 15:00 resume")
    reading = read("1工作小时", "11-23 15:30", *lines)
    assert reading.due_at == at("11-23 10:00")
    assert reading.overdue
    assert reading.remaining == -90


def test_an_extension_lengthens_the_limit() -> None:
    reading = read("2工作日", "11-24 10:00", "11-23 09:00 start", "11-24 09:00 extend 3工作日")
    assert reading.due_at == at("11-30 17:30")


def test_natural_days_that_end_on_a_rest_day_end_on_the_next_workday() -> None:
    assert read("7天", "11-22 14:00", "11-22 14:00 start").due_at == at("11-30 17:30")
    assert read("24小时", "11-27 14:00", "11-27 14:00 start").due_at == at("11-28 14:00")


def test_a_stop_settles_whether_it_was_in_time() -> None:
    lines = ("11-23 09:00 start", "11-24 17:00 stop")
    for now in ("11-24 17:00", "12-20 09:00"):
        reading = read("1工作日", now, *lines)
        assert (reading.overdue, reading.stopped_at, reading.remaining) == (
            False,
            at("11-24 17:00"),
            1,
        )
    late = read("1工作日", "12-20 09:00", "11-23 09:00 start", "11-24 17:31 stop")
    assert late.overdue
    assert late.remaining == 0


def test_a_restart_forgets_used_time_and_extensions() -> None:
    lines = (
        "11-23 09:00 start",
        "11-23 09:30 extend 5工作日",
        "11-24 17:00 stop",
        "11-26 09:00 restart",
    )
    reading = read("1工作日", "11-26 09:30", *lines)
    assert (reading.due_at, reading.stopped_at, reading.started_at) == (
        at("11-27 17:30"),
        None,
        at("11-26 09:00"),
    )
    assert reading.used_working_minutes == 30


def test_the_clock_can_be_read_as_of_an_earlier_moment() -> None:
    lines = ("11-23 09:00 start", "11-23 10:00 pause", "11-25 09:00 resume", "11-25 10:00 stop")
    assert read("2工作日", "11-23 09:59", *lines).paused is False
    assert read("2工作日", "11-24 09:00", *lines).paused is True
    assert read("2工作日", "11-25 09:59", *lines).stopped_at is None


def test_only_limits_that_depend_on_the_calendar_are_provisional() -> None:
    assert read("5工作日", "12-31 09:00", "12-31 09:00 start").provisional
    assert read("20天", "12-31 09:00", "12-31 09:00 start").provisional
    assert not read("48小时", "12-31 09:00", "12-31 09:00 start").provisional
    assert not read("5工作日", "11-23 09:00", "11-23 09:00 start").provisional


def test_instants_of_any_zone_give_the_same_reading() -> None:
    events = log("11-23 07:30 start", "11-23 16:30 pause", "11-24 09:00 resume")
    moved = [ClockEvent(event.at.astimezone(UTC), event.kind) for event in events]
    for limit in ("3工作日", "5工作小时", "30小时", "3天"):
        duration = Duration.parse(limit)
        assert run_clock(events, duration, CALENDAR, at("11-24 10:00")) == run_clock(
            moved, duration, CALENDAR, at("11-24 10:00").astimezone(UTC)
        )


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["11-23 09:00 pause"], "尚未开始，不能“暂停”"),
        (["11-23 09:00 start", "11-23 10:00 start"], "正在计时，不能“开始”"),
        (["11-23 09:00 start", "11-23 10:00 resume"], "正在计时，不能“恢复”"),
        (["11-23 09:00 start", "11-23 10:00 pause", "11-23 11:00 pause"], "已暂停，不能“暂停”"),
        (["11-23 09:00 start", "11-23 10:00 stop", "11-23 11:00 resume"], "已停止，不能“恢复”"),
        (
            ["11-23 09:00 start", "11-23 10:00 stop", "11-23 11:00 extend 1工作日"],
            "已停止，不能“延期”",
        ),
        (
            ["11-23 09:00 start", "11-23 08:00 stop"],
            "顺序不对：“停止”（2026年11月23日 周一 08:00）早于",
        ),
        (["11-23 09:00 start", "11-23 10:00 extend 1天"], "计时单位不同"),
        (["11-24 09:00 start"], "尚未开始，没有可读的时限"),
        ([], "尚未开始，没有可读的时限"),
    ],
)
def test_nonsense_is_refused_in_words(lines: list[str], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read("2工作日", "11-23 12:00", *lines)


def test_events_are_checked_when_made() -> None:
    with pytest.raises(ValueError, match="不认识的时钟事件"):
        ClockEvent(at("11-23 09:00"), "halt")
    with pytest.raises(ValueError, match="没有时区"):
        ClockEvent(datetime(2026, 11, 23, 9), "start")
    with pytest.raises(ValueError, match="延期事件须写明"):
        ClockEvent(at("11-23 09:00"), "extend")
    with pytest.raises(ValueError, match="其他事件不带时长"):
        ClockEvent(at("11-23 09:00"), "pause", Duration(1, "hours"))
