"""公民身份号码 on synthetic numbers only."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honglian.algo.standards import Invalid, id_card

TODAY = date(2026, 11, 25)
SYNTHETIC = "421200199003071236"


def number(area: str, born: date, sequence: int) -> str:
    first = f"{area}{born:%Y%m%d}{sequence:03}"
    return first + id_card.check_character(first)


NUMBERS = st.builds(
    number,
    st.sampled_from(["421200", "420600", "110101"]),
    st.dates(date(1900, 1, 1), TODAY),
    st.integers(0, 999),
)


def slow_check_character(first17: str) -> str:
    """ISO 7064 MOD 11-2, by its definition with powers of 2."""
    total = sum(int(digit) * pow(2, 17 - i, 11) for i, digit in enumerate(first17))
    return "0123456789X"[(12 - total % 11) % 11]


@given(NUMBERS)
def test_a_number_says_birth_date_and_sex(text: str) -> None:
    card = id_card.parse(text, today=TODAY)
    assert card.number[17] == slow_check_character(text[:17])
    assert f"{card.birth_date:%Y%m%d}" == text[6:14]
    assert card.sex == ("男" if text[16] in "13579" else "女")
    assert card.area == text[:6]
    assert id_card.valid_flags([text, text[:17]], today=TODAY) == [True, False]


@given(NUMBERS, st.integers(0, 16), st.sampled_from("0123456789"))
def test_any_single_wrong_digit_is_found(text: str, position: int, digit: str) -> None:
    wrong = text[:position] + digit + text[position + 1 :]
    assert id_card.is_valid(wrong, today=TODAY) == (wrong == text)


@given(st.text(max_size=20))
def test_any_text_is_either_valid_or_explained(text: str) -> None:
    sentence = id_card.problem(text, today=TODAY)
    assert (sentence is None) == id_card.is_valid(id_card.normalise(text), today=TODAY)


def test_spelling_is_normalised() -> None:
    lower = number("421200", date(1990, 3, 7), 7)
    while not lower.endswith("X"):
        lower = number("421200", date(1990, 3, 7), int(lower[14:17]) + 1)
    assert id_card.parse(f" {lower[:6]} {lower[6:].lower()}", today=TODAY).number == lower


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("421200199003071235", "校验位不对，应为 6，请核对原件"),
        ("421200199013071236", "第 7—14 位不是可能的出生日期，请核对原件"),
        ("421200199002301236", "第 7—14 位不是可能的出生日期，请核对原件"),
        ("421200189903071236", "第 7—14 位不是可能的出生日期，请核对原件"),
        ("421200203003071236", "第 7—14 位的出生日期晚于今天，请核对原件"),
        ("42120019900307123", "应为 18 位，现为 17 位，请核对原件"),
        ("421200900307123", "这是 15 位的旧身份证号，请填写 18 位公民身份号码"),
        ("4212O0199003071236", "第 5 位应为数字，请核对原件"),
        ("42120019900307123Y", "第 18 位应为数字或 X，请核对原件"),
        ("4.212E+17", "被表格软件改成了科学计数法，原号已丢失，请把该列设为文本后按原件重新填写"),
        ("", "未填写，请填写 18 位公民身份号码"),
    ],
)
def test_every_mistake_is_explained_without_repeating_the_number(text: str, sentence: str) -> None:
    assert id_card.problem(text, today=TODAY) == sentence
    with pytest.raises(Invalid, match="^" + sentence.split("，")[0]):
        id_card.parse(text, today=TODAY)


def test_somebody_born_today_is_valid_and_born_tomorrow_is_not() -> None:
    assert id_card.is_valid(number("421200", TODAY, 1), today=TODAY)
    assert not id_card.is_valid(number("421200", date(2026, 11, 26), 1), today=TODAY)


@pytest.mark.parametrize(
    ("on", "age"),
    [(date(2008, 3, 6), 17), (date(2008, 3, 7), 18), (date(2026, 12, 31), 36)],
)
def test_age_is_counted_in_full_years(on: date, age: int) -> None:
    assert id_card.parse(SYNTHETIC, today=TODAY).age(on) == age


def test_an_unknown_area_is_only_a_hint() -> None:
    assert id_card.area_hint(SYNTHETIC) is None
    assert id_card.area_hint("830000199003071236") is None
    assert id_card.area_hint("990000199003071236") == "前两位 99 不是现行省级区划，请核对原件"
    assert id_card.is_valid(number("990000", date(1990, 3, 7), 123), today=TODAY)


def test_stated_facts_are_compared_with_the_number() -> None:
    card = id_card.parse(SYNTHETIC, today=TODAY)
    assert id_card.disagreements(card, birth_date=date(1990, 3, 7), sex="男性") == []
    assert id_card.disagreements(card) == []
    birth, sex = id_card.disagreements(card, birth_date=date(1990, 3, 8), sex="女")
    assert "1990-03-08 与身份号码中的 1990-03-07 不一致" in birth
    assert sex == "性别“女”与身份号码（男）不一致，请核对"


def test_a_check_character_needs_seventeen_digits() -> None:
    for text in ("", "4212001990030712", "4212001990030712X"):
        with pytest.raises(Invalid, match="17 位"):
            id_card.check_character(text)
