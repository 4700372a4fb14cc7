"""The Word file opened again: GB/T 9704—2012 measured in it."""

import io
import zipfile

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn

from honglian.foundation.documents import measures, word
from honglian.foundation.documents.api import Paragraph

from .samples import letter


@pytest.fixture(scope="module")
def content() -> bytes:
    return word.render(letter())


@pytest.fixture(scope="module")
def opened(content):
    return docx.Document(io.BytesIO(content))


def line(opened, start: str):
    return next(p for p in opened.paragraphs if p.text.startswith(start))


def face(paragraph) -> str:
    return paragraph.runs[0]._r.rPr.rFonts.get(qn("w:eastAsia"))


def test_page_and_margins(opened):
    for section in opened.sections:
        page = [section.page_width, section.page_height]
        margins = [
            section.top_margin,
            section.bottom_margin,
            section.left_margin,
            section.right_margin,
        ]
        assert [round(x.mm) for x in page] == [210, 297]
        assert [round(x.mm) for x in margins] == [37, 35, 28, 26]


def test_lines_are_28_points_exactly_and_22_fit_the_page(opened):
    body = line(opened, "收到诉求")
    assert body.paragraph_format.line_spacing_rule == WD_LINE_SPACING.EXACTLY
    assert body.paragraph_format.line_spacing.pt == 28
    height = measures.TEXT_HEIGHT * measures.POINTS_A_MM
    assert 22 <= height / 28 < 23


def test_28_characters_fit_a_line_and_29_do_not(opened):
    run = line(opened, "收到诉求").runs[0]
    size = run.font.size.pt + int(run._r.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert 28 <= measures.TEXT_WIDTH * measures.POINTS_A_MM / size < 29


def test_two_characters_indent(opened):
    indent = line(opened, "收到诉求")._p.pPr.ind
    assert indent.get(qn("w:firstLineChars")) == "200"


@pytest.mark.parametrize(
    ("start", "name", "size"),
    [
        ("收到诉求", "仿宋_GB2312", 16),
        ("关于", "方正小标宋简体", 22),
        ("一、总体情况", "黑体", 16),
        ("（一）分类", "楷体_GB2312", 16),
        ("1.用工", "仿宋_GB2312", 16),
        ("（1）普工", "仿宋_GB2312", 16),
        ("2.融资", "仿宋_GB2312", 16),
        ("（二）部门", "楷体_GB2312", 16),
        ("二、打算", "黑体", 16),
        ("各有关部门：", "仿宋_GB2312", 16),
        ("2026年1月5日", "仿宋_GB2312", 16),
    ],
    ids=lambda value: str(value),
)
def test_typefaces_and_sizes(opened, start, name, size):
    found = line(opened, start)
    assert (face(found), found.runs[0].font.size.pt) == (name, size)


def test_the_file_names_what_may_stand_in_for_each_typeface(content):
    table = zipfile.ZipFile(io.BytesIO(content)).read("word/fontTable.xml").decode()
    for name, others in measures.FALLBACKS.items():
        assert f'w:name="{name}"' in table
        assert f'w:val="{others}"' in table


def test_page_numbers_stand_outside(opened):
    section = opened.sections[0]
    assert opened.settings.odd_and_even_pages_header_footer
    for footer, align in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        numbered = footer.paragraphs[0]
        assert numbered.text == "—  —"
        assert "PAGE" in numbered._p.xml
        assert numbered.alignment == align
        assert (face(numbered), numbered.runs[0].font.size.pt) == ("宋体", 14)


def test_the_table_is_as_wide_as_the_text_and_repeats_its_head(opened):
    grid = next(t for t in opened.tables if t.cell(0, 0).text == "类别")
    assert round(sum(column.width for column in grid.columns) / 36000) == 156
    assert grid.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert len(grid.rows) == 61


def test_text_of_users_stays_text(opened):
    assert line(opened, "甲&乙").text == "甲&乙<b>粗</b> #emph[不] \\u{41} $x$ {{ 7*7 }}"


def test_red_head_and_closing_note(content, opened):
    number = line(opened, "示高服〔2026〕1号")
    assert "E60012" in number._p.xml
    assert "E60012" in line(opened, "示范高新区企业服务中心文件")._p.xml
    closing = opened.tables[-1]
    assert [c.text for c in closing.rows[1].cells] == [
        "示范高新区企业服务中心",
        "2026年1月5日印发",
    ]


def test_properties_follow_the_order_of_the_schema(opened):
    """Word calls a file damaged whose properties stand in another order."""
    order = "rFonts b i color spacing kern sz szCs lang".split()
    for properties in opened.element.iter(qn("w:rPr")):
        names = [child.tag.rpartition("}")[2] for child in properties]
        known = [order.index(name) for name in names if name in order]
        assert known == sorted(known)


def test_a_file_ends_with_a_line_even_after_a_table():
    opened = docx.Document(io.BytesIO(word.render(letter(annexes=()))))
    assert opened.element.body[-2].tag == qn("w:p")


def test_line_breaks_in_texts_become_paragraphs():
    opened = docx.Document(
        io.BytesIO(word.render(letter(body=(Paragraph("甲一\r\n乙二\n丙三"),), annexes=())))
    )
    assert {"甲一", "乙二", "丙三"} <= {p.text for p in opened.paragraphs}
