"""From a file to one table: which sheet, which row is the header, which rows are data.

Row numbers are those the user sees in Excel, so that every message can point at a place.
A file that cannot be read raises :class:`Unreadable` with a sentence that says why and
what to do; nothing here writes anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from honglian.kit.errors import Refusal

MAX_BYTES = 200 * 1024 * 1024
MAX_ROWS = 500_000
MAX_COLUMNS = 300
SEARCHED_ROWS = 30  # the header stands within the first rows or nowhere

# A total or a signature under the table, not a record.
FOOTER = re.compile(
    r"^\s*(合\s*计|总\s*计|小\s*计|填表人|制表人|审核人|填报单位|填报日期|备注[::]|注[::])"
)
FOOTER_CELLS = 4

Row = Sequence[Any]
Score = Callable[[Row], int]


class Unreadable(Refusal):
    """The file as a whole cannot be taken; the message says why and what to do."""

    def __init__(self, message: str, **kwargs: Any) -> None:
        super().__init__(message, code="unreadable", field="file", **kwargs)


@dataclass
class Grid:
    """One sheet as it lies in the file: ``first`` is the number of its first row."""

    name: str
    rows: list[list[Any]]
    first: int = 1
    left: int = 0
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)


@dataclass
class Book:
    """A file opened: its grids, its kind (csv, xlsx, xls) and what is worth telling."""

    kind: str
    grids: list[Grid]
    notes: list[str] = field(default_factory=list)


@dataclass
class Table:
    """The data of a ledger: one list a column, all of the length of ``lines``.

    ``lines[i]`` is the number of data row ``i`` in the user's file, ``header_line`` that of
    the header; ``left`` is the number of empty columns before the first one.
    """

    kind: str
    sheet: str
    headers: list[str]
    columns: list[Sequence[Any]]
    lines: list[int]
    header_line: int
    left: int = 0
    notes: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.lines)


def read_table(source: Path | bytes, score: Score, *, name: str = "") -> Table:
    """Open a file and find the sheet and header row that ``score`` likes best.

    ``score(row)`` counts the cells of a row that are known headers; ``name`` is what the user
    calls the file.
    """
    from .opening import open_book

    book = open_book(source, name or getattr(source, "name", "文件"))
    grids = [g for g in book.grids if not all(map(_is_blank, g.rows[:1000]))]
    if not grids:
        raise Unreadable("文件里没有内容。请确认打开的是填好的台账，保存后再上传。")
    grid, at, points = max(
        ((g, *_header(g.rows, score)) for g in grids), key=lambda found: found[2]
    )
    notes = list(book.notes)
    if len(grids) > 1 and points:
        others = "、".join(f"“{g.name}”" for g in grids if g is not grid)
        notes.append(f"读取的是工作表“{grid.name}”，没有读取{others}。")
    table = _table(book.kind, grid, at)
    table.notes[:0] = notes
    return table


def text_of(cell: Any) -> str:
    """A header cell as text."""
    return "" if cell is None else str(cell).strip()


def _header(rows: list[Row], score: Score) -> tuple[int, int]:
    """Index of the header row and its score; without any known header the first full row."""
    best, points = -1, 0
    for index, row in enumerate(rows[:SEARCHED_ROWS]):
        found = score(row)
        if found > points:
            best, points = index, found
    if best >= 0:
        return best, points
    full = (i for i, row in enumerate(rows[:SEARCHED_ROWS]) if len({*map(text_of, row)} - {""}) > 1)
    return next(full, 0), 0


def _table(kind: str, grid: Grid, at: int) -> Table:
    headers = [text_of(cell) for cell in grid.rows[at]]
    while headers and not headers[-1]:
        headers.pop()
    body = grid.rows[at + 1 :]
    if len(body) > MAX_ROWS:
        raise Unreadable(f"文件有 {len(body):,} 行，一次最多 {MAX_ROWS:,} 行，请分成几个文件。")
    width = max(len(headers), max(map(len, body), default=0))
    if width > MAX_COLUMNS:
        raise Unreadable(f"文件有 {width} 列，最多 {MAX_COLUMNS} 列，请删去右边多余的列。")
    notes: list[str] = []
    body = _fill_merged(body, grid, at, notes)
    start = grid.first + at + 1
    lines = range(start, start + len(body))
    kept, lines = _data_rows(body, lines, notes)
    if not kept:
        raise Unreadable(f"第 {start - 1} 行是表头，下面没有数据。请填好后再上传。")
    columns = _columns(kept, width)
    headers += [""] * (width - len(headers))
    return Table(kind, grid.name, headers, columns, lines, start - 1, grid.left, notes)


def _columns(rows: list[Row], width: int) -> list[Sequence[Any]]:
    if set(map(len, rows)) != {width}:
        rows = [row if len(row) == width else [*row, *[""] * (width - len(row))] for row in rows]
    return list(zip(*rows, strict=True))


def _data_rows(
    rows: list[Row], lines: Sequence[int], notes: list[str]
) -> tuple[list[Row], list[int]]:
    """Without blank rows, and without totals and signatures at the end."""
    kept = [(line, row) for line, row in zip(lines, rows, strict=True) if not _is_blank(row)]
    tail = max(0, len(kept) - 10)
    footers = [line for line, row in kept[tail:] if _is_footer(row)]
    if footers:
        where = "、".join(map(str, footers))
        notes.append(f"第 {where} 行是合计或落款，没有当作数据。")
        kept = [(line, row) for line, row in kept if line not in footers]
    return [row for _, row in kept], [line for line, _ in kept]


def _is_blank(row: Row) -> bool:
    return all(not (cell and not (type(cell) is str and cell.isspace())) for cell in row)


def _is_footer(row: Row) -> bool:
    filled = [cell for cell in row if text_of(cell)]
    if len(filled) > FOOTER_CELLS or not isinstance(filled[0], str):
        return False
    return bool(FOOTER.match(filled[0]))


def _fill_merged(body: list[Row], grid: Grid, at: int, notes: list[str]) -> list[Row]:
    """Give every row of a merged cell the value that its first row shows."""
    ranges = []
    for (top, left), (bottom, right) in grid.merged:
        first = top - (grid.first - 1) - at - 1
        last = min(bottom - (grid.first - 1) - at - 1, len(body) - 1)
        if first >= 0 and last > first and right == left:
            ranges.append((first, last, left - grid.left))
    if not ranges:
        return body
    body = [list(row) for row in body]
    for first, last, column in ranges:
        for index in range(first + 1, last + 1):
            if column < len(body[index]) and not body[index][column]:
                body[index][column] = body[first][column]
    notes.append(f"有 {len(ranges)} 处合并单元格，合并的各行都按第一行的值读取。")
    return body
