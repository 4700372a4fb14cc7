"""The filtered list as a file. Values, not screen words: codes stay text, strings never become formulas."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from urllib.parse import quote

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from rustpy_xlsxwriter import FastExcel, Format

from honglian.kit import clock
from honglian.kit.errors import Refusal

from .columns import Cell, Column

MAX_ROWS = 200_000
CHUNK = 2_000
# A spreadsheet takes a text that begins so for a formula when it opens a csv.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def check_size(rows: QuerySet) -> int:
    """Number of rows to export; a :class:`Refusal` when there are none or too many."""
    count = rows.order_by()[: MAX_ROWS + 1].count()
    if count > MAX_ROWS:
        raise Refusal(
            f"符合条件的记录超过 {MAX_ROWS:,} 条，一次导不完。请用筛选缩小范围后再导出。",
            code="export_too_large",
        )
    if not count:
        raise Refusal("没有符合条件的记录可以导出。请放宽筛选后再试。", code="export_empty")
    return count


def sheet_rows(rows: QuerySet, columns: Iterable[Column]) -> Iterator[dict[str, Cell]]:
    """One mapping label -> value a row, read in chunks."""
    shown = [column for column in columns if column.export]
    for row in rows.iterator(chunk_size=CHUNK):
        yield {column.label: in_china(column.for_sheet(row)) for column in shown}


def in_china(value: Cell) -> Cell:
    """Sheets know no time zone: a moment is written as the clock on the wall shows it, a large number as text."""
    if isinstance(value, datetime):
        return clock.local(value).replace(tzinfo=None) if value.tzinfo else value
    if isinstance(value, int) and abs(value) >= 10**15:
        return str(value)
    return value


def xlsx(rows: QuerySet, columns: Iterable[Column], name: str) -> HttpResponseBase:
    shown = [column for column in columns if column.export]
    return workbook(sheet_rows(rows, shown), [column.label for column in shown], name)


def workbook(rows: Iterable[dict[str, Cell]], labels: Sequence[str], name: str) -> HttpResponseBase:
    """One sheet of rows label -> value, in the order of the labels, as a file to take away."""
    # The response closes the file once it has been sent.
    target = tempfile.TemporaryFile()  # noqa: SIM115
    widths = {label: float(min(40, max(10, 2 * len(label) + 4))) for label in labels}
    book = FastExcel(target).format(datetime_format="yyyy-mm-dd hh:mm").freeze(row=1)
    head = Format().set_bold().set_background_color("#EEF1F5").set_border_bottom("thin")
    book.sheet(name[:31], rows, column_widths=widths, header_format=head, autofilter=True).save()
    target.seek(0)
    return FileResponse(
        target, as_attachment=True, filename=file_name(name, "xlsx"), content_type=XLSX_TYPE
    )


class Echo:
    """A file that hands back what is written, so that csv lines can be streamed."""

    def write(self, text: str) -> str:
        return text


def csv_lines(rows: QuerySet, columns: Iterable[Column]) -> Iterator[str]:
    shown = [column for column in columns if column.export]
    writer = csv.writer(Echo())
    yield "\ufeff" + writer.writerow([column.label for column in shown])
    for row in sheet_rows(rows, shown):
        yield writer.writerow([csv_text(value) for value in row.values()])


def csv_text(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date | int | float):
        return str(value)
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value


def csv_file(rows: QuerySet, columns: Iterable[Column], name: str) -> HttpResponseBase:
    response = StreamingHttpResponse(
        csv_lines(rows, columns), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = (
        f"attachment; filename*=UTF-8''{quote(file_name(name, 'csv'))}"
    )
    return response


def file_name(name: str, ending: str) -> str:
    return f"{name}_{clock.local(clock.now()):%Y%m%d_%H%M}.{ending}"


WRITERS = {"xlsx": xlsx, "csv": csv_file}
