"""Limits, deadlines and remaining time in the words users read."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honglian.algo.workdays import (
    SHANGHAI,
    Duration,
    chinese_date,
    chinese_moment,
    deadline,
    due_at,
    remaining_in_words,
)
from tests.algo.real_calendar import real_calendar
from tests.algo.reference_clock import UNITS

CALENDAR = real_calendar()


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("text", "amount", "unit", "words"),
    [
        ("2 工作日", 2, "workdays", "2 个工作日"),
        ("2个工作日", 2, "workdays", "2 个工作日"),
        (" 10 个 工作日 ", 10, "workdays", "10 个工作日"),
        ("30 分钟", 30, "minutes", "30 分钟"),
        ("30 工作分钟", 30, "working_minutes", "30 个工作分钟"),
        ("４ 工作小时", 4, "working_hours", "4 个工作小时"),
        ("7 天", 7, "days", "7 天"),
        ("15日", 15, "days", "15 天"),
        ("15个自然日", 15, "days", "15 天"),
        ("24 小时", 24, "hours", "24 小时"),
    ],
)
def test_limits_are_read_as_people_write_them(
    text: str, amount: int, unit: str, words: str
) -> None:
    duration = Duration.parse(text)
    assert (duration.amount, duration.unit, duration.chinese()) == (amount, unit, words)


@given(st.integers(1, 999_999), st.sampled_from(UNITS))
def test_the_words_of_a_limit_read_back(amount: int, unit: str) -> None:
    assert Duration.parse(Duration(amount, unit).chinese()) == Duration(amount, unit)


@pytest.mark.parametrize(
    "text", ["", "两天", "0 天", "-1 天", "1.5 小时", "3 周", "工作日", "2 工作日内", "9999999 天"]
)
def test_an_unreadable_limit_says_what_is_allowed(text: str) -> None:
    with pytest.raises(ValueError, match="请写成“30 分钟”"):
        Duration.parse(text)


def test_a_limit_is_a_positive_whole_number_of_a_known_unit() -> None:
    for amount in (0, -1, 1.5, True, "2"):
        with pytest.raises(ValueError, match="大于 0 的整数"):
            Duration(amount, "days")
    with pytest.raises(ValueError, match="单位"):
        Duration(1, "weeks")


@pytest.mark.parametrize(
    ("start", "limit", "due"),
    [
        ("11-23 09:00", "30 分钟", "11-23 09:30"),
        ("11-23 17:15", "30 工作分钟", "11-24 08:45"),
        ("11-23 11:00", "4 工作小时", "11-23 17:30"),
        ("11-23 23:00", "24 小时", "11-24 23:00"),
        ("09-30 10:00", "1 工作日", "10-08 17:30"),
        ("11-21 10:00", "1 工作日", "11-23 17:30"),
        ("09-30 10:00", "3 天", "10-08 17:30"),
    ],
)
def test_deadlines_by_hand(start: str, limit: str, due: str) -> None:
    assert due_at(at(start), Duration.parse(limit), CALENDAR) == at(due)
    assert deadline(at(start), Duration.parse(limit), CALENDAR).at == at(due)


def test_a_deadline_explains_itself() -> None:
    found = deadline(at("09-30 16:00"), Duration.parse("3 工作日"), CALENDAR)
    assert found.explanation == (
        "自 9月30日 周三 16:00 起 3 个工作日（次日起算），其间休息 7 天，10月10日 周六 补班计入，至 10月10日 周六 17:30 止"
    )
    assert not found.provisional


def test_a_deadline_in_a_year_not_announced_says_so() -> None:
    found = deadline(at("12-30 16:00"), Duration.parse("5 工作日"), CALENDAR)
    assert found.provisional
    assert found.explanation.endswith("放假安排尚未公布，按周一至周五暂算")
    assert "2027年1月6日 周三 17:30" in found.explanation


@pytest.mark.parametrize(
    ("now", "due", "words"),
    [
        ("11-23 09:00", "11-26 17:30", "还剩 3 个工作日"),
        ("11-26 20:00", "12-01 17:30", "还剩 3 个工作日"),
        ("11-28 11:00", "12-01 17:30", "还剩 2 个工作日"),
        ("11-23 17:00", "11-25 08:40", "还剩 1 个工作日"),
        ("11-23 17:00", "11-24 17:30", "还剩 1 个工作日"),
        ("11-24 15:20", "11-24 17:30", "还剩 2 小时 10 分（工作时间）"),
        ("11-24 16:30", "11-24 17:30", "还剩 1 小时（工作时间）"),
        ("11-24 17:05", "11-24 17:30", "还剩 25 分钟（工作时间）"),
        ("11-23 16:30", "11-24 09:10", "还剩 1 小时 40 分（工作时间）"),
        ("11-24 09:00", "11-24 17:30", "今天 17:30 前"),
        ("11-24 18:00", "11-24 20:00", "今天 20:00 前"),
        ("11-27 18:00", "11-28 10:30", "还剩 16 小时 30 分"),
        ("11-24 17:30", "11-23 17:30", "已超期 1 个工作日"),
        ("11-30 09:00", "11-25 17:30", "已超期 3 个工作日"),
        ("11-24 11:35", "11-24 10:30", "已超期 1 小时 5 分（工作时间）"),
        ("11-24 18:05", "11-24 17:30", "已超期 35 分钟"),
        ("11-29 18:05", "11-27 17:30", "已超期 48 小时 35 分"),
    ],
)
def test_remaining_time_in_words(now: str, due: str, words: str) -> None:
    assert remaining_in_words(at(now), at(due), CALENDAR) == words


def test_remaining_time_at_the_very_edge() -> None:
    due = at("11-24 17:30")
    assert remaining_in_words(due, due, CALENDAR) == "今天 17:30 前"
    assert remaining_in_words(due + timedelta(seconds=20), due, CALENDAR) == "刚刚超期"


def test_remaining_time_over_an_unannounced_new_year_is_marked() -> None:
    due = at("12-31 17:30") + timedelta(days=5)
    assert remaining_in_words(at("12-30 09:00"), due, CALENDAR) == "还剩 4 个工作日（暂算）"


def test_dates_are_said_as_in_the_interface() -> None:
    moment = at("11-22 14:00")
    assert chinese_moment(moment) == "11月22日 周日 14:00"
    assert chinese_moment(moment, year=True) == "2026年11月22日 周日 14:00"
    assert chinese_date(moment.date()) == "11月22日 周日"
