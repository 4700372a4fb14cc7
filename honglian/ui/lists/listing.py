"""The list page itself: reads its state from the address, asks the database twice, answers page, fragment or file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString

from honglian.kit.actor import Actor

from . import export as sheets
from .columns import Column
from .filters import Bound, Filter, typed
from .keyset import Keyset, Page
from .parts import BulkAction, Chip, Head, Ordering, Total
from .saved import SavedView, keeper, saved_views
from .table import body

Search = Sequence[str] | Callable[[QuerySet, str], QuerySet]
COUNT_CAP = 10_000
PAGING = ("after", "before", "last")
FRAGMENT_ID = "listing"
# PostgreSQL's bigint; a larger id in a posted form cannot name a row.
LARGEST_ID = 2**63 - 1


class Listing:
    """Subclass, declare, and answer a request with ``return EnterpriseListing(request, rows).respond()``.

    ``rows`` is a queryset that is already ``visible_to(actor)``, with ``select_related`` as the columns need.
    """

    key: ClassVar[str] = ""
    noun: ClassVar[str] = "记录"
    unit: ClassVar[str] = "条"
    columns: ClassVar[Sequence[Column]] = ()
    filters: ClassVar[Sequence[Filter]] = ()
    search: ClassVar[Search] = ()
    search_hint: ClassVar[str] = "搜索"
    orderings: ClassVar[Sequence[tuple[str, str]]] = (Ordering("-pk", "最新"),)
    page_size: ClassVar[int] = 50
    bulk: ClassVar[Sequence[BulkAction]] = ()
    export: ClassVar[bool] = True
    export_permission: ClassVar[str] = ""
    totals: ClassVar[Sequence[Total]] = ()
    empty_why: ClassVar[str] = ""
    empty_hint: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        """Names that meet in one address or one sheet must differ; found when the module is imported."""
        super().__init_subclass__()
        taken = {"q", "sort", "cols", "export", "ids", *PAGING}
        names = [name for declared in cls.filters for name in declared.names]
        for what, found in {
            "column keys": [column.key for column in cls.columns],
            "column labels": [column.label for column in cls.columns],
            "filter names": [*names, *taken],
        }.items():
            if len(set(found)) < len(found):
                raise ValueError(f"{cls.__name__}: {what} must differ: {sorted(found)}")

    def __init__(self, request: HttpRequest, rows: QuerySet) -> None:
        self.request = request
        self.query: QueryDict = request.GET
        self.actor: Actor | None = getattr(request, "actor", None)
        self.source = rows

    # Answering

    def respond(
        self,
        template: str = "ui/list.html",
        context: Mapping[str, Any] | None = None,
        *,
        on_export: Callable[[int], None] | None = None,
    ) -> HttpResponseBase:
        """The page, its table alone for htmx, or a file for the posted export button (``on_export`` gets its rows)."""
        if self.request.method == "POST" and "export" in self.request.POST:
            return self.file(self.request.POST["export"], on_export)
        name = "ui/_table.html" if self.wants_fragment else template
        response = render(self.request, name, {"listing": self, **(context or {})})
        patch_vary_headers(response, ["HX-Request", "HX-Target"])
        return response

    @property
    def wants_fragment(self) -> bool:
        htmx = getattr(self.request, "htmx", None)
        return bool(htmx) and htmx.target == FRAGMENT_ID and not htmx.history_restore_request

    def file(self, ending: str, on_export: Callable[[int], None] | None = None) -> HttpResponseBase:
        """The filtered rows with the chosen columns; raises Refusal (too many, none) or NotAllowed."""
        if self.export_permission and self.actor is not None:
            self.actor.require(self.export_permission)
        count = sheets.check_size(self.filtered)
        if on_export is not None:
            on_export(count)
        rows = Keyset(self.filtered, self.sort, self.page_size).in_order()
        return sheets.WRITERS.get(ending, sheets.xlsx)(rows, self.shown, self.noun)

    # Rows

    @cached_property
    def _narrowed(self) -> tuple[QuerySet, list[Bound]]:
        rows, bounds = self.source, []
        for declared in self.filters:
            if declared.permission and not (self.actor and self.actor.can(declared.permission)):
                continue
            rows, bound = declared.bind(rows, self.query, self.actor)
            bounds.append(bound)
        return self._searched(rows), bounds

    def _searched(self, rows: QuerySet) -> QuerySet:
        search = type(self).search
        if not self.q:
            return rows
        if callable(search):
            return search(rows, self.q)
        wanted = Q()
        for path in search:
            wanted |= Q(**{f"{path}__icontains": self.q})
        return rows.filter(wanted)

    @property
    def filtered(self) -> QuerySet:
        return self._narrowed[0]

    @property
    def bound_filters(self) -> list[Bound]:
        return self._narrowed[1]

    @property
    def first_filters(self) -> list[Bound]:
        return [bound for bound in self.bound_filters if bound.filter.primary]

    @property
    def more_filters(self) -> list[Bound]:
        return [bound for bound in self.bound_filters if not bound.filter.primary]

    @property
    def more_is_used(self) -> bool:
        return any(bound.active or bound.error for bound in self.more_filters)

    @property
    def searchable(self) -> bool:
        return bool(type(self).search)

    @property
    def q(self) -> str:
        return typed(self.query.get("q", "")) if self.searchable else ""

    @cached_property
    def page(self) -> Page:
        get = self.query.get
        keyset = Keyset(self.filtered, self.sort, self.page_size)
        return keyset.page(
            after=get("after", ""), before=get("before", ""), last=get("last") == "1"
        )

    @property
    def body(self) -> SafeString:
        """The rows of the page as HTML."""
        return body(self.page.rows, self.shown, self.actor, pick=bool(self.bulk_actions))

    # Counting

    @cached_property
    def count(self) -> int:
        """Rows that match, counted no further than one beyond the cap, so that counting stays cheap."""
        return self.filtered.order_by()[: COUNT_CAP + 1].count()

    @property
    def is_capped(self) -> bool:
        return self.count > COUNT_CAP

    @property
    def count_words(self) -> str:
        prefix, figure = ("超过", COUNT_CAP) if self.is_capped else ("共", self.count)
        return f"{prefix} {figure:,} {self.unit}"

    @cached_property
    def total_words(self) -> list[tuple[str, str]]:
        """Label and formatted figure of each declared total."""
        if not self.totals:
            return []
        found = self.filtered.order_by().aggregate(
            **{total.key: total.aggregate for total in self.totals}
        )
        return [(total.label, total.show(found[total.key])) for total in self.totals]

    # Order and columns

    @cached_property
    def order_choices(self) -> list[Ordering]:
        return [Ordering(*pair) for pair in self.orderings]

    @cached_property
    def sort(self) -> str:
        """The wanted order if it is one that this list declares, else the first one."""
        wanted = self.query.get("sort", "")
        by_column = {
            column.sort.removeprefix("-") for column in self.allowed_columns if column.sort
        }
        known = wanted.removeprefix("-") in by_column or wanted in {
            order.by for order in self.order_choices
        }
        return wanted if known else self.order_choices[0].by

    @property
    def sort_is_chosen(self) -> bool:
        return self.sort != self.order_choices[0].by

    @cached_property
    def allowed_columns(self) -> list[Column]:
        return [column for column in self.columns if column.allowed_for(self.actor)]

    @cached_property
    def shown(self) -> list[Column]:
        wanted = self.chosen_columns
        if not wanted:
            return [column for column in self.allowed_columns if column.default]
        return [column for column in self.allowed_columns if column.key in wanted]

    @cached_property
    def chosen_columns(self) -> set[str]:
        """Known column keys in the address (``cols=a&cols=b`` or ``cols=a,b``); empty means the default ones."""
        asked = {key for value in self.query.getlist("cols") for key in value.split(",")}
        return asked & {column.key for column in self.allowed_columns}

    @property
    def heads(self) -> list[Head]:
        return [self._head(column) for column in self.shown]

    def _head(self, column: Column) -> Head:
        if not column.sort:
            return Head(column)
        path = column.sort.removeprefix("-")
        if self.sort.removeprefix("-") != path:
            return Head(column, url=self.address(sort=column.sort))
        down = self.sort.startswith("-")
        return Head(
            column,
            "descending" if down else "ascending",
            self.address(sort=path if down else f"-{path}"),
        )

    # Addresses

    def address(self, **changes: str | None) -> str:
        """This list with a changed state. None removes a name; any change but paging goes back to the first page."""
        query = self.query.copy()
        for name in PAGING:
            query.pop(name, None)
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = value
        kept = QueryDict(mutable=True)
        for name, values in query.lists():
            if filled := [value for value in values if value]:
                kept.setlist(name, filled)
        return f"{self.request.path}?{kept.urlencode()}" if kept else self.request.path

    @property
    def state(self) -> str:
        """The shareable part of the address without the place in the pages."""
        return self.address().partition("?")[2]

    @property
    def hidden_state(self) -> list[tuple[str, str]]:
        """Sort and columns, which the filter form must carry along."""
        sort = [("sort", self.sort)] if self.sort_is_chosen else []
        return sort + [("cols", column.key) for column in self.shown if self.chosen_columns]

    @property
    def filter_state(self) -> list[tuple[str, str]]:
        """Everything but the columns, which the column form must carry along."""
        carried = QueryDict(self.state)
        return [
            (name, value) for name, values in carried.lists() if name != "cols" for value in values
        ]

    @property
    def next_url(self) -> str:
        return self.address(after=self.page.next) if self.page.next else ""

    @property
    def previous_url(self) -> str:
        return self.address(before=self.page.previous) if self.page.previous else ""

    @property
    def first_url(self) -> str:
        return self.address()

    @property
    def last_url(self) -> str:
        return self.address(last="1")

    @property
    def clear_url(self) -> str:
        """The same columns and order without any filter."""
        gone = dict.fromkeys(["q", *(name for declared in self.filters for name in declared.names)])
        return self.address(**gone)

    @property
    def chips(self) -> list[Chip]:
        found = [Chip(f"搜索“{self.q}”", self.address(q=None))] if self.q else []
        for bound in self.bound_filters:
            if bound.active:
                found.append(Chip(bound.words, self.address(**dict.fromkeys(bound.filter.names))))
        return found

    @property
    def problems(self) -> list[str]:
        return [bound.error for bound in self.bound_filters if bound.error]

    # What the actor is offered

    @property
    def can_export(self) -> bool:
        allowed = not self.export_permission or (
            self.actor is not None and self.actor.can(self.export_permission)
        )
        return self.export and allowed and self.count > 0

    @property
    def bulk_actions(self) -> list[BulkAction]:
        return [
            a
            for a in self.bulk
            if not a.permission or (self.actor is not None and self.actor.can(a.permission))
        ]

    @cached_property
    def views(self) -> Iterable[SavedView]:
        return saved_views(self.actor, self.key)

    @property
    def keeps_views(self) -> bool:
        return keeper() is not None and self.actor is not None and self.actor.is_signed_in


def selected_ids(request: HttpRequest) -> list[int]:
    """Ids of the rows that were ticked, in the order posted, each once; what is not an id is left out."""
    numbers = [
        int(text)
        for text in request.POST.getlist("ids")
        if len(text) < 20 and text.isascii() and text.isdigit()
    ]
    return list(dict.fromkeys(number for number in numbers if number <= LARGEST_ID))
