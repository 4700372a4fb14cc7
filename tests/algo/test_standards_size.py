"""Enterprise sizes by the table of 2017."""

from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honglian.algo.standards import Invalid
from honglian.algo.standards.data import enterprise_size_2017 as table
from honglian.algo.standards.enterprise_size import SIZES, Size, classify, industry_of

FIGURES = st.integers(0, 250_000)


@pytest.mark.parametrize(
    ("industry", "figures", "size"),
    [
        ("IND", {"employees": 1200, "revenue": 30000}, "中型"),
        ("IND", {"employees": 1000, "revenue": 40000}, "大型"),
        ("IND", {"employees": 350, "revenue": 1999}, "小型"),
        ("IND", {"employees": 19, "revenue": 50000}, "微型"),
        ("I65", {"employees": 120, "revenue": 900}, "小型"),
        ("E", {"revenue": 90000, "assets": 4000}, "小型"),
        ("A", {"revenue": 480}, "小型"),
        ("OTHER", {"employees": 300}, "大型"),
        ("L", {"employees": 99, "assets": 120000}, "小型"),
        ("F51", {"employees": 200, "revenue": Decimal("40000.00")}, "大型"),
    ],
)
def test_sizes_by_hand(industry: str, figures: dict, size: str) -> None:
    assert classify(industry, **figures).size == size


@given(st.sampled_from(sorted(table.INDUSTRIES)), FIGURES, FIGURES, FIGURES)
def test_a_size_needs_all_its_bounds_and_is_the_largest_that_has_them(
    industry: str, employees: int, revenue: int, assets: int
) -> None:
    figures = {"employees": employees, "revenue": revenue, "assets": assets}
    bounds = table.INDUSTRIES[industry][1]
    slow = next(
        (
            size
            for rank, size in enumerate(SIZES[:3])
            if all(figures[name] >= values[rank] for name, values in bounds.items())
        ),
        "微型",
    )
    result = classify(industry, **figures)
    assert (result.size, result.at_most, result.missing) == (slow, slow, ())
    assert len(result.reasons) == len(bounds)


def test_a_missing_figure_leaves_the_size_open_unless_another_settles_it() -> None:
    open_size = classify("IND", employees=350)
    assert (open_size.size, open_size.at_most, open_size.missing) == (None, "中型", ("revenue",))
    assert open_size.reasons == ("从业人员 350 人，达到中型下限 300 人", "缺少营业收入")
    assert classify("IND", employees=19).size == "微型"
    assert classify("IND").at_most == "大型"


@given(
    st.sampled_from(sorted(table.INDUSTRIES)),
    FIGURES,
    FIGURES,
    FIGURES,
    st.sampled_from(("employees", "revenue", "assets")),
)
def test_an_open_size_never_exceeds_what_it_can_be(
    industry: str, employees: int, revenue: int, assets: int, hidden: str
) -> None:
    figures = {"employees": employees, "revenue": revenue, "assets": assets}
    known = classify(industry, **figures).size
    partial = classify(industry, **{**figures, hidden: None})
    assert known is not None
    assert SIZES.index(known) >= SIZES.index(partial.at_most)
    assert partial.size in (None, known)


@pytest.mark.parametrize(
    ("code", "industry"),
    [
        ("C2614", "IND"),
        ("2614", "IND"),
        ("c26", "IND"),
        ("C", "IND"),
        ("B06", "IND"),
        ("D4610", "IND"),
        ("A", "A"),
        ("0111", "A"),
        ("E4710", "E"),
        ("F5111", "F51"),
        ("5211", "F52"),
        ("5310", None),
        ("5430", "G-T"),
        ("5910", "G-T"),
        ("5921", "G59"),
        ("6010", "G60"),
        ("6110", "H61"),
        ("6210", "H62"),
        ("6420", "I63-64"),
        ("I6513", "I65"),
        ("7010", "K7010"),
        ("7020", "K7020"),
        ("7030", "OTHER"),
        ("7040", None),
        ("7211", "L"),
        ("M7320", "OTHER"),
        ("8411", None),
        ("8514", "OTHER"),
        ("J66", None),
        ("G", None),
        ("R", "OTHER"),
    ],
)
def test_the_row_of_an_industry_code(code: str, industry: str | None) -> None:
    assert industry_of(code) == industry


def test_wrong_questions_are_refused() -> None:
    for code in ("", "制造业", "7", "26145"):
        with pytest.raises(Invalid, match="不是国民经济行业分类代码"):
            industry_of(code)
    with pytest.raises(Invalid, match="不在划型办法"):
        classify("X")
    with pytest.raises(Invalid, match="从业人员不能为负数"):
        classify("IND", employees=-1)


def test_the_table_falls_from_large_to_small_and_names_its_source() -> None:
    assert get_args(Size) == SIZES
    assert "213号" in table.SOURCE
    for _name, indicators in table.INDUSTRIES.values():
        for large, medium, small in indicators.values():
            assert large > medium > small > 0
    rows = {*table.BY_DIGITS.values(), *table.BY_SECTION.values()} - {None}
    assert rows == set(table.INDUSTRIES)
