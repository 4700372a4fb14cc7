"""The empty workbook of a ledger: headers, notes, drop-downs, cells that keep codes as text."""

from __future__ import annotations

import io
from typing import Any

from .checking import Run
from .columns import Column
from .headers import HeaderMap
from .kinds import Count, Day, Money, Reference
from .reading import Table
from .sheet import Sheet
from .workbooks import FIRST_ROW, HEAD_ROW, Paper, paper, write_top

ROWS = 5000  # rows that get drop-downs
INLINE = 200  # Excel takes a list of at most 255 characters in the rule itself
LISTS = "选项"

RULES = (
    "红字列必填；灰字列由系统算出，不用填。带下拉箭头的从列表中选。\n"
    "空着的单元格不会清掉系统里原有的内容；同一对象再次导入就是修改。"
)


def template(sheet: Sheet, zone_id: int | None = None) -> bytes:
    """An .xlsx; with a zone the drop-downs also offer its chains and departments."""
    run = blank_run(sheet, zone_id)
    columns = list(sheet.columns)
    target = io.BytesIO()
    with paper(target, sheet.title, columns, constant_memory=False) as on:
        write_top(on, sheet.title, _notes(columns))
        lists = on.book.add_worksheet(LISTS)
        lists.hide()
        for place, column in enumerate(columns):
            _explain(on, place, column)
            if column.imported:
                _restrict(on, lists, place, column, column.kind.choices(run))
    return target.getvalue()


def blank_run(sheet: Sheet, zone_id: int | None) -> Run:
    """A run without a file, for what only needs the lookups."""
    table = Table("", "", [], [], [], 0)
    lookups = sheet.lookups(zone_id) if zone_id is not None else {}
    return Run(sheet, zone_id or 0, table, HeaderMap(), lookups)


def _notes(columns: list[Column]) -> str:
    helped = [f"{c.header}：{c.help}" for c in columns if c.help and c.imported]
    lines = ["；".join(helped[i : i + 4]) for i in range(0, len(helped), 4)]
    return "填表说明：" + "\n".join([RULES, *lines])


def _explain(on: Paper, place: int, column: Column) -> None:
    parts = [column.help, f"例：{column.example}" if column.example else ""]
    text = "\n".join(filter(None, parts))
    if text:
        on.sheet.write_comment(HEAD_ROW, place, text, {"x_scale": 1.6})


def _restrict(on: Paper, lists: Any, place: int, column: Column, choices: list[str]) -> None:
    """A drop-down for choices, a hint for dates and figures; typing otherwise is allowed."""
    rule: dict[str, Any] = {}
    if choices:
        rule = {"validate": "list", "source": _source(lists, place, choices)}
    elif isinstance(column.kind, Day | Money | Count) or column.help:
        rule = {"validate": "any"}
    if not rule:
        return
    if column.help:
        rule |= {"input_title": column.header[:32], "input_message": column.help[:255]}
    strict = not isinstance(column.kind, Reference)
    rule |= {
        "error_type": "warning" if strict else "information",
        "error_title": "不在列表里",
        "error_message": f"“{column.header}”请从列表中选。"[:255],
    }
    on.sheet.data_validation(FIRST_ROW, place, FIRST_ROW + ROWS - 1, place, rule)


def _source(lists: Any, place: int, choices: list[str]) -> list[str] | str:
    if len(",".join(choices)) <= INLINE and not any("," in choice for choice in choices):
        return choices
    from xlsxwriter.utility import xl_col_to_name

    lists.write_column(0, place, choices)
    name = xl_col_to_name(place)
    return f"={LISTS}!${name}$1:${name}${len(choices)}"
