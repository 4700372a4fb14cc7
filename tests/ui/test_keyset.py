"""Walking pages in either direction gives exactly the ordered set, with ties and empty keys, whatever the column."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Count, F, Value
from django.db.models.functions import Coalesce, Length
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from honglian.ui.lists.keyset import Keyset, read_token, token
from tests.ui.books import Book, Shelf

SORTS = [
    "title",
    "rank",
    "price",
    "weight",
    "bought_on",
    "read_at",
    "lent",
    "shelf__name",
    "pk",
    "length",
]
few = st.sampled_from
rows_of_books = st.lists(
    st.fixed_dictionaries(
        {
            "title": few(["甲", "乙", "乙二", "", "a", "B"]),
            "rank": few([None, -1, 0, 3]),
            "price": few([None, Decimal("0.10"), Decimal("9.99"), Decimal("10.00")]),
            "weight": few([0.1, 0.30000000000000004, 2.5]),
            "bought_on": few([None, date(2026, 1, 31), date(2026, 11, 22)]),
            "read_at": few(
                [
                    None,
                    datetime(2026, 11, 22, 6, tzinfo=UTC),
                    datetime(2026, 11, 22, 6, 0, 0, 1, tzinfo=UTC),
                ]
            ),
            "lent": st.booleans(),
            "shelf": few([None, "甲架", "乙架"]),
        }
    ),
    max_size=14,
)


def fill(rows: list[dict]) -> None:
    Book.objects.all().delete()
    shelves = {name: Shelf.objects.get_or_create(name=name)[0] for name in ("甲架", "乙架")}
    Book.objects.bulk_create(Book(**{**row, "shelf": shelves.get(row["shelf"])}) for row in rows)


def queryset():
    return Book.objects.annotate(length=Length("title"))


def expected(sort: str) -> list[int]:
    """The whole order by the database's own sorting, empty keys last."""
    path = sort.removeprefix("-")
    key, pk = F(path), F("pk")
    if sort.startswith("-"):
        return list(
            queryset().order_by(key.desc(nulls_last=True), pk.desc()).values_list("pk", flat=True)
        )
    return list(
        queryset().order_by(key.asc(nulls_last=True), pk.asc()).values_list("pk", flat=True)
    )


def walk(sort: str, size: int, direction: str) -> list[list[int]]:
    """Pages from the first to the end, or from the last to the front, as lists of ids in list order."""
    pages, page = [], Keyset(queryset(), sort, size).page(last=direction == "previous")
    while True:
        pages.append([row.pk for row in page.rows])
        place = getattr(page, direction)
        if not place:
            return pages
        page = Keyset(queryset(), sort, size).page(
            **{"after" if direction == "next" else "before": place}
        )


@pytest.mark.parametrize("sort", [f"{sign}{name}" for name in SORTS for sign in ("", "-")])
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=rows_of_books, size=st.integers(1, 5))
def test_walking_forward_and_backward_gives_the_ordered_set(
    books, sort: str, rows: list[dict], size: int
) -> None:
    fill(rows)
    order = expected(sort)
    forward = walk(sort, size, "next")
    assert [pk for page in forward for pk in page] == order
    assert all(len(page) == size for page in forward[:-1])
    backward = walk(sort, size, "previous")
    assert [pk for page in reversed(backward) for pk in page] == order


@pytest.mark.parametrize("sort", ["rank", "-rank", "title"])
def test_going_back_shows_the_page_one_came_from(books, sort: str) -> None:
    fill([{"title": "甲", "rank": rank, "shelf": None} for rank in (1, 1, None, None, None, 2, 2)])
    first = Keyset(queryset(), sort, 3).page()
    second = Keyset(queryset(), sort, 3).page(after=first.next)
    back = Keyset(queryset(), sort, 3).page(before=second.previous)
    assert [row.pk for row in back.rows] == [row.pk for row in first.rows]
    assert not back.previous
    assert back.next


def test_a_full_last_page_promises_nothing_further(books) -> None:
    fill([{"title": "甲", "shelf": None}] * 4)
    page = Keyset(queryset(), "title", 2).page(after=Keyset(queryset(), "title", 2).page().next)
    assert len(page.rows) == 2
    assert page.next == ""


def test_rows_that_vanish_between_pages_leave_an_empty_page_without_false_doors(books) -> None:
    fill([{"title": "甲", "shelf": None}] * 4)
    place = Keyset(queryset(), "title", 2).page().next
    Book.objects.all().delete()
    page = Keyset(queryset(), "title", 2).page(after=place)
    assert (page.rows, page.previous, page.next) == ([], "", "")


def test_one_query_a_page_and_never_an_offset(books) -> None:
    fill([{"title": "甲", "rank": 1, "shelf": None}] * 9)
    place = Keyset(queryset(), "rank", 2).page().next
    with CaptureQueriesContext(
        connection,
    ) as seen:
        Keyset(queryset(), "rank", 2).page(after=place)
    assert len(seen) == 1
    assert "OFFSET" not in seen[0]["sql"]


def test_a_page_is_one_range_of_a_composite_index(books) -> None:
    """An OR over the key and its ties would read the index from the start and grow with the depth of the page."""
    fill([{"title": "甲", "shelf": None}] * 3)
    keyset = Keyset(Book.objects.all(), "title", 2)
    place = keyset.page().next
    with CaptureQueriesContext(connection) as seen:
        keyset.page(after=place)
    assert " OR " not in seen[0]["sql"]
    assert ") > (" in seen[0]["sql"]


def test_an_aggregate_can_be_the_key(books) -> None:
    fill([{"title": "甲", "shelf": "甲架"}] * 2 + [{"title": "乙", "shelf": "乙架"}])
    shelves = Shelf.objects.annotate(books=Coalesce(Count("pk"), Value(0)))
    first = Keyset(shelves, "-books", 1).page()
    second = Keyset(shelves, "-books", 1).page(after=first.next)
    assert {row.pk for row in first.rows + second.rows} == set(
        Shelf.objects.values_list("pk", flat=True)
    )


@pytest.mark.parametrize(
    "text", ["%%%", "bm90anNvbg", "W10", "WzFd", token("x", "y"), "é", "a" * 5000]
)
def test_a_broken_place_in_the_address_opens_the_first_page(books, text: str) -> None:
    fill([{"title": "甲", "rank": 1, "shelf": None}] * 3)
    page = Keyset(Book.objects.all(), "rank", 2).page(after=text)
    assert len(page.rows) == 2
    assert page.previous == ""


def test_tokens_keep_exact_values() -> None:
    for name, value in {
        "price": Decimal("9.90"),
        "read_at": datetime(2026, 11, 22, 6, 0, 0, 1, tzinfo=UTC),
        "bought_on": date(2026, 11, 22),
        "weight": 0.30000000000000004,
        "title": "=1+1 甲",
        "rank": None,
    }.items():
        assert read_token(token(value, 5), Book._meta.get_field(name), Book._meta.pk) == (value, 5)
