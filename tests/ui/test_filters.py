"""Each filter reads the address, narrows the rows, says in words what it does, and explains what it cannot use."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.http import QueryDict

from honglian.kit.actor import Actor
from honglian.ui.lists import (
    BoolFilter,
    ChoiceFilter,
    DateRangeFilter,
    Filter,
    NumberRangeFilter,
    TextFilter,
)
from tests.ui.books import Book, Shelf

pytestmark = pytest.mark.usefixtures("books")


@pytest.fixture(autouse=True)
def three_books(books) -> None:
    shelf = Shelf.objects.create(name="甲架")
    midnight = datetime(2026, 11, 21, 16, 30, tzinfo=UTC)  # 00:30 on the 22nd in China
    Book.objects.create(
        title="红", rank=1, price=Decimal("10000"), lent=True, shelf=shelf, read_at=midnight
    )
    Book.objects.create(title="蓝%", rank=2, price=Decimal("53000"), bought_on=date(2026, 11, 22))
    Book.objects.create(
        title="绿",
        rank=3,
        bought_on=date(2026, 12, 1),
        read_at=datetime(2026, 11, 22, 15, 59, tzinfo=UTC),
    )


def narrow(filter: Filter, query: str, actor: Actor | None = None):
    rows, bound = filter.bind(Book.objects.order_by("pk"), QueryDict(query), actor)
    return [book.title for book in rows], bound


def test_choice_takes_the_last_one_of_several() -> None:
    rank = ChoiceFilter(key="rank", label="等级", choices=[(1, "一等"), (2, "二等")])
    titles, bound = narrow(rank, "rank=1&rank=2")
    assert titles == ["蓝%"]
    assert bound.words == "等级：二等"
    assert bound.options == [("1", "一等", False), ("2", "二等", True)]


def test_choice_multiple_unites() -> None:
    rank = ChoiceFilter(key="rank", label="等级", multiple=True, choices=[(1, "一等"), (3, "三等")])
    titles, bound = narrow(rank, "rank=1&rank=3")
    assert titles == ["红", "绿"]
    assert bound.words == "等级：一等、三等"


def test_choice_not_on_offer_narrows_nothing_and_is_named() -> None:
    """Also a choice that another actor would be offered: the address must not reach beyond one's own list."""
    mine = ChoiceFilter(
        key="rank", label="等级", choices=lambda actor: [(1, "一等")] if actor else []
    )
    titles, bound = narrow(mine, "rank=1", None)
    assert len(titles) == 3
    assert "没有所选的项" in bound.error
    assert narrow(mine, "rank=1", Actor(name="甲", role="r", zone_id=1))[0] == ["红"]


def test_choice_through_a_function() -> None:
    shelf = ChoiceFilter(
        key="on",
        label="书架",
        choices=[("甲架", "甲架")],
        lookup=lambda rows, v: rows.filter(shelf__name=v),
    )
    assert narrow(shelf, "on=甲架")[0] == ["红"]


@pytest.mark.parametrize(
    ("query", "titles"), [("lent=1", ["红"]), ("lent=0", ["蓝%", "绿"]), ("", ["红", "蓝%", "绿"])]
)
def test_bool(query: str, titles: list[str]) -> None:
    lent = BoolFilter(key="lent", label="借出", yes="已借出", no="在架")
    assert narrow(lent, query)[0] == titles


def test_bool_with_another_word_is_explained() -> None:
    _, bound = narrow(BoolFilter(key="lent", label="借出"), "lent=maybe")
    assert bound.error
    assert not bound.active


def test_text_is_taken_literally() -> None:
    title = TextFilter(key="title", label="书名")
    assert narrow(title, "title=%25")[0] == ["蓝%"]
    assert narrow(title, "title=%00")[0] == ["红", "蓝%", "绿"]


def test_date_range_includes_both_ends() -> None:
    bought = DateRangeFilter(key="bought", label="购入", lookup="bought_on")
    titles, bound = narrow(bought, "bought_from=2026-11-22&bought_to=2026-12-01")
    assert titles == ["蓝%", "绿"]
    assert bound.words == "购入：2026-11-22 至 2026-12-01"


def test_date_range_on_moments_counts_days_in_china() -> None:
    read = DateRangeFilter(key="read_at", label="读完")
    assert narrow(read, "read_at_from=2026-11-22&read_at_to=2026-11-22")[0] == ["红", "绿"]
    assert narrow(read, "read_at_to=2026-11-21")[0] == []


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("bought_from=2026-13-01", "2026-13-01"),
        ("bought_from=昨天", "昨天"),
        ("bought_to=9999-12-31", "9999-12-31"),
        ("bought_from=2026-12-01&bought_to=2026-11-01", "对调"),
    ],
)
def test_impossible_dates_are_explained(query: str, part: str) -> None:
    titles, bound = narrow(DateRangeFilter(key="bought", label="购入", lookup="bought_on"), query)
    assert len(titles) == 3
    assert part in bound.error


def test_number_range_in_another_unit() -> None:
    price = NumberRangeFilter(key="price", label="价格", unit="万元", factor=10_000)
    titles, bound = narrow(price, "price_from=1&price_to=5,0")
    assert titles == ["红", "蓝%"]
    assert bound.words == "价格：1 至 50 万元"
    titles, bound = narrow(price, "price_from=1.5")
    assert titles == ["蓝%"]
    assert bound.words == "价格：1.5 万元起"
    assert narrow(price, "price_to=2")[1].words == "价格：到 2 万元止"


@pytest.mark.parametrize("text", ["十", "NaN", "Infinity", "1e99"])
def test_number_range_refuses_what_is_no_number(text: str) -> None:
    titles, bound = narrow(NumberRangeFilter(key="price", label="价格"), f"price_from={text}")
    assert len(titles) == 3
    assert "不是能用的数字" in bound.error
