"""The look that templates and exports share (领域手册 N.3: title, notes, header, print on A4)."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from .columns import Column

FONT = "仿宋_GB2312"
HEAD_FONT = "黑体"
TITLE_FONT = "方正小标宋简体"
TITLE_ROW, NOTES_ROW, HEAD_ROW, FIRST_ROW = 0, 1, 2, 3
A4 = 9
SAFE = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}


@dataclass
class Paper:
    """A workbook being written: the sheet, its formats, and the formats of the columns."""

    book: xlsxwriter.Workbook
    sheet: Any
    looks: dict[str, Any]
    columns: Sequence[Column]


@contextmanager
def paper(
    target: io.BytesIO, name: str, columns: Sequence[Column], *, constant_memory: bool
) -> Iterator[Paper]:
    """A workbook with the ledger's title, widths, frozen header and print settings."""
    options = {**SAFE, "constant_memory": constant_memory}
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet(name[:31])
        looks = _looks(book)
        for place, column in enumerate(columns):
            look = looks["text" if column.kind.is_text else "plain"]
            sheet.set_column(place, place, column.width, look)
        sheet.freeze_panes(FIRST_ROW, 0)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(TITLE_ROW, HEAD_ROW)
        sheet.set_default_row(18)
        yield Paper(book, sheet, looks, columns)


def write_top(on: Paper, title: str, notes: str) -> None:
    """Title, one row of notes and the header row."""
    last = len(on.columns) - 1
    on.sheet.set_row(TITLE_ROW, 34)
    on.sheet.set_row(NOTES_ROW, min(400, 18 * (1 + notes.count("\n"))))
    on.sheet.merge_range(TITLE_ROW, 0, TITLE_ROW, last, title, on.looks["title"])
    on.sheet.merge_range(NOTES_ROW, 0, NOTES_ROW, last, notes, on.looks["notes"])
    for place, column in enumerate(on.columns):
        kind = "required" if column.required else "head" if column.imported else "computed"
        on.sheet.write_string(HEAD_ROW, place, column.header, on.looks[kind])


def _looks(book: xlsxwriter.Workbook) -> dict[str, Any]:
    body = {"font_name": FONT, "font_size": 12, "valign": "vcenter"}
    head = {
        "font_name": HEAD_FONT,
        "font_size": 12,
        "bold": True,
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
        "border": 1,
        "bg_color": "#EEF1F5",
    }
    title = {"font_name": TITLE_FONT, "font_size": 22, "align": "center", "valign": "vcenter"}
    notes = {**body, "font_size": 10, "text_wrap": True, "valign": "top", "font_color": "#555555"}
    looks = {
        "title": title,
        "notes": notes,
        "head": head,
        "required": {**head, "font_color": "#B3121D"},
        "computed": {**head, "font_color": "#888888", "italic": True},
        "plain": body,
        "text": {**body, "num_format": "@"},
        "day": {**body, "num_format": "yyyy-mm-dd", "align": "left"},
    }
    return {name: book.add_format(look) for name, look in looks.items()}
