"""A ledger out again in the layout it came in, masked, watermarked and on record."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from honglian.foundation.audit.api import record
from honglian.foundation.zones.models import Zone
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import NotAllowed, Refusal

from .checking import Run
from .columns import Column
from .rights import reveal_permission
from .sheet import Sheet
from .template import blank_run
from .workbooks import FIRST_ROW, Paper, paper, write_top

SEQUENCE = "seq"


@dataclass(frozen=True)
class Exported:
    """The workbook, a file name for it (台账名_单位_日期) and how many rows it holds."""

    content: bytes
    name: str
    rows: int


@action(None)
def export_ledger(*, sheet: Sheet, by: Actor, purpose: str, full: bool = False) -> Exported:
    """What the actor may see of a ledger; the permission is the ledger's, so it is asked here.

    Personal columns are masked unless ``full``, which needs the permission to reveal and a
    purpose. Columns of figures are left out for those who may not see them.
    """
    by.require(f"{sheet.app}.export")
    if by.zone_id is None:
        raise Refusal("请先选择一个高新区再导出。", code="no_zone")
    if full and not by.can(reveal_permission(sheet)):
        raise NotAllowed("您的身份只能导出脱敏的台账。确需完整内容，请由有权查看的人员导出。")
    if full and not purpose.strip():
        raise Refusal("导出完整内容要写明用途，会记入审计日志。", field="purpose")
    columns = [c for c in sheet.columns if not c.hidden_figure or by.can(c.hidden_figure)]
    zone = Zone.objects.get(pk=by.zone_id)
    target = io.BytesIO()
    mark = _watermark(by, purpose, full=full)
    with paper(target, sheet.title, columns, constant_memory=True) as on:
        write_top(on, f"{zone.name}{sheet.title}", mark)
        count = _rows(on, sheet, by, full=full)
        on.sheet.set_header(f"&L{_plain(mark)}&R第 &P 页，共 &N 页")
        on.sheet.set_footer(f"&C{_plain(mark)}")
    record(
        by=by,
        verb=f"{sheet.app}.export",
        target_kind=f"sheets.{sheet.code}",
        label=sheet.title,
        changes={"rows": [None, count], "full": [None, full]},
        note=f"用途：{purpose or '未写明'}",
    )
    name = f"{sheet.title}_{zone.short_name}_{clock.today():%Y%m%d}.xlsx"
    return Exported(target.getvalue(), name, count)


def _watermark(by: Actor, purpose: str, *, full: bool) -> str:
    moment = clock.local(clock.now())
    kind = "完整内容" if full else "已脱敏"
    return f"导出人：{by.name}　时间：{moment:%Y-%m-%d %H:%M}　用途：{purpose or '未写明'}　{kind}"


def _plain(text: str) -> str:
    """Header and footer texts take ``&`` for a command and at most 255 characters."""
    return text.replace("&", "＆")[:200]


def _rows(on: Paper, sheet: Sheet, by: Actor, *, full: bool) -> int:
    run = blank_run(sheet, by.zone_id)
    writers = [_Writer(column, run, full=full) for column in on.columns]
    count = 0
    for row in sheet.export_rows(by):
        for place, writer in enumerate(writers):
            value = count + 1 if writer.column.field == SEQUENCE else writer.value(row)
            write_cell(on, FIRST_ROW + count, place, value)
        count += 1
    return count


@dataclass(frozen=True)
class _Writer:
    """One column's way from stored values to a cell."""

    column: Column
    run: Run
    full: bool

    def value(self, row: Mapping[str, Any]) -> Any:
        column = self.column
        stored: Any = row.get(column.field)
        if column.spread_to:
            stored = tuple(row.get(name) for name in column.fields)
        value = column.kind.cell(stored, self.run)
        if column.mask and value and not self.full:
            return column.mask(str(value))
        return value


def write_cell(on: Paper, line: int, place: int, value: Any) -> None:
    """Text is written as text whatever it begins with; nothing becomes a formula or a link."""
    if value is None or value == "":
        return
    if isinstance(value, date):
        on.sheet.write_datetime(line, place, value, on.looks["day"])
    elif isinstance(value, int | float) and not isinstance(value, bool):
        on.sheet.write_number(line, place, value, on.looks["plain"])
    else:
        on.sheet.write_string(line, place, str(value), on.looks["text"])
