"""What a list shows: one declaration gives the table on screen, the card on a phone and the column in a sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from honglian.kit.actor import Actor

from ..format import UNDEFINED, day, moment, number

Row = Any
Cell = str | int | float | date | datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    ``value``: attribute path ("org.name", "get_state_display") or a function of the row; by default the key itself.
    ``show``: function of the value for the screen (e.g. ``format.money``); by default dates and figures as UX says.
    ``template``: fragment for richer cells, rendered with ``row``, ``value``, ``actor``.
    ``link``: function of the row giving an address. ``sort``: field path of the queryset.
    ``export``: False leaves the column out of sheets, a function of the row gives another value there (a masked one).
    ``permission``: only actors who hold it get the column, on screen and in sheets.
    ``on_card``: what the column is on a phone: title, line, or hidden.
    """

    key: str
    label: str
    value: str | Callable[[Row], Any] = ""
    show: Callable[[Any], Any] | None = None
    template: str = ""
    link: Callable[[Row], str] | None = None
    sort: str = ""
    default: bool = True
    align: Literal["start", "end"] = "start"
    export: bool | Callable[[Row], Any] = True
    permission: str = ""
    on_card: Literal["title", "line", "hidden"] = "line"
    help: str = ""

    def allowed_for(self, actor: Actor | None) -> bool:
        return not self.permission or (actor is not None and actor.can(self.permission))

    def read(self, row: Row) -> Any:
        """The raw value of this column in a row; a path that ends early (no organisation) gives None."""
        if callable(self.value):
            return self.value(row)
        found: Any = row
        for step in (self.value or self.key).split("."):
            found = getattr(found, step)
            found = found() if callable(found) else found
            if found is None:
                return None
        return found

    def cell(self, row: Row, actor: Actor | None = None) -> SafeString | str:
        """HTML of the cell, without the link."""
        value = self.read(row)
        if self.template:
            return render_to_string(self.template, {"row": row, "value": value, "actor": actor})
        return self.show(value) if self.show else readable(value)

    def for_sheet(self, row: Row) -> Cell:
        """The value for a spreadsheet: numbers as numbers, everything unknown as its text."""
        value = self.export(row) if callable(self.export) else self.read(row)
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, Decimal):
            return float(value)
        return value if isinstance(value, Cell) else str(value)


def readable(value: Any) -> SafeString | str:
    """Default words for a value on screen."""
    if value is None or value == "":
        return UNDEFINED
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        words = moment(value) if isinstance(value, datetime) else day(value)
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), words)
    return number(value) if isinstance(value, int | float | Decimal) else str(value)
