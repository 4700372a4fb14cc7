"""The month as a workbook: the document's tables with real numbers, every case listed."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from honglian.foundation.documents.api import chinese_day
from honglian.kit import clock

from .selectors import Analysis, Figure

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 60


def workbook(found: Analysis, title: str) -> bytes:
    """Seven sheets; texts never become formulas."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        styles = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "head": book.add_format(
                {"bold": True, "bg_color": "#EEF1F5", "border": 1, "text_wrap": True}
            ),
            "": book.add_format({"border": 1, "text_wrap": True, "valign": "top"}),
            "share": book.add_format({"border": 1, "num_format": "0.0%", "valign": "top"}),
            "day": book.add_format(
                {"border": 1, "num_format": "yyyy-mm-dd hh:mm", "valign": "top"}
            ),
        }
        when = clock.local(found.asof)
        about = f"{title}　取数时间：{chinese_day(when.date())}{when:%H:%M}"
        for name, heads, rows in _sheets(found):
            _write(book.add_worksheet(name), about, heads, rows, styles)
    return target.getvalue()


Cell = tuple[Any, str]


Page = tuple[str, Sequence[str], list[list[Cell]]]


def _sheets(found: Analysis) -> list[Page]:
    heads = ("指标", "本月", "上月", "环比", "上年同月", "同比")
    figures = (*found.figures, *found.rates)
    definitions = [_texts(f.name, f.definition, f.records) for f in figures]
    return [
        ("总体", heads, [_figure(f) for f in figures]),
        _categories(found),
        _departments(found),
        _overdue(found),
        _causes(found),
        _excluded(found),
        ("口径", ("指标", "口径", "取数件数"), definitions),
    ]


def _texts(*values: Any) -> list[Cell]:
    return [(value, "") for value in values]


def _categories(found: Analysis) -> Page:
    rows = [
        [
            *_texts(row["name"], row["count"]),
            (row["share"], "share"),
            *_texts(row["before"], row["difference"]),
        ]
        for row in found.categories
    ]
    return "分类", ("类别", "件数", "占比", "上月件数", "比上月增减"), rows


def _departments(found: Analysis) -> Page:
    heads = (
        "主办部门",
        "有效回访",
        "响应率",
        "解决率",
        "满意率",
        "综合",
        "区间下限",
        "区间上限",
        "判断",
    )
    rows = [
        [
            *_texts(row["name"], row["whole"]),
            *((value, "share") for value in (*row["rates"], row["low"], row["high"])),
            (row["verdict"], ""),
        ]
        for row in found.departments
    ]
    return "部门", heads, rows


def _overdue(found: Analysis) -> Page:
    rows = [
        [
            *_texts(case.number, case.title, case.enterprise_name),
            (case.lead.name if case.lead else "", ""),
            _at(case.due_at),
        ]
        for case in found.overdue
    ]
    return "超期未办", ("诉求编号", "标题", "企业", "主办部门", "时限"), rows


def _causes(found: Analysis) -> Page:
    rows = [
        _texts(
            cause.title,
            cause.monthly,
            cause.size,
            cause.enterprises,
            cause.shown_state.name,
            cause.department.name if cause.department else "",
        )
        for cause in found.causes
    ]
    return "共性问题", ("问题", "本月件数", "累计件数", "企业数", "状态", "责任部门"), rows


def _excluded(found: Analysis) -> Page:
    rows = [
        [
            *_texts(row["case"].number, row["case"].title, row["case"].enterprise_name),
            _at(row["case"].created_at),
            (row["reason"], ""),
        ]
        for row in found.excluded
    ]
    return "不计入三率", ("诉求编号", "标题", "企业", "登记时间", "不计入的原因"), rows


def _figure(figure: Figure) -> list[Cell]:
    style = "share" if figure.is_share else ""
    return [
        (figure.name, ""),
        (figure.value, style),
        (figure.before, style),
        (figure.change, ""),
        (figure.year_before, style),
        (figure.year_change, ""),
    ]


def _at(moment) -> Cell:
    return (clock.local(moment).replace(tzinfo=None) if moment else None, "day")


def _write(sheet, about: str, heads: Sequence[str], rows: list[Sequence[Cell]], styles) -> None:
    sheet.write_string(0, 0, about, styles["title"])
    for column, head in enumerate(heads):
        sheet.write_string(2, column, head, styles["head"])
        longest = max([len(head), *(len(str(row[column][0] or "")) for row in rows)])
        sheet.set_column(column, column, min(WIDEST, max(10, 1.8 * longest)))
    for line, row in enumerate(rows, start=3):
        for column, (value, style) in enumerate(row):
            if value is None:
                sheet.write_string(line, column, "—", styles[""])
            else:
                sheet.write(line, column, value, styles[style])
    sheet.freeze_panes(3, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
