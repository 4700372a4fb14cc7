"""Remaining time in words; the present is Wednesday 2026-11-25 10:00 in China."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest

from honglian.kit.clock import CHINA
from honglian.ui import due
from honglian.ui.icons import shapes

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=CHINA)


def at(day: int, hour: int = 17, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("due_at", "tone", "text"),
    [
        (at(25), "soon", "今天 17:00 到期"),
        (at(26), "soon", "明天 17:00 到期"),
        (at(30), "ok", "还剩 3 个工作日"),
        (at(27), "ok", "还剩 2 个工作日"),
        (at(25, 9, 40), "overdue", "已超期 20 分钟"),
        (at(25, 8), "overdue", "已超期 2 小时"),
        (at(24), "overdue", "已超期 1 个工作日"),
        (at(20), "overdue", "已超期 3 个工作日"),
        (date(2026, 11, 25), "soon", "今天到期"),
        (date(2026, 11, 26), "soon", "明天到期"),
        (date(2026, 11, 24), "overdue", "已超期 1 个工作日"),
        (None, "none", "未设期限"),
    ],
)
def test_open_deadline(due_at, tone: str, text: str) -> None:
    found = due.describe(due_at, now=NOW)
    assert (found.tone, found.text) == (tone, text)


def test_over_a_weekend_the_day_is_named() -> None:
    friday = datetime(2026, 11, 27, 10, 0, tzinfo=CHINA)
    assert due.describe(at(30), now=friday).text == "11月30日 17:00 到期"


def test_overdue_on_a_weekend_counts_calendar_days() -> None:
    sunday = datetime(2026, 11, 29, 10, 0, tzinfo=CHINA)
    assert due.describe(at(27), now=sunday).text == "已超期 2 天"


@pytest.mark.parametrize(
    ("done_at", "tone", "text"),
    [
        (at(24), "done", "按时完成"),
        (at(25), "done", "按时完成"),
        (at(27), "late", "晚 2 个工作日完成"),
    ],
)
def test_finished(done_at: datetime, tone: str, text: str) -> None:
    found = due.describe(at(25), done_at=done_at, now=NOW)
    assert (found.tone, found.text) == (tone, text)


def test_a_stopped_clock_says_so_even_when_the_hour_has_passed() -> None:
    assert due.describe(at(24), paused=True, now=NOW).text == "计时已暂停"


@pytest.fixture
def only_wednesdays() -> Iterator[None]:
    due.use_calendar(lambda first, last: 1 if last > first else 0)
    yield
    due.use_calendar(due.weekdays_between)


def test_the_official_calendar_replaces_weekdays(only_wednesdays: None) -> None:
    assert due.describe(at(10, month=12), now=NOW).text == "12月10日 17:00 到期"


def test_every_tone_has_an_icon_that_exists() -> None:
    assert set(due.ICONS.values()) <= set(shapes())
