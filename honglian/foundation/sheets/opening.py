"""Opening a file of unknown kind: workbook, text table, packed table, or neither.

The content decides, not the name. Macros are never run; they are named and left.
"""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
import zlib
from pathlib import Path

from .formulas import Wrong, wrong_cells
from .reading import MAX_BYTES, Book, Grid, Unreadable

MAX_UNPACKED = 1024 * 1024 * 1024
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
ZIP = b"PK"
GZIP = b"\x1f\x8b"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MACROS = "_VBA_PROJECT".encode("utf-16-le")
HEAD = 8192
DELIMITERS = ",\t;|，"
DAMAGED = "文件不完整或已损坏，读不出来。请在 Excel 或 WPS 里打开确认，另存为 .xlsx 后重新上传。"


def open_book(source: Path | bytes, name: str) -> Book:
    """Raises :class:`Unreadable` for whatever cannot be taken."""
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    check_size(size, name)
    data = source if isinstance(source, bytes) else source.read_bytes()
    if data.startswith(GZIP):
        data = _gunzip(data)
        check_size(len(data), name, limit=MAX_UNPACKED)
    return _open_workbook(data) if data.startswith((ZIP, OLE)) else _open_text(data)


def check_size(size: int, name: str, *, limit: int = MAX_BYTES) -> None:
    """Refuse what is empty or too large, before it is read."""
    if size > limit:
        raise Unreadable(
            f"“{name}”有 {size / 1024 / 1024:,.0f} MB，最多 {limit // 1024 // 1024} MB。"
            "请删去图片等无关内容，或分成几个文件。"
        )
    if not size:
        raise Unreadable(f"“{name}”是空文件（0 字节）。请重新保存后再上传。")


def _gunzip(data: bytes) -> bytes:
    """Unpack; stops just above the limit, so that a bomb never fills the memory."""
    try:
        with gzip.open(io.BytesIO(data)) as handle:
            return handle.read(MAX_UNPACKED + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise Unreadable("压缩文件不完整或已损坏。请重新打包后再上传。") from error


# Workbooks


def _open_workbook(data: bytes) -> Book:
    import python_calamine as calamine

    notes = _check_container(data)
    kind = "xls" if data.startswith(OLE) else "xlsx"
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        visible = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible == calamine.SheetVisibleEnum.Visible
            and sheet.typ == calamine.SheetTypeEnum.WorkSheet
        ]
        grids = [_grid(book, sheet) for sheet in visible]
        wrong = wrong_cells(data) if kind == "xlsx" else {}
    except calamine.PasswordError as error:
        raise Unreadable(_encrypted()) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise Unreadable(DAMAGED) from error
    for grid in grids:
        _say_wrong(grid, wrong.get(grid.name, []))
    return Book(kind, grids, notes)


def _say_wrong(grid: Grid, cells: list[Wrong]) -> None:
    """Put a text in place of missing values, which a check then names."""
    for cell in cells:
        row, place = cell.row - (grid.first - 1), cell.column - grid.left
        if 0 <= row < len(grid.rows) and 0 <= place < len(grid.rows[row]):
            grid.rows[row][place] = cell.text


def _grid(book, name: str) -> Grid:
    sheet = book.get_sheet_by_name(name)
    rows = sheet.to_python(skip_empty_area=True)
    top, left = sheet.start or (0, 0)
    return Grid(name, rows, top + 1, left, list(sheet.merged_cell_ranges or ()))


def _encrypted() -> str:
    return (
        "文件设了打开密码，读不出来。请在 Excel 或 WPS 里用密码打开，"
        "取消密码（文件 → 文档加密）后另存再上传。"
    )


def _check_container(data: bytes) -> list[str]:
    """Password, bomb and macros, before anything is parsed."""
    if data.startswith(OLE):
        if ENCRYPTED in data:
            raise Unreadable(_encrypted())
        return _macro_note(MACROS in data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Unreadable(DAMAGED) from error
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Unreadable("工作簿展开后超过 1 GB，不能读取。请只留下台账所在的工作表。")
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names and "content.xml" not in names:
        raise Unreadable("这是压缩包，不是工作簿。请解压后上传里面的 .xlsx 或 .csv 文件。")
    return _macro_note(any(n.endswith("vbaProject.bin") for n in names))


def _macro_note(found: bool) -> list[str]:
    return ["文件带有宏。宏没有运行，只读取了单元格里的数据。"] if found else []


# Text tables


def _open_text(data: bytes) -> Book:
    text, encoding = _decode(data)
    if "\0" in text:
        if text.count("\0") * 100 > len(text):
            raise Unreadable("这不是表格文件。请上传 .xlsx、.xls 或 .csv 文件。")
        text = text.replace("\0", "")  # left behind by some export programs
    notes = [] if encoding == "utf-8-sig" else [f"文本编码是 {encoding.upper()}，已按此读取。"]
    csv.field_size_limit(16 * 1024 * 1024)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as error:
        raise Unreadable("文本表格有一格的引号没有配对。请用 Excel 打开检查后另存。") from error
    return Book("csv", [Grid("", rows)], notes)


def _decode(data: bytes) -> tuple[str, str]:
    """UTF-8, or what Chinese Excel writes when asked for csv (GBK, its superset GB 18030)."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates = ["utf-16"]
    else:
        candidates = ["utf-8-sig", "gb18030"]
    for encoding in candidates:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise Unreadable("看不懂文件的文字编码。请用 Excel 打开，另存为“CSV UTF-8”或 .xlsx 后再上传。")


def _delimiter(text: str) -> str:
    """The separator that occurs most in the first lines."""
    sample = "\n".join(text[:HEAD].splitlines()[:5])
    return max(DELIMITERS, key=sample.count)
