"""Tables of official documents: as wide as the text, the head on every page."""

from __future__ import annotations

from typing import Any

from docx.document import Document as Word
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt
from docx.table import Table as Grid
from docx.table import _Cell

from . import measures as m
from . import word_parts as parts
from .declaration import Document, Table, chinese_day, clean, column_shares, text_width

WHOLE_ROW = (
    200  # characters; a longer row may break across pages rather than leave half a page empty
)
CENTRED = 8.0  # characters; what is shorter stands in the middle of its cell


def add_table(word: Word, table: Table) -> None:
    if not table.width:
        return
    grid = word.add_table(rows=0, cols=table.width)
    grid.style = "Table Grid"
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    widths = [Emu(round(Mm(m.TEXT_WIDTH) * share)) for share in column_shares(table)]
    _fixed(grid, widths)
    if table.heads:
        row = grid.add_row()
        _fill(row, table.heads, widths, [m.HEITI] * table.width)
        row._tr.get_or_add_trPr().append(parts.element("w:tblHeader"))
    for cells in table.rows:
        row = grid.add_row()
        faces = [m.FANGSONG] * table.width
        if not table.heads:
            faces[::2] = [m.HEITI] * len(faces[::2])
        _fill(row, cells, widths, faces)


def _fixed(grid: Grid, widths: list[Any]) -> None:
    grid.autofit = False
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    whole = parts.element("w:tblW", w=round(sum(widths) / 635), type="dxa")
    properties = grid._tbl.tblPr
    for old in properties.findall(qn("w:tblW")):
        properties.remove(old)
    parts.put(properties, whole)


def _fill(row: Any, texts: Any, widths: list[Any], faces: list[str]) -> None:
    if sum(map(len, texts)) <= WHOLE_ROW:
        row._tr.get_or_add_trPr().append(parts.element("w:cantSplit"))
    for cell, text, width, face in zip(row.cells, texts, widths, faces, strict=True):
        cell.width = width
        _write(cell, text, face)


def _write(cell: _Cell, text: str, face: str) -> None:
    parts.put(cell._tc.get_or_add_tcPr(), parts.element("w:vAlign", val="center"))
    for position, piece in enumerate(clean(text).split("\n")):
        line = cell.paragraphs[0] if position == 0 else cell.add_paragraph()
        parts.exact(line, m.CELL_PITCH)
        line.alignment = ALIGN.CENTER if text_width(text) <= CENTRED else ALIGN.LEFT
        parts.run(line, piece, face, m.CELL)


def add_imprint(word: Word, document: Document) -> None:
    """版记: copies to whom, printed by whom and when, between a thick line above and below (7.4)."""
    rows = []
    if document.copies_to:
        rows.append((f"抄送：{document.copies_to}。", ""))
    if document.printed_by:
        rows.append((document.printed_by, f"{chinese_day(document.on)}印发"))
    grid = word.add_table(rows=0, cols=2)
    widths = [Mm(m.TEXT_WIDTH - 70), Mm(70)]
    _fixed(grid, widths)
    _at_the_foot(grid)
    for position, (left, right) in enumerate(rows):
        row = grid.add_row()
        _imprint_row(row, left, right, widths)
        _ruled(row, first=position == 0, last=position == len(rows) - 1)


def _imprint_row(row: Any, left: str, right: str, widths: list[Any]) -> None:
    cells = row.cells if right else [row.cells[0].merge(row.cells[1])]
    for cell, text, align in zip(cells, (left, right), (ALIGN.LEFT, ALIGN.RIGHT), strict=False):
        line = cell.paragraphs[0]
        parts.exact(line, m.LINE_PITCH)
        line.alignment = align
        layout = line.paragraph_format
        layout.left_indent = layout.right_indent = Pt(m.FOOT)
        parts.run(line, text, m.FANGSONG, m.FOOT)
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = width


def _at_the_foot(grid: Grid) -> None:
    place = parts.element(
        "w:tblpPr", vertAnchor="margin", horzAnchor="margin", tblpXSpec="left", tblpYSpec="bottom"
    )
    properties = grid._tbl.tblPr
    for old in properties.findall(qn("w:tblStyle")):
        properties.remove(old)
    parts.put(properties, place)


def _ruled(row: Any, *, first: bool, last: bool) -> None:
    """0.35 mm at both ends, 0.25 mm between."""
    thick, thin = round(0.35 * m.POINTS_A_MM * 8), round(0.25 * m.POINTS_A_MM * 8)
    for cell in row._tr.tc_lst:
        borders = parts.element("w:tcBorders")
        borders.append(parts.element("w:top", val="single", sz=thick if first else thin))
        borders.append(parts.element("w:bottom", val="single", sz=thick if last else thin))
        parts.put(cell.get_or_add_tcPr(), borders)
