"""Amounts, dates, mobile numbers and masks."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honglian.algo.standards import (
    Invalid,
    future_problem,
    is_blank,
    mask_address,
    mask_id_no,
    mask_mobile,
    mask_name,
    mobile,
    order_problems,
    parse_amount,
    parse_date,
    plain,
)


def attempt(parse: Callable[[str], object], text: str) -> tuple[object, str]:
    """The parsed value and the sentence of refusal, one of them empty."""
    try:
        return parse(text), ""
    except Invalid as refusal:
        return None, str(refusal)


# ---- amounts ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("52万人民币", "52", "CNY"),
        ("608(万元)", "608", "CNY"),
        ("4,006(万元)", "4006", "CNY"),
        ("30(万元人民币)", "30", "CNY"),
        ("1,500(万人民币元)", "1500", "CNY"),
        ("100(万元(人民币))", "100", "CNY"),
        ("０．１万元人民币", "0.1", "CNY"),
        ("51.1000（万元人民币）", "51.1", "CNY"),
        ("350万人民币元", "350", "CNY"),
        ("61万", "61", "CNY"),
        ("人民币100万元整", "100", "CNY"),
        ("1亿元", "10000", "CNY"),
        ("1.25 亿", "12500", "CNY"),
        ("3千万元", "3000", "CNY"),
        ("5000000元", "500", "CNY"),
        ("1,234,567.89元", "123.456789", "CNY"),
        ("500", "500", "CNY"),
        ("500万美元", "500", "USD"),
        ("1,050(万美元)", "1050", "USD"),
        ("USD 50万", "50", "USD"),
        ("500(万港币)", "500", "HKD"),
        ("50000万日元", "50000", "JPY"),
        ("45(万欧元)", "45", "EUR"),
        ("774(万法国法郎)", "774", "FRF"),
        ("30(万澳大利亚元)", "30", "AUD"),
        ("0万元", "0", "CNY"),
    ],
)
def test_amounts_are_read_in_the_spellings_of_registries(
    text: str, value: str, currency: str
) -> None:
    amount = parse_amount(text)
    assert amount is not None
    assert (amount.value, amount.currency, amount.original) == (Decimal(value), currency, text)
    assert amount.wan_cny == (Decimal(value) if currency == "CNY" else None)


@pytest.mark.parametrize("text", [None, "", "  ", "-", "—", "无", "暂无", "/", "未公示", "null"])
def test_a_blank_amount_is_none(text: str | None) -> None:
    assert parse_amount(text) is None


@pytest.mark.parametrize(
    ("number", "unit", "value"),
    [
        (608, "万元", "608"),
        (51.1, "万元", "51.1"),
        (5000000, "元", "500"),
        (Decimal("1.5"), "亿元", "15000"),
    ],
)
def test_a_number_cell_takes_the_unit_of_its_column(number: float, unit: str, value: str) -> None:
    amount = parse_amount(number, bare_unit=unit)
    assert amount is not None
    assert amount.value == Decimal(value)


@pytest.mark.parametrize(
    "text", ["LEONARD", "万元", "100~200万元", "1.2.3万", "4,06万元", "壹佰万元", "100万石", "10%"]
)
def test_an_unreadable_amount_says_how_to_write_it(text: str) -> None:
    with pytest.raises(Invalid, match=r"看不懂金额“.*”，请写成“500 万元”"):
        parse_amount(text)


def test_an_amount_that_lost_its_decimal_point_is_not_guessed() -> None:
    with pytest.raises(Invalid, match=r"可能是 10,152\.0000，也可能是 10\.1520000，请核对后重填"):
        parse_amount("10,1520000(万元人民币)")


@pytest.mark.parametrize("value", [-5, "-5万元", "人民币负5万元", -0.5])
def test_a_negative_amount_is_refused(value: str | float) -> None:
    with pytest.raises(Invalid, match="不能为负数"):
        parse_amount(value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), True])
def test_what_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(Invalid, match="看不懂金额"):
        parse_amount(value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("608(万元)", "608 万元"),
        ("12000万元", "1.2 亿元"),
        ("10000万元", "1 亿元"),
        ("500万美元", "500 万美元"),
        ("5000元", "0.5 万元"),
        ("0元", "0 万元"),
    ],
)
def test_amounts_are_shown_in_wan_or_yi(text: str, words: str) -> None:
    amount = parse_amount(text)
    assert amount is not None
    assert amount.chinese() == words


@given(st.decimals(0, 9_999_999, places=4, allow_nan=False))
def test_every_spelling_of_a_number_gives_the_same_amount(number: Decimal) -> None:
    spellings = [
        f"{number}万元",
        f"{number:,}(万元)",
        f"{number * 10000:f}元",
        f"{number / 10000:f}亿元人民币",
    ]
    assert {parse_amount(text).value for text in spellings} == {number}  # type: ignore[union-attr]


@given(st.text(max_size=15))
def test_any_text_is_an_amount_blank_or_refused_in_words(text: str) -> None:
    amount, refusal = attempt(parse_amount, text)
    assert "金额" in refusal or (amount is None) == is_blank(text)


# ---- dates -----------------------------------------------------------------------------------


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_spelling_of_a_day_gives_that_day(day: date) -> None:
    y, m, d = day.year, day.month, day.day
    spellings = [
        f"{y}-{m:02}-{d:02}",
        f"{y}/{m}/{d}",
        f"{y}.{m}.{d}",
        f"{y}年{m}月{d}日",
        f" {y} 年 {m} 月 {d} 日 ",
        f"{y}{m:02}{d:02}",
        f"{y}-{m:02}-{d:02} 00:00:00",
        f"{y}-{m:02}-{d:02}T08:30:00Z",
        f"{y}年{m}月{d}日8时30分",
    ]
    assert {parse_date(text) for text in spellings} == {day}
    assert parse_date(int(f"{y}{m:02}{d:02}")) == day
    assert parse_date(datetime(y, m, d, 23, 59)) == day
    assert parse_date(day) == day


@given(st.dates(date(1905, 10, 1), date(2100, 12, 31)))
def test_serial_numbers_of_spreadsheets(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    assert parse_date(serial) == day
    assert parse_date(serial + 0.75) == day
    if serial >= 10_000:
        assert parse_date(str(serial)) == day


@pytest.mark.parametrize(
    ("serial", "day"),
    [
        (1, date(1900, 1, 1)),
        (59, date(1900, 2, 28)),
        (61, date(1900, 3, 1)),
        (45352, date(2024, 3, 1)),
    ],
)
def test_serial_numbers_around_the_day_that_never_was(serial: int, day: date) -> None:
    assert parse_date(serial) == day


@pytest.mark.parametrize("value", [None, "", " ", "-", "无", "/"])
def test_a_blank_date_is_none(value: str | None) -> None:
    assert parse_date(value) is None


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2023-02-29", "2023年2月没有 29 日"),
        ("2024-13-01", "没有 13 月"),
        ("20240431", "2024年4月没有 31 日"),
        ("2024-00-10", "没有 0 月"),
        ("1024-01-01", "年份 1024 超出"),
        ("24/3/1", "年份须写四位"),
        ("3/1/2024", "月和日分不清先后"),
        ("2024年3月", "不完整"),
        ("2024-03", "不完整"),
        ("2024", "不完整"),
        (2024, "不完整"),
        ("去年三月", "看不懂日期“去年三月”"),
        (60, "看不懂日期"),
        (0, "看不懂日期"),
        (-3, "看不懂日期"),
        (200_000, "看不懂日期"),
        (float("nan"), "看不懂日期"),
        (True, "看不懂日期"),
    ],
)
def test_an_impossible_date_is_explained(value: str | float, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        parse_date(value)


@given(st.text(max_size=15))
def test_any_text_is_a_date_blank_or_refused_in_words(text: str) -> None:
    day, refusal = attempt(parse_date, text)
    assert "请" in refusal or (day is None) == is_blank(text)


def test_dates_out_of_order_are_named() -> None:
    applied, joined, full = date(2020, 1, 1), date(2021, 6, 1), date(2021, 5, 1)
    steps = [("申请入党日期", applied), ("加入党组织日期", joined), ("转为正式党员日期", full)]
    assert order_problems(steps) == [
        "转为正式党员日期 2021-05-01 早于加入党组织日期 2021-06-01，请核对"
    ]
    assert order_problems([("甲", joined), ("乙", None), ("丙", joined)]) == []
    assert len(order_problems([("甲", joined), ("乙", None), ("丙", full)])) == 1


def test_a_date_that_must_have_happened_is_not_after_today() -> None:
    today = date(2026, 11, 25)
    assert future_problem(today, today=today) is None
    assert future_problem(None, today=today) is None
    assert (
        future_problem(today + timedelta(days=1), today=today) == "日期 2026-11-26 晚于今天，请核对"
    )


# ---- mobile numbers --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "+86 13800138000",
        "8613800138000",
        "008613800138000",
        "１３８００１３８０００",
        "13800138000.0",
    ],
)
def test_mobile_numbers_are_normalised(text: str) -> None:
    assert mobile.parse(text) == "13800138000"
    assert mobile.problem(text) is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "未填写，请填写 11 位手机号码"),
        ("1380013800", "手机号码应为 11 位，现为 10 位，请核对"),
        ("12345678901", "手机号码应以 13 至 19 开头，请核对"),
        ("0715-8123456", "这像是固定电话，请填写 11 位手机号码"),
        ("13800138000/13900139000", "手机号码只能是数字，请核对（多个号码请只留一个）"),
        ("138****8000", "手机号码只能是数字，请核对（多个号码请只留一个）"),
    ],
)
def test_a_wrong_mobile_number_is_explained(text: str, sentence: str) -> None:
    assert mobile.problem(text) == sentence
    with pytest.raises(Invalid) as caught:
        mobile.parse(text)
    assert str(caught.value) == sentence


# ---- masks -----------------------------------------------------------------------------------


def test_masks_by_hand() -> None:
    assert mask_id_no("420600199003071234") == "420***********1234"
    assert mask_mobile("13800131234") == "138****1234"
    assert [mask_name(n) for n in ("张三", "张三丰", "欧阳修", "欧阳", "司马相如", " 李 ", "")] == [
        "张*",
        "张**",
        "欧阳*",
        "欧*",
        "司马**",
        "*",
        "",
    ]
    assert mask_address("湖北省咸宁市咸安区某路1号") == "湖北省咸宁市****"
    assert [mask_address(a) for a in ("某路1号", " ")] == ["****", ""]


@given(st.text(min_size=1, max_size=30))
def test_a_mask_always_hides_something(text: str) -> None:
    for mask in (mask_id_no, mask_mobile):
        masked = mask(text)
        assert len(masked) == len(text)
        assert masked.count("*") >= max(1, len(text) // 3)


# ---- plain text ------------------------------------------------------------------------------


@given(st.text(max_size=20))
def test_plain_text_stays_plain(text: str) -> None:
    assert plain(plain(text)) == plain(text)


def test_plain_text_has_no_blanks_and_no_full_width() -> None:
    assert plain(" Ａ１\u3000（万） \u200b\ufeff") == "A1(万)"
