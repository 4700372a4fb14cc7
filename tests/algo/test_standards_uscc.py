"""统一社会信用代码: vectors, every explanation, and a slow check against the text of the standard."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honglian.algo.standards import Invalid, uscc

VALID = ["91350100M000100Y43", "91421200MA0XN0010N", "91420600MA0XY0010W"]
DIVISIONS = st.text(string.digits, min_size=6, max_size=6)
CODES = st.tuples(
    st.text(uscc.CHARSET, min_size=2, max_size=2),
    DIVISIONS,
    st.text(uscc.CHARSET, min_size=9, max_size=9),
).map("".join)


def slow_check_character(first17: str) -> str:
    """Word for word: weights are powers of 3 modulo 31; 31 minus the remainder, 31 read as 0."""
    total = sum(uscc.CHARSET.index(char) * (3**i % 31) for i, char in enumerate(first17))
    return uscc.CHARSET[(31 - total % 31) % 31]


@pytest.mark.parametrize("code", VALID)
def test_published_examples_pass(code: str) -> None:
    assert uscc.problem(code) is None
    assert uscc.parse(code) == code
    assert uscc.organisation_check_character(code[8:16]) is not None


def test_the_organisation_code_of_the_standard_example() -> None:
    assert uscc.organisation_check_character("M000100Y") == "4"


@given(CODES)
def test_the_check_character_follows_the_standard(first17: str) -> None:
    right = uscc.check_character(first17)
    assert right == slow_check_character(first17)
    flags = uscc.valid_flags(first17 + char for char in uscc.CHARSET)
    assert [char for char, flag in zip(uscc.CHARSET, flags, strict=True) if flag] == [right]


@given(CODES, st.integers(0, 16), st.sampled_from(uscc.CHARSET))
def test_any_single_wrong_character_is_found(first17: str, position: int, char: str) -> None:
    code = first17 + uscc.check_character(first17)
    wrong = code[:position] + char + code[position + 1 :]
    assert uscc.is_valid(wrong) == (wrong == code)


@given(CODES, st.integers(0, 15))
def test_any_exchange_of_neighbours_is_found(first17: str, position: int) -> None:
    code = first17 + uscc.check_character(first17)
    wrong = code[:position] + code[position + 1] + code[position] + code[position + 2 :]
    assert uscc.is_valid(wrong) == (wrong == code)


@given(st.text(max_size=20))
def test_any_text_is_either_valid_or_explained(text: str) -> None:
    sentence = uscc.problem(text)
    assert (sentence is None) == uscc.is_valid(uscc.normalise(text))


@pytest.mark.parametrize(
    "text",
    [
        "91350100m000100y43",
        " 9135 0100 M000 100Y 43 ",
        "９１３５０１００Ｍ０００１００Ｙ４３",
        "91350100-M000100Y4-3",
        "\ufeff91350100M000100Y43\u200b",
    ],
)
def test_spelling_is_normalised(text: str) -> None:
    assert uscc.parse(text) == "91350100M000100Y43"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("91350100M000100Y44", "校验位不对，应为 3，请核对原件"),
        ("91350100M000100Z43", "第 16 位不会是字母 Z，可能是 2，请核对原件"),
        (
            "91421200MAOXN0010N",
            "第 11 位不会是字母 O，可能是 0，改为 91421200MA0XN0010N 后校验通过，请核对原件",
        ),
        (
            "9135O1OOM000100Y43",
            "第 5 位不会是字母 O，可能是 0，改为 91350100M000100Y43 后校验通过，请核对原件",
        ),
        ("9135010AM000100Y43", "第 8 位“A”应为数字（第 3—8 位是行政区划码），请核对原件"),
        ("91350100M000100Y4*", "第 18 位“*”不是代码可用的数字或大写字母，请核对原件"),
        ("91350100M000100Y4", "应为 18 位，现为 17 位，请核对原件"),
        ("91350100M000100Y433", "应为 18 位，现为 19 位，请核对原件"),
        ("420600000012345", "这是 15 位的旧营业执照注册号，请填写换照后的 18 位统一社会信用代码"),
        ("M000100Y-4", "这是 9 位的旧组织机构代码，请填写 18 位统一社会信用代码"),
        ("9.14206E+17", "被表格软件改成了科学计数法，原码已丢失，请把该列设为文本后按原件重新填写"),
        ("  ", "未填写，请填写营业执照上的 18 位统一社会信用代码"),
    ],
)
def test_every_mistake_is_explained(text: str, sentence: str) -> None:
    assert uscc.problem(text) == sentence
    with pytest.raises(Invalid) as caught:
        uscc.parse(text)
    assert str(caught.value) == sentence


def test_a_wrong_organisation_code_narrows_the_search() -> None:
    sentence = uscc.problem("91350100M000180Y43")
    assert sentence is not None
    assert sentence.endswith("；第 9—17 位自身也对不上，错处多半在这一段")


@pytest.mark.parametrize("letter", "IOSVZ")
def test_the_left_out_letters_are_never_valid(letter: str) -> None:
    sentence = uscc.problem(f"91350100M00010{letter}Y43")
    assert sentence is not None
    assert sentence.startswith(f"第 15 位不会是字母 {letter}，可能是 ")


def test_a_check_character_needs_seventeen_lawful_characters() -> None:
    for text in ("", "9135", "91350100M000100YI", "91350100M000100Y43"):
        with pytest.raises(Invalid, match="17 位"):
            uscc.check_character(text)
