"""The answer to a file with problems: a workbook that shows each of them in its place.

A workbook comes back as the user's own file, bad cells coloured and commented, with a last
column 问题. A text table, or a workbook too large to be rewritten quickly, comes back as a new
workbook with the same columns; when it is large, with the problem rows alone and their row
numbers, and it says so.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from .checking import Run
from .columns import CellProblem

OWN_FILE_CELLS = 200_000  # openpyxl reads and writes about 60,000 cells a second
WHOLE_ROWS = 5_000
BAD, SOFT, HEAD = "FFC7CE", "FFEB9C", "F8CBAD"
ISSUES = "问题"
LARGEST_CELL = 32_000


def report(run: Run, source: Path | bytes) -> bytes:
    """The report workbook (.xlsx) for a checked file."""
    cells = len(run) * len(run.table.headers)
    if run.table.kind == "xlsx" and cells <= OWN_FILE_CELLS:
        return _own_file(run, source if isinstance(source, bytes) else source.read_bytes())
    return _new_file(run)


def _problems_by_row(run: Run) -> dict[int, list[CellProblem]]:
    rows = sorted({*run.bad, *run.soft})
    return {i: [*run.bad.get(i, ()), *run.soft.get(i, ())] for i in rows}


def _sentences(problems: Iterable[CellProblem]) -> str:
    return "；".join(f"{p.header}：{p.message}" for p in problems)


def summary(run: Run) -> str:
    """One line on top of a new workbook and under the result of a run."""
    if not run.bad and not run.soft:
        return f"共 {len(run):,} 行，全部通过检查。"
    soft = len(set(run.soft) - set(run.bad))
    text = f"共 {len(run):,} 行，{len(run.bad):,} 行有错、不能导入（红色）"
    return f"{text}，{soft:,} 行有提醒、可以导入（黄色）。" if soft else f"{text}。"


# The user's own file


def _own_file(run: Run, content: bytes) -> bytes:
    from openpyxl import load_workbook
    from openpyxl.styles import Alignment, Font, PatternFill

    book = load_workbook(io.BytesIO(content))
    sheet = book[run.table.sheet]
    last = run.table.left + len(run.table.headers) + 1
    head = sheet.cell(run.table.header_line, last, ISSUES)
    head.font, head.fill = Font(bold=True), PatternFill("solid", HEAD)
    sheet.column_dimensions[head.column_letter].width = 60
    for index, problems in _problems_by_row(run).items():
        line = run.line(index)
        for problem in problems:
            if problem.column is not None:
                _mark(sheet.cell(line, run.table.left + problem.column + 1), problem)
        note = sheet.cell(line, last, _sentences(problems)[:LARGEST_CELL])
        note.alignment, note.data_type = Alignment(wrap_text=True, vertical="top"), "s"
    book.active = book.index(sheet)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _mark(cell: Any, problem: CellProblem) -> None:
    from openpyxl.cell.cell import MergedCell
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    if isinstance(cell, MergedCell):
        return
    cell.fill = PatternFill("solid", SOFT if problem.soft else BAD)
    said = f"{cell.comment.text}\n" if cell.comment else ""
    cell.comment = Comment(said + problem.message, "红链", width=260, height=90)


# A new workbook


def _new_file(run: Run) -> bytes:
    import xlsxwriter

    target = io.BytesIO()
    whole = len(run) <= WHOLE_ROWS
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(target, options) as book:
        looks = _looks(book)
        sheet = book.add_worksheet("检查结果")
        only = "" if whole else "文件较大，下面只列出有问题的行；“原行号”是您文件里的行号。"
        sheet.write_string(0, 0, summary(run) + only, looks["title"])
        headers = ["原行号", *run.table.headers, ISSUES]
        for place, header in enumerate(headers):
            sheet.write_string(1, place, header, looks["head"])
        sheet.set_column(0, 0, 8)
        sheet.set_column(1, len(headers) - 2, 18)
        sheet.set_column(len(headers) - 1, len(headers) - 1, 70)
        sheet.freeze_panes(2, 1)
        problems = _problems_by_row(run)
        for row, index in enumerate(range(len(run)) if whole else problems, start=2):
            _write_row(sheet, row, run, index, problems.get(index, ()), looks)
    return target.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    return {
        "title": book.add_format({"bold": True}),
        "head": book.add_format({"bold": True, "bg_color": "#EEF1F5", "border": 1}),
        "bad": book.add_format({"bg_color": f"#{BAD}"}),
        "soft": book.add_format({"bg_color": f"#{SOFT}"}),
        "plain": None,
    }


def _write_row(
    sheet: Any,
    row: int,
    run: Run,
    index: int,
    problems: Sequence[CellProblem],
    looks: Mapping[str, Any],
) -> None:
    marked = {p.column: "soft" if p.soft else "bad" for p in problems}
    sheet.write_number(row, 0, run.line(index))
    for place, column in enumerate(run.table.columns):
        look = looks[marked.get(place, "plain")]
        _write(sheet, row, place + 1, column[index], look)
    if problems:
        sheet.write_string(row, len(run.table.columns) + 1, _sentences(problems)[:LARGEST_CELL])


def _write(sheet: Any, row: int, column: int, value: Any, look: Any) -> None:
    """Text stays text, whatever it begins with."""
    if value is None or value == "":
        if look is not None:
            sheet.write_blank(row, column, None, look)
    elif isinstance(value, bool):
        sheet.write_string(row, column, "是" if value else "否", look)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, look)
    elif isinstance(value, datetime | date):
        sheet.write_datetime(row, column, value, look)
    else:
        sheet.write_string(row, column, str(value)[:LARGEST_CELL], look)
