"""What python-docx has no word for: typefaces of both scripts, exact lines, page numbers, fallbacks."""

from __future__ import annotations

from typing import Any

from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph as Line
from docx.text.run import Run

from . import measures as m
from .declaration import clean

# Word wants the parts of these properties in the order of its schema; what may follow ours, by parent.
AFTER = {
    "rPr": "w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang",
    "pPr": "shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN "
    "bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc "
    "textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "tblPr": "tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd "
    "tblBorders shd tblLayout tblCellMar tblLook",
    "tcPr": "tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
}


def put(parent: Any, child: Any) -> None:
    """Into a properties element, before everything that must follow it."""
    kind = parent.tag.rpartition("}")[2]
    order = AFTER[kind].split()
    own = child.tag.rpartition("}")[2]
    later = order[order.index(own) + 1 :] if own in order else order
    parent.insert_element_before(child, *(f"w:{name}" for name in later))


def element(tag: str, **attributes: Any) -> Any:
    """An XML element of Word's own vocabulary: ``element("w:jc", val="center")``."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def run(
    line: Line, text: str, face: str, size: float, *, color: str = "", tracked: bool = True
) -> Run:
    """Text in one typeface for Chinese and Latin signs alike."""
    made = line.add_run(clean(text))
    made.font.size = Pt(size)
    if color:
        made.font.color.rgb = RGBColor.from_string(color)
    set_face(made._r.get_or_add_rPr(), face)
    if tracked and size == m.BODY:
        put(made._r.rPr, element("w:spacing", val=round(m.TRACKING * 20)))
    return made


def set_face(properties: Any, face: str) -> None:
    faces = properties.get_or_add_rFonts()
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        faces.set(qn(f"w:{name}"), face)
    faces.set(qn("w:hint"), "eastAsia")


def exact(line: Line, pitch: float) -> None:
    layout = line.paragraph_format
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    layout.line_spacing = Pt(pitch)
    layout.space_before = layout.space_after = Pt(0)
    # No space is slipped in between Chinese and digits: 28 characters stay 28.
    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):
        put(line._p.get_or_add_pPr(), element(name, val=0))


def indent_characters(line: Line, count: int) -> None:
    """So many characters in, whatever the type size (the points are for programs that do not count)."""
    made = line._p.get_or_add_pPr().get_or_add_ind()
    made.set(qn("w:firstLineChars"), str(100 * count))
    made.set(qn("w:firstLine"), str(round(20 * count * (m.BODY + m.TRACKING))))


def plain_normal_style(word: Word) -> None:
    normal = word.styles["Normal"]
    normal.font.size = Pt(m.BODY)
    set_face(normal.element.get_or_add_rPr(), m.FANGSONG)


def strict_grid(word: Word) -> None:
    """Punctuation keeps its whole width (标点占 1 格)."""
    settings = word.settings.element
    for old in settings.findall(qn("w:characterSpacingControl")):
        settings.remove(old)
    control = element("w:characterSpacingControl", val="doNotCompress")
    after = settings.find(qn("w:compat"))
    if after is None:
        settings.append(control)
    else:
        after.addprevious(control)


def name_fallbacks(word: Word) -> None:
    """Say in the file's font table what may stand in for each typeface of the standard."""
    table = next(p for p in word.part.package.iter_parts() if p.partname == "/word/fontTable.xml")
    root = parse_xml(table.blob)
    for face, names in m.FALLBACKS.items():
        root.append(
            parse_xml(
                f'<w:font {nsdecls("w")} w:name="{face}"><w:altName w:val="{names}"/>'
                '<w:charset w:val="86"/></w:font>'
            )
        )
    table._blob = serialize_part_xml(root)


def part_tables(word: Word) -> None:
    """A line of no height after a table, which Word wants at the end and between two of them."""
    last = word.element.body.findall("*")[-2:]
    if last and last[0].tag == qn("w:tbl"):
        exact(word.add_paragraph(), 1)


def page_numbers(word: Word) -> None:
    """“— 1 —” in 4 号 宋体: outside, one character in from the margin; odd pages right, even pages left."""
    word.settings.odd_and_even_pages_header_footer = True
    section = word.sections[0]
    for footer, align in ((section.footer, ALIGN.RIGHT), (section.even_page_footer, ALIGN.LEFT)):
        line = footer.paragraphs[0]
        line.alignment = align
        exact(line, m.FOOT + 4)
        layout = line.paragraph_format
        layout.left_indent = layout.right_indent = Pt(m.FOOT)
        run(line, "— ", m.SONGTI, m.FOOT)
        _page_field(line)
        run(line, " —", m.SONGTI, m.FOOT)


def _page_field(line: Line) -> None:
    for kind in ("begin", "", "end"):
        made = run(line, "", m.SONGTI, m.FOOT)
        if kind:
            made._r.append(element("w:fldChar", fldCharType=kind))
        else:
            code = OxmlElement("w:instrText")
            code.text = "PAGE"
            made._r.append(code)


def red_rule_below(line: Line) -> None:
    """The red line as wide as the text, 4 mm below the number."""
    borders = element("w:pBdr")
    borders.append(
        element("w:bottom", val="single", sz=12, space=round(4 * m.POINTS_A_MM), color=m.RED)
    )
    put(line._p.get_or_add_pPr(), borders)
