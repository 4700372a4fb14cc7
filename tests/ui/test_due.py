"""A deadline in words with its tone; the present is Wednesday 2026-11-25 10:00 in China."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest

from honglian.algo.workdays import WorkCalendar
from honglian.kit.clock import CHINA
from honglian.ui import due
from honglian.ui.icons import shapes

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=CHINA)


@pytest.fixture(autouse=True)
def every_weekday() -> None:
    """No calendar of a request that an earlier test has served."""
    due.count_with(None)


def at(day: int, hour: int = 17, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("due_at", "tone", "text"),
    [
        (at(25), "soon", "今天 17:00 前"),
        (at(25, 11), "soon", "还剩 1 小时（工作时间）"),
        (at(26), "soon", "还剩 1 个工作日"),
        (at(27), "ok", "还剩 2 个工作日"),
        (at(30), "ok", "还剩 3 个工作日"),
        (at(25, 9, 40), "overdue", "已超期 20 分钟（工作时间）"),
        (at(24), "overdue", "已超期 1 个工作日"),
        (at(20), "overdue", "已超期 3 个工作日"),
        (date(2026, 11, 25), "soon", "今天到期"),
        (date(2026, 11, 26), "soon", "还剩 1 个工作日"),
        (date(2026, 11, 24), "overdue", "已超期 1 个工作日"),
        (None, "none", "未设期限"),
    ],
)
def test_open_deadline(due_at, tone: str, text: str) -> None:
    found = due.describe(due_at, now=NOW)
    assert (found.tone, found.text) == (tone, text)


@pytest.mark.parametrize(
    ("done_at", "tone", "text"),
    [
        (at(24), "done", "按时完成"),
        (at(25), "done", "按时完成"),
        (at(27), "late", "晚 2 个工作日完成"),
        (datetime(2026, 11, 25, 17, 0, 20, tzinfo=CHINA), "late", "刚过期限完成"),
    ],
)
def test_finished(done_at: datetime, tone: str, text: str) -> None:
    found = due.describe(at(25), done_at=done_at, now=NOW)
    assert (found.tone, found.text) == (tone, text)


def test_finished_on_the_due_day_is_in_time_when_only_a_day_was_set() -> None:
    assert due.describe(date(2026, 11, 25), done_at=at(25, 22), now=NOW).text == "按时完成"


def test_a_stopped_clock_says_so_even_when_the_hour_has_passed() -> None:
    assert due.describe(at(24), paused=True, now=NOW).text == "计时已暂停"
    assert due.describe(at(24), paused=True, done_at=at(23), now=NOW).text == "按时完成"


@pytest.fixture
def asked() -> Iterator[list[WorkCalendar]]:
    """A calendar on which the 26th and 27th are days off; the list grows with each time it is asked for."""
    calls: list[WorkCalendar] = []

    def source() -> WorkCalendar:
        calls.append(
            WorkCalendar(
                frozenset({date(2026, 11, 26), date(2026, 11, 27)}),
                announced_years=frozenset({2026}),
            )
        )
        return calls[-1]

    due.count_with(source)
    yield calls
    due.count_with(None)


def test_holidays_of_the_official_calendar_do_not_count(asked: list[WorkCalendar]) -> None:
    assert due.describe(at(30), now=NOW).text == "还剩 1 个工作日"
    assert due.describe(at(30), now=NOW).tone == "soon"
    assert len(asked) == 1


def test_the_calendar_is_not_fetched_where_no_time_is_counted(asked: list[WorkCalendar]) -> None:
    due.describe(None)
    due.describe(at(24), paused=True)
    assert asked == []


def test_every_tone_has_an_icon_that_exists() -> None:
    assert set(due.ICONS.values()) <= set(shapes())
