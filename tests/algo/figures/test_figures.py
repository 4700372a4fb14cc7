"""Periods, changes and contributions against the examples of the articles and of the handbook."""

from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honglian.algo.figures.attribution import attribute
from honglian.algo.figures.change import growth, moved, phrase, rounded
from honglian.algo.figures.spans import Comparison, Period, Span, before, span

DAY = date(2026, 5, 31)


@pytest.mark.parametrize(
    ("then", "now", "places", "shown"),
    [
        ("100000.00", "108560.00", 2, "增长 8.56%"),
        ("50", "151", 1, "增长 202.0%"),
        ("51", "95", 1, "增长 86.3%"),
        ("41", "23", 1, "下降 43.9%"),
        ("1000", "296", 1, "下降 70.4%"),
        ("38", "70", 1, "增长 84.2%"),
        ("30", "46", 1, "增长 53.3%"),
        ("6", "4", 1, "下降 33.3%"),
    ],
    ids=str,
)
def test_growth_is_that_of_the_articles(then, now, places, shown):
    assert moved(growth(D(now), D(then)).percent, places) == shown


def test_base_of_zero_and_below_gives_no_percentage():
    assert growth(D(5), D(0)).percent is None
    assert growth(D(5), D(-2)) == growth(D(5), D(-2))
    assert growth(D(5), D(-2)).percent is None
    assert growth(D(5), D(-2)).difference == 7
    assert moved(None, 1) == "—"


@pytest.mark.parametrize(
    ("value", "unit", "places", "qualifier", "step", "shown"),
    [
        ("5123", "人次", 0, "余", "1000", "5,000余人次"),
        ("5000", "人次", 0, "余", "1000", "5,000 人次"),
        ("123456", "户", 0, "超", "10000", "超12万户"),
        ("24", "场", 0, "多", "10", "20多场"),
        ("10321", "人次", 0, "逾", "10000", "逾1万人次"),
        ("84.2", "%", 0, "以上", "10", "80%以上"),
        ("8.555", "%", 2, "", "0", "8.56%"),
        ("286", "家", 0, "近", "100", "近300家"),
        ("1294", "名", 0, "", "0", "1,294 名"),
        ("320", "户", 0, "超", "10000", "320 户"),
    ],
    ids=str,
)
def test_figures_read_as_articles_write_them(value, unit, places, qualifier, step, shown):
    assert phrase(D(value), unit, places, qualifier, D(step)) == shown


def test_nothing_is_a_dash():
    assert phrase(None, "%") == "—"
    assert rounded(D("-0.04"), 1) == 0
    assert str(rounded(D("-0.04"), 1)) == "0.0"


def test_periods():
    assert span(Period.YEAR_TO_DATE, DAY) == Span(date(2026, 1, 1), DAY)
    assert span(Period.YEAR, DAY) == Span(date(2025, 1, 1), date(2025, 12, 31))
    assert span(Period.QUARTER, DAY).first == date(2026, 4, 1)
    since = span(Period.SINCE, DAY, first=date(2025, 1, 1))
    assert since.words == "2025年1月1日至2026年5月31日"
    with pytest.raises(ValueError, match="needs its days"):
        span(Period.FIXED, DAY, first=date(2025, 1, 1))


def test_a_year_earlier_and_a_period_earlier():
    found = span(Period.YEAR_TO_DATE, date(2028, 2, 29))
    assert before(found, Period.YEAR_TO_DATE, Comparison.YEAR) == Span(
        date(2027, 1, 1), date(2027, 2, 28)
    )
    month = span(Period.MONTH, date(2026, 3, 31))
    assert before(month, Period.MONTH, Comparison.PREVIOUS) == Span(
        date(2026, 2, 1), date(2026, 2, 28)
    )
    week = span(Period.WEEK, date(2026, 11, 25))
    assert before(week, Period.WEEK, Comparison.PREVIOUS) == Span(
        date(2026, 11, 20), date(2026, 11, 22)
    )
    assert before(month, Period.MONTH, Comparison.NONE) is None


money = st.dictionaries(st.integers(0, 12), st.decimals(-1000, 10**9, places=2), max_size=10)


@given(then=money, now=money, chains=st.lists(st.sampled_from("abc"), min_size=13, max_size=13))
def test_contributions_add_up_exactly(then, now, chains):
    found = attribute(then, now, dict(enumerate(chains)))
    change = sum(now.values(), D(0)) - sum(then.values(), D(0))
    assert sum((p.difference for p in found.parts), D(0)) == change
    assert sum(found.by_group().values(), D(0)) == change
    assert sum(map(found.of, ("continuing", "entering", "leaving")), D(0)) == change


def test_same_set_growth_leaves_out_who_came_and_who_left():
    found = attribute(
        {"a": D(100), "b": D(50), "gone": D(30)}, {"a": D(120), "b": D(45), "new": D(40)}, {}
    )
    assert found.nominal.difference == 25
    assert found.same_set.percent == D(10)
    assert (found.of("entering"), found.of("leaving")) == (D(40), D(-30))
