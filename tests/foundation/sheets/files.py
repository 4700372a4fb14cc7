"""Files as users bring them, made for one test each."""

import csv
import io
from collections.abc import Sequence

import xlsxwriter

from honglian.algo.standards import uscc

HEADERS = ("统一社会信用代码", "企业名称", "成立日期", "注册资本(万元)")


def code(number: int) -> str:
    """A valid credit code, another one for each number."""
    first = f"91420600MA{number:07d}"
    return first + uscc.check_character(first)


def enterprise(number: int, **cells: object) -> list[object]:
    row = {
        "uscc": code(number),
        "name": f"襄阳第{number}机电有限公司",
        "founded_on": "2018-03-01",
        "capital": "500",
    } | cells
    return list(row.values())


def csv_bytes(rows: Sequence[Sequence[object]], encoding: str = "utf-8-sig", **kwargs) -> bytes:
    target = io.StringIO()
    csv.writer(target, **kwargs).writerows(rows)
    return target.getvalue().encode(encoding)


def xlsx_bytes(rows: Sequence[Sequence[object]], name: str = "Sheet1", draw=None) -> bytes:
    """One sheet of these rows from A1 on; ``draw(book, sheet)`` adds what else it needs."""
    target = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet(name)
        for line, row in enumerate(rows):
            for place, value in enumerate(row):
                if value is not None and value != "":
                    sheet.write(line, place, value)
        if draw:
            draw(book, sheet)
    return target.getvalue()


def enterprises(*numbers: int, **cells: object) -> list[Sequence[object]]:
    return [HEADERS, *(enterprise(n, **cells) for n in numbers)]
