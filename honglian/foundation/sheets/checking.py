"""Every row is checked before any row is written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from honglian.kit import clock
from honglian.kit.errors import Refusal

from .columns import CellProblem, Column
from .headers import HeaderMap, unit_factor
from .reading import Table

if TYPE_CHECKING:
    from .sheet import Sheet

Progress = Callable[[int, str], None]
HIDDEN = "**"  # what masks write in the place of what they hide
STARRED = "打了星号，认不出原来的内容。请填完整内容，或用导出了完整内容的台账"
CHINESE = re.compile("[一-鿿]")


def no_progress(percent: int, words: str) -> None:
    """Used where nobody watches."""


@dataclass
class Run:
    """One file against one ledger of one zone: values, problems, and what was looked up.

    ``values[field][i]`` is the parsed value of data row ``i``; ``bad`` and ``soft`` hold the
    problems of row ``i``; a row with a bad problem is never written.
    """

    sheet: Sheet
    zone_id: int
    table: Table
    headers: HeaderMap
    lookups: dict[str, Any] = field(default_factory=dict)
    values: dict[str, list[Any]] = field(default_factory=dict)
    bad: dict[int, list[CellProblem]] = field(default_factory=lambda: defaultdict(list))
    soft: dict[int, list[CellProblem]] = field(default_factory=lambda: defaultdict(list))
    keys: list[Any] = field(default_factory=list)
    today: date = field(default_factory=clock.today)

    def __len__(self) -> int:
        return len(self.table)

    def has(self, name: str) -> bool:
        """Whether the file brings this field."""
        return name in self.values

    def column(self, name: str) -> Sequence[Any]:
        """Parsed values of a field, blank for all rows if the file does not bring it."""
        if name in self.values:
            return self.values[name]
        return [self.sheet.empty_of(name)] * len(self)

    def problem(self, index: int, name: str, message: str, *, soft: bool = False) -> None:
        """Note what is wrong with row ``index``; ``name`` is the field it shows in."""
        column = self.sheet.column(name)
        place = self.headers.fields.get(name)
        header = shown_header(column.header, self.table.headers[place] if place is not None else "")
        if soft:
            message += "；这一格先留空，其余照常导入"
        found = CellProblem(self.table.lines[index], header, message, place, soft)
        (self.soft if soft else self.bad)[index].append(found)

    def line(self, index: int) -> int:
        return self.table.lines[index]

    @property
    def problems(self) -> list[CellProblem]:
        """All problems in the order of the file."""
        rows = sorted({*self.bad, *self.soft})
        return [p for i in rows for p in (*self.bad.get(i, ()), *self.soft.get(i, ()))]


def shown_header(ours: str, theirs: str) -> str:
    """The user's own header; where it is not Chinese, ours with it in brackets."""
    if not theirs or theirs == ours:
        return ours
    return theirs if CHINESE.search(theirs) else f"{ours}（{theirs}）"


def check(
    sheet: Sheet,
    zone_id: int,
    table: Table,
    chosen: Mapping[str, str],
    progress: Progress = no_progress,
) -> Run:
    """Map, parse and check the whole table; refuses only what makes all rows senseless."""
    headers = sheet.recogniser.map(table.headers, chosen)
    missing = [c.header for c in sheet.key_columns(headers) if c.field not in headers.fields]
    if missing:
        raise Refusal(
            f"文件里没有找到“{'、'.join(missing)}”列，无法判断每一行是谁。"
            "请检查表头，或在“对应列”里指定它是哪一列。",
            code="key_missing",
            field="mapping",
        )
    run = Run(sheet, zone_id, table, headers)
    run.lookups = sheet.lookups(zone_id)
    _parse(run, progress)
    sheet.check(run)
    run.keys = sheet.keys(run)
    _same_key_twice(run)
    sheet.settle(run)
    return run


def _parse(run: Run, progress: Progress) -> None:
    columns = [c for c in run.sheet.columns if c.field in run.headers.fields]
    for done, column in enumerate(columns):
        progress(done * 100 // len(columns), f"检查“{column.header}”")
        _parse_column(run, column)


def _parse_column(run: Run, column: Column) -> None:
    place = run.headers.fields[column.field]
    header = run.table.headers[place]
    parse = column.kind.parser(run, column)
    factor = unit_factor(header)
    if factor != 1:
        parse = column.kind.scaled(parse, factor)
    cells, starred = _without_stars(run, column, place)
    values, problems = column.kind.parse_all(cells, parse)
    for index, message in problems:
        run.problem(index, column.field, message, soft=column.soft)
    if column.required:
        _blank_is_wrong(run, column, values, {*starred, *(index for index, _ in problems)})
    if column.spread_to:
        for name, part in zip(column.fields, zip(*values, strict=True), strict=True):
            run.values[name] = list(part)
    else:
        run.values[column.field] = values


def _without_stars(run: Run, column: Column, place: int) -> tuple[Sequence[Any], list[int]]:
    """Cells that a masked export hid are blank: they leave what is known as it is."""
    cells = run.table.columns[place]
    if column.mask is None:
        return cells, []
    starred = [i for i, cell in enumerate(cells) if isinstance(cell, str) and HIDDEN in cell]
    if not starred:
        return cells, starred
    plain = list(cells)
    for index in starred:
        plain[index] = None
        if column.required:
            run.problem(index, column.field, STARRED)
    if not column.required:
        run.table.notes.append(
            f"“{column.header}”有 {len(starred):,} 格打了星号，当作没有填，系统里原有的内容不变。"
        )
    return plain, starred


def _blank_is_wrong(run: Run, column: Column, values: list[Any], named: set[int]) -> None:
    empty = column.kind.empty
    if empty not in values:
        return
    for index, value in enumerate(values):
        if value == empty and index not in named:
            run.problem(index, column.field, column.help_blank, soft=False)


def _same_key_twice(run: Run) -> None:
    """Rows that name the same thing twice: all of them are wrong, each names the others."""
    keys = run.keys
    if len({*keys}) == len(keys):
        return
    places: dict[Any, list[int]] = defaultdict(list)
    for index, key in enumerate(keys):
        if key is not None:
            places[key].append(index)
    name = run.sheet.key_field(run)
    for indexes in places.values():
        if len(indexes) < 2:
            continue
        for index in indexes:
            others = "、".join(str(run.line(i)) for i in indexes if i != index)
            run.problem(index, name, f"与第 {others} 行重复，请只保留一行")
