"""A list page: its state is the address, its cost two queries, its answer a page, a fragment or a file."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from honglian.kit.actor import Actor
from honglian.kit.errors import NotAllowed, Refusal
from honglian.ui.format import money
from honglian.ui.lists import (
    BulkAction,
    ChoiceFilter,
    Column,
    Listing,
    SavedView,
    TextFilter,
    Total,
    export,
    keep_views_with,
    listing,
    selected_ids,
)
from tests.ui.books import Book, Shelf


class BookListing(Listing):
    key = "books"
    noun = "图书"
    unit = "本"
    search = ("title", "code")
    columns = (
        Column(
            "title", "书名", link=lambda book: f"/books/{book.pk}/", sort="title", on_card="title"
        ),
        Column("code", "编号"),
        Column("price", "价格", show=money, sort="-price", align="end"),
        Column("shelf", "书架", value="shelf.name"),
        Column("lent", "借出", default=False),
        Column("read_at", "读完", default=False, sort="read_at"),
        Column("bought_on", "购入", default=False),
        Column("secret", "底价", value="rank", permission="books.secret"),
        Column(
            "reader",
            "借阅人",
            value=lambda book: "王小明",
            export=lambda book: "王**",
            default=False,
        ),
        Column("open", "打开", value=lambda book: "打开", export=False, default=False),
    )
    filters = (
        ChoiceFilter(key="rank", label="等级", choices=[(1, "一等"), (2, "二等")]),
        TextFilter(key="code", label="编号"),
        TextFilter(key="hidden", label="底价", lookup="rank", permission="books.secret"),
    )
    orderings = (("-pk", "最新"), ("title", "书名"))
    page_size = 3
    bulk = (
        BulkAction("上架", "/shelve/"),
        BulkAction("销毁", "/burn/", permission="books.burn", danger=True),
    )
    export_permission = "books.view"
    totals = (Total("price", "总价", Sum("price"), money),)


@pytest.fixture
def shop(books) -> type[Book]:
    shelf = Shelf.objects.create(name="甲架")
    for i in range(7):
        Book.objects.create(
            title=f"第{i}册",
            code=f"{i:06d}",
            rank=i % 3,
            price=Decimal(i * 5000),
            shelf=shelf if i % 2 else None,
            bought_on=date(2026, 11, 22),
            read_at=datetime(2026, 11, 22, 6, 0, tzinfo=UTC),
            lent=i == 0,
        )
    return Book


def make(ask, query: str = "", **kwargs) -> BookListing:
    return BookListing(ask(query, **kwargs), Book.objects.select_related("shelf"))


def titles(found: Listing) -> list[str]:
    return [row.title for row in found.page.rows]


def text(response) -> str:
    return response.content.decode()


def test_page_shows_rows_links_and_count(shop, ask) -> None:
    page = text(make(ask).respond(context={"title": "图书"}))
    assert "<!doctype html>" in page
    assert "共 7 本图书" in page
    assert ">第6册</a>" in page
    assert "总价 <strong>10.5 万元</strong>" in page
    assert "底价" not in page


def test_paging_through_addresses(shop, ask) -> None:
    first = make(ask)
    assert titles(first) == ["第6册", "第5册", "第4册"]
    assert not first.previous_url
    second = make(ask, first.next_url.removeprefix("/books/"))
    assert titles(second) == ["第3册", "第2册", "第1册"]
    assert titles(make(ask, second.previous_url.removeprefix("/books/"))) == titles(first)
    assert titles(make(ask, "?last=1")) == ["第2册", "第1册", "第0册"]


def test_two_queries_whatever_the_page(shop, ask) -> None:
    """One for the page and one for the capped count; this list also declares a total, the third."""
    place = make(ask, "?sort=title").next_url.removeprefix("/books/")
    for query in ("", "?q=册&rank=1", place, "?last=1"):
        with CaptureQueriesContext(connection) as seen:
            make(ask, query).respond()
        assert len(seen) == 3, [q["sql"] for q in seen]


def test_count_stops_at_the_cap(shop, ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "COUNT_CAP", 5)
    with CaptureQueriesContext(connection) as seen:
        words = make(ask).count_words
    assert words == "超过 5 本"
    assert "LIMIT 6" in seen[0]["sql"]


def test_search_filters_and_sort_come_from_the_address(shop, ask) -> None:
    found = make(ask, "?q=000001&sort=title")
    assert titles(found) == ["第1册"]
    assert [chip.words for chip in found.chips] == ["搜索“000001”"]
    assert titles(make(ask, "?rank=1&sort=-price")) == ["第4册", "第1册"]


@pytest.mark.parametrize("sort", ["secret", "shelf__name", "-pk;drop", "title__x", "rank"])
def test_only_declared_orders_are_obeyed(shop, ask, sort: str) -> None:
    assert make(ask, f"?sort={sort}").sort == "-pk"


def test_a_head_turns_the_order_round(shop, ask) -> None:
    heads = {head.column.key: head for head in make(ask, "?sort=-price&q=册").heads}
    assert heads["price"].sorted == "descending"
    assert parse_qs(urlsplit(heads["price"].url).query) == {"q": ["册"], "sort": ["price"]}
    assert heads["title"].sorted == "none"
    assert heads["code"].url == ""
    assert 'aria-sort="descending"' in text(make(ask, "?sort=-price").respond())


def test_changing_a_filter_leaves_the_place_in_the_pages(shop, ask) -> None:
    found = make(ask, "?rank=1&q=册&code=0&after=abc&cols=title")
    removed = {chip.words: parse_qs(urlsplit(chip.url).query) for chip in found.chips}
    assert removed["等级：一等"] == {"q": ["册"], "code": ["0"], "cols": ["title"]}
    assert parse_qs(urlsplit(found.clear_url).query) == {"cols": ["title"]}


def test_columns_are_chosen_in_the_address(shop, ask) -> None:
    assert [c.key for c in make(ask).shown] == ["title", "code", "price", "shelf"]
    assert [c.key for c in make(ask, "?cols=lent&cols=title").shown] == ["title", "lent"]
    assert [c.key for c in make(ask, "?cols=lent,title").shown] == ["title", "lent"]
    assert [c.key for c in make(ask, "?cols=nothing").shown] == ["title", "code", "price", "shelf"]


def test_columns_and_filters_with_a_permission(shop, ask) -> None:
    assert [c.key for c in make(ask, "?cols=title,secret&hidden=1").shown] == ["title"]
    assert make(ask, "?hidden=1").count == 7
    chief = Actor(
        name="主管",
        role="chief",
        zone_id=1,
        user_id=1,
        permissions=frozenset({"books.secret", "books.view"}),
    )
    found = make(ask, "?cols=title,secret&hidden=1", actor=chief)
    assert [c.key for c in found.shown] == ["title", "secret"]
    assert found.count == 2


def test_bulk_buttons_follow_permissions(shop, ask) -> None:
    page = text(make(ask).respond())
    assert 'formaction="/shelve/"' in page
    assert "销毁" not in page
    assert page.count('name="ids"') == 3


def test_selected_ids_ignores_what_is_no_id(ask) -> None:
    assert selected_ids(ask("", post={"ids": ["3", "x", "3", "-1", "1" * 30, "٣", "12"]})) == [
        3,
        12,
    ]


def test_htmx_gets_the_table_alone(shop, ask) -> None:
    response = make(ask, "?q=第1", htmx="listing").respond()
    page = text(response)
    assert page.lstrip().startswith("<section")
    assert "第1册" in page
    assert "HX-Request" in response["Vary"]
    assert "<!doctype" in text(make(ask, htmx="something-else").respond())


def test_the_fragment_is_the_same_as_in_the_page(shop, ask) -> None:
    def table(page: str) -> str:
        start = page.index('<section class="hl-listing"')
        return page[start : page.index("</section>", start)]

    def without_token(page: str) -> str:
        return "\n".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)

    whole, part = (
        text(make(ask, "?rank=1").respond()),
        text(make(ask, "?rank=1", htmx="listing").respond()),
    )
    assert without_token(table(whole)) == without_token(table(part))


def test_nothing_found_says_why_and_what_to_do(shop, ask) -> None:
    page = text(make(ask, "?q=没有这本&rank=2&sort=title").respond())
    assert "没有符合这些条件的图书" in page
    assert 'href="/books/?sort=title">清除全部条件' in page
    Book.objects.all().delete()
    page = text(make(ask).respond())
    assert "您的管辖范围内还没有图书" in page
    assert "清除全部条件" not in page


def test_a_wrong_filter_is_explained_on_the_page(shop, ask) -> None:
    assert "没有所选的项" in text(make(ask, "?rank=99").respond())


def sheet(response) -> list[list]:
    content = b"".join(response.streaming_content)
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def test_xlsx_holds_the_filtered_rows_as_values(shop, ask) -> None:
    Book.objects.filter(title="第1册").update(title="=1+1")
    seen: list[int] = []
    request_rows = make(
        ask,
        "?rank=1&sort=title&cols=title,code,price,shelf,lent,read_at,bought_on,reader,open,secret",
        post={"export": "xlsx"},
    )
    rows = sheet(request_rows.respond(on_export=seen.append))
    assert seen == [2]
    assert rows[0] == ["书名", "编号", "价格", "书架", "借出", "读完", "购入", "借阅人"]
    assert rows[1] == [
        "=1+1",
        "000001",
        5000.0,
        "甲架",
        "否",
        datetime(2026, 11, 22, 14, 0),
        date(2026, 11, 22),
        "王**",
    ]
    assert rows[2][:4] == ["第4册", "000004", 20000.0, ""]


def test_csv_opens_in_excel_and_runs_no_formula(shop, ask) -> None:
    Book.objects.filter(title="第1册").update(title="=HYPERLINK(1)")
    response = make(
        ask, "?rank=1&sort=title&cols=title,code,price,read_at,lent", post={"export": "csv"}
    ).respond()
    content = b"".join(response.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0] == ["书名", "编号", "价格", "借出", "读完"]
    assert rows[1] == ["'=HYPERLINK(1)", "000001", "5000.0", "否", "2026-11-22 14:00:00"]
    assert "图书_" in unquote(response["Content-Disposition"])


def test_export_is_bounded_and_logged_before_it_starts(
    shop, ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "MAX_ROWS", 6)
    seen: list[int] = []
    with pytest.raises(Refusal, match="超过 6 条"):
        make(ask, post={"export": "xlsx"}).respond(on_export=seen.append)
    with pytest.raises(Refusal, match="没有符合条件"):
        make(ask, "?q=没有", post={"export": "csv"}).respond(on_export=seen.append)
    assert seen == []


def test_export_needs_its_permission(shop, ask) -> None:
    visitor = Actor.visitor(1)
    assert not make(ask, actor=visitor).can_export
    with pytest.raises(NotAllowed):
        make(ask, post={"export": "xlsx"}, actor=visitor).respond()


class Shelfkeeper:
    """Keeps views in memory, as a table of the floor above would."""

    def __init__(self) -> None:
        self.kept: list[tuple[int | None, str, SavedView]] = []

    def list(self, actor: Actor, key: str) -> list[SavedView]:
        return [view for user, of, view in self.kept if (user, of) == (actor.user_id, key)]

    def save(self, actor: Actor, key: str, name: str, query: str) -> None:
        self.kept.append((actor.user_id, key, SavedView(len(self.kept) + 1, name, query)))

    def drop(self, actor: Actor, key: str, view_id: int) -> None:
        self.kept = [k for k in self.kept if (k[0], k[1], k[2].id) != (actor.user_id, key, view_id)]


@pytest.fixture
def shelfkeeper() -> Shelfkeeper:
    keeper = Shelfkeeper()
    keep_views_with(keeper)
    return keeper


def test_saved_views_are_offered_and_reopen_the_same_state(
    shop, ask, shelfkeeper: Shelfkeeper, reader: Actor
) -> None:
    state = make(ask, "?rank=1&cols=title&after=abc&q=").state
    assert state == "rank=1&cols=title"
    shelfkeeper.save(reader, "books", "一等", state)
    page = text(make(ask).respond())
    assert 'href="/books/?rank=1&amp;cols=title">一等</a>' in page
    assert reverse("ui:save_view", args=["books"]) in page


def test_without_a_keeper_there_is_no_views_menu(shop, ask) -> None:
    assert "保存视图" not in text(make(ask).respond())


def test_cells_are_escaped(books, ask) -> None:
    Book.objects.create(title="<script>alert(1)</script>", code='"><b>')
    page = text(make(ask).respond())
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_names_that_would_meet_in_one_address_are_refused_at_import() -> None:
    with pytest.raises(ValueError, match="filter names"):
        type("Bad", (Listing,), {"filters": (TextFilter(key="sort", label="排序"),)})
    with pytest.raises(ValueError, match="column labels"):
        type("Bad", (Listing,), {"columns": (Column("a", "名称"), Column("b", "名称"))})
