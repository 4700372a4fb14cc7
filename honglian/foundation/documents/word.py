"""Official documents as Word files, by GB/T 9704—2012.

The text of users only ever becomes the text of runs; nothing of it is read as markup.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime, time

import docx
from docx.document import Document as Word
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as Line

from . import measures as m
from . import word_parts as parts
from .breaking import fitting, title_lines
from .declaration import Block, Document, Heading, Paragraph, Table, clean, numbered, text_width
from .word_tables import add_imprint, add_table

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CENTER, LEFT, RIGHT, BOTH = ALIGN.CENTER, ALIGN.LEFT, ALIGN.RIGHT, ALIGN.JUSTIFY


def render(document: Document) -> bytes:
    """The bytes of a .docx file."""
    word = docx.Document()
    _set_up(word, document)
    _head(word, document)
    _blocks(word, document.body)
    _attachments(word, document)
    _signature(word, document)
    if document.copies_to or document.printed_by:
        add_imprint(word, document)
    for position, annex in enumerate(document.annexes, start=1):
        _annex(word, annex.title, annex.body, position, len(document.annexes))
    parts.part_tables(word)
    target = io.BytesIO()
    word.save(target)
    return target.getvalue()


def _set_up(word: Word, document: Document) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(m.PAGE[0]), Mm(m.PAGE[1])
    section.top_margin, section.bottom_margin = Mm(m.TOP), Mm(m.BOTTOM)
    section.left_margin, section.right_margin = Mm(m.LEFT), Mm(m.RIGHT)
    section.footer_distance = Mm(m.BOTTOM - m.FOOTER_BELOW_TEXT) - Pt(m.FOOT)
    parts.plain_normal_style(word)
    parts.name_fallbacks(word)
    parts.strict_grid(word)
    parts.page_numbers(word)
    about = word.core_properties
    about.title, about.author = clean(document.title), clean(document.issuer)
    about.comments = ""
    about.created = about.modified = datetime.combine(document.on, time(0))


def _head(word: Word, document: Document) -> None:
    if document.secrecy:
        _text(word, document.secrecy, m.HEITI)
    if document.masthead:
        _masthead(word, document)
    title = _line(word, CENTER, pitch=m.TITLE_PITCH)
    if document.masthead:
        title.paragraph_format.space_before = Pt(2 * m.LINE_PITCH)
    _title(title, document.title)
    title.paragraph_format.keep_with_next = True
    if document.number and not document.masthead:
        _text(word, document.number, align=CENTER)
    if document.to:
        _line(word)
        _text(word, f"{document.to}：")
    elif not document.masthead:
        _line(word)


def _masthead(word: Word, document: Document) -> None:
    line = _line(word, CENTER, pitch=m.MASTHEAD + 8)
    line.paragraph_format.space_before = Mm(35) - (Pt(m.LINE_PITCH) if document.secrecy else 0)
    size = fitting(document.masthead, m.MASTHEAD)
    parts.run(line, document.masthead, m.TITLE_FACE, size, color=m.RED)
    number = _line(word, CENTER)
    number.paragraph_format.space_before = Pt(2 * m.LINE_PITCH)
    parts.run(number, document.number or " ", m.FANGSONG, m.BODY)
    parts.red_rule_below(number)


def _title(line: Line, text: str) -> None:
    for position, piece in enumerate(title_lines(clean(text))):
        if position:
            line.add_run().add_break()
        parts.run(line, piece, m.TITLE_FACE, m.TITLE)


def _blocks(word: Word, blocks: Sequence[Block]) -> None:
    for block, before in numbered(blocks):
        if isinstance(block, Heading):
            face = m.LEVEL_FACES[block.level]
            line = _text(word, f"{before}{block.text}", face, indent=2)
            line.paragraph_format.keep_with_next = True
        elif isinstance(block, Paragraph):
            for piece in clean(block.text).split("\n"):
                _text(word, piece, indent=2 if block.indent else 0)
        else:
            _table(word, block)


def _table(word: Word, table: Table) -> None:
    """Tables that follow one another would grow together in Word: a low line keeps them apart."""
    if not table.joined:
        parts.part_tables(word)
    if table.title:
        title = _text(word, table.title, m.HEITI, align=CENTER, size=m.FOOT)
        title.paragraph_format.keep_with_next = True
    add_table(word, table)
    if table.note:
        note = _line(word, pitch=m.CELL_PITCH)
        parts.run(note, f"注：{table.note}", m.FANGSONG, m.CELL)


def _attachments(word: Word, document: Document) -> None:
    """One blank line, two characters in: 附件：1.… 2.… (7.3.4)."""
    names = document.attachments
    if not names:
        return
    _line(word)
    for position, name in enumerate(names, start=1):
        number = f"{position}." if len(names) > 1 else ""
        first = position == 1
        line = _text(word, f"{'附件：' if first else ''}{number}{name}")
        hanging = 3 + len(number) / 2
        line.paragraph_format.left_indent = Pt(m.BODY * (2 + hanging))
        line.paragraph_format.first_line_indent = -Pt(
            m.BODY * (hanging if first else len(number) / 2)
        )


def _signature(word: Word, document: Document) -> None:
    """The issuer over the date; with a seal centred on the date, which ends four characters from the margin.

    They never stand on a page without text: the last line before goes with them.
    """
    for line in _last_lines(word):
        line.paragraph_format.keep_with_next = True
    for _ in range(2 if document.seal else 1):
        blank = _line(word)
        blank.paragraph_format.keep_with_next = True
    dated, issuer = text_width(document.dated), text_width(document.issuer)
    right = 4.0 if document.seal else 2.0
    over = right + (dated - issuer) / 2 if document.seal else right
    if over < 0:  # the longer line leads, the date is centred below it
        right, over = right - over, 0
    for text, indent in ((document.issuer, over), (document.dated, right)):
        line = _text(word, text, align=RIGHT)
        line.paragraph_format.right_indent = Pt(m.BODY * indent)
        line.paragraph_format.keep_with_next = text == document.issuer


def _last_lines(word: Word) -> list[Line]:
    """The last paragraph, or those of the last row of a table."""
    last = list(word.iter_inner_content())[-1:]
    if last and isinstance(last[0], Line):
        return [last[0]]
    return [line for grid in last for cell in grid.rows[-1].cells for line in cell.paragraphs]


def _annex(word: Word, title: str, body: Sequence[Block], position: int, count: int) -> None:
    word.add_section(WD_SECTION.NEW_PAGE)
    _text(word, "附件" + (str(position) if count > 1 else ""), m.HEITI)
    heading = _line(word, CENTER, pitch=m.TITLE_PITCH)
    heading.paragraph_format.space_before = Pt(m.LINE_PITCH)
    heading.paragraph_format.space_after = Pt(m.LINE_PITCH)
    _title(heading, title)
    _blocks(word, body)


def _line(word: Word, align: ALIGN = BOTH, *, pitch: float = m.LINE_PITCH) -> Line:
    """An empty paragraph on the lines of the page."""
    line = word.add_paragraph()
    parts.exact(line, pitch)
    line.alignment = align
    return line


def _text(
    word: Word,
    text: str,
    face: str = m.FANGSONG,
    *,
    align: ALIGN = BOTH,
    indent: int = 0,
    size: float = m.BODY,
) -> Line:
    line = _line(word, align)
    if indent:
        parts.indent_characters(line, indent)
    parts.run(line, text, face, size)
    return line
