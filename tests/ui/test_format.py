"""Figures, money and dates as people write them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine

from honglian.ui import format as words


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (1234567, None, "1,234,567"),
        (0, None, "0"),
        (Decimal("2.50"), None, "2.5"),
        (2.675, 2, "2.68"),
        (Decimal("0.5"), 0, "1"),
        (-0.04, 1, "0.0"),
        ("12", None, "12"),
        (Decimal("1E+3"), None, "1,000"),
        (None, None, "—"),
        (float("nan"), 1, "—"),
        ("", None, "—"),
    ],
)
def test_number(value, places: int | None, text: str) -> None:
    assert words.number(value, places) == text


def test_what_is_no_figure_is_an_error_and_not_a_dash() -> None:
    with pytest.raises(ValueError, match="not a figure"):
        words.number("十二")


@pytest.mark.parametrize(
    ("amount", "unit", "text"),
    [
        (9_800, "元", "9,800 元"),
        (Decimal("12.345"), "元", "12.35 元"),
        (10_000, "元", "1.0 万元"),
        (53_250_000, "元", "5,325.0 万元"),
        (99_999_499, "元", "9,999.9 万元"),
        (99_999_500, "元", "1.00 亿元"),
        (1_240_000_000, "元", "12.40 亿元"),
        (-53_000_000, "元", "-5,300.0 万元"),
        (5_300_000_000, "分", "5,300.0 万元"),
        (608, "万元", "608.0 万元"),
        (None, "元", "—"),
    ],
)
def test_money(amount, unit: str, text: str) -> None:
    assert words.money(amount, unit) == text


@pytest.mark.parametrize(
    ("ratio", "text"),
    [(0.85349, "85.3%"), (Decimal("0.8535"), "85.4%"), (1, "100.0%"), (0, "0.0%"), (None, "—")],
)
def test_percent(ratio, text: str) -> None:
    assert words.percent(ratio) == text


@pytest.mark.parametrize(
    ("difference", "text"),
    [
        (0.012, "+1.2 个百分点"),
        (-0.012, "-1.2 个百分点"),
        (0.0001, "0.0 个百分点"),
        (-0.0001, "0.0 个百分点"),
        (None, "—"),
    ],
)
def test_points(difference, text: str) -> None:
    assert words.points(difference) == text


@time_machine.travel("2026-11-25 04:00:00+00:00")
def test_days_and_moments_are_chinese_and_local() -> None:
    assert words.day(date(2026, 11, 22)) == "11月22日 周日"
    assert words.day(date(2025, 12, 31)) == "2025年12月31日 周三"
    assert words.moment(datetime(2026, 11, 22, 6, 0, tzinfo=UTC)) == "11月22日 周日 14:00"
    # Half past eleven at night in Greenwich is already the next day in China.
    assert words.day(datetime(2026, 11, 22, 23, 30, tzinfo=UTC)) == "11月23日 周一"
    assert words.moment(None) == words.day(None) == "—"


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 KB"), (10, "1 KB"), (320_400, "320 KB"), (1_450_000, "1.5 MB"), (None, "—")],
)
def test_filesize(size: int | None, text: str) -> None:
    assert words.filesize(size) == text
