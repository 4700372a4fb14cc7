"""Files of every kind: read where they can be, refused with a sentence where they cannot."""

import gzip
import io
import zipfile

import pytest

from honglian.foundation.sheets import opening
from honglian.foundation.sheets.api import Unreadable
from honglian.foundation.sheets.reading import read_table

from .files import HEADERS, csv_bytes, enterprise, enterprises, xlsx_bytes


def known(row) -> int:
    return sum(cell in HEADERS for cell in row)


def test_a_csv_in_gbk_is_read():
    table = read_table(csv_bytes(enterprises(1), "gbk"), known)
    assert table.headers == list(HEADERS)
    assert table.columns[1] == ("襄阳第1机电有限公司",)
    assert any("GB18030" in note for note in table.notes)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings_give_the_same_table(encoding):
    table = read_table(csv_bytes(enterprises(1, 2), encoding), known)
    assert table.columns[1] == ("襄阳第1机电有限公司", "襄阳第2机电有限公司")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_is_found(delimiter):
    table = read_table(csv_bytes(enterprises(1), delimiter=delimiter), known)
    assert table.headers == list(HEADERS)


def test_a_packed_table_is_unpacked():
    assert len(read_table(gzip.compress(csv_bytes(enterprises(1, 2))), known)) == 2
    assert len(read_table(gzip.compress(xlsx_bytes(enterprises(1, 2))), known)) == 2


def test_row_numbers_are_those_of_the_file():
    rows = [["襄阳高新区企业库台账"], ["说明：红色为必填"], *enterprises(1), [], enterprise(2)]
    for content in (csv_bytes(rows), xlsx_bytes(rows)):
        table = read_table(content, known)
        assert table.header_line == 3
        assert table.lines == [4, 6]


def test_the_sheet_with_the_headers_is_chosen():
    def second(book, _):
        other = book.add_worksheet("企业")
        for line, row in enumerate(enterprises(1)):
            other.write_row(line, 0, row)

    table = read_table(xlsx_bytes([["填报说明"], ["请填写第二张表"]], "说明", second), known)
    assert table.sheet == "企业"
    assert table.notes == ["读取的是工作表“企业”，没有读取“说明”。"]


def test_a_hidden_sheet_is_not_data():
    def lists(book, _):
        other = book.add_worksheet("选项")
        other.write_row(0, 0, HEADERS)
        other.hide()

    assert read_table(xlsx_bytes(enterprises(1), draw=lists), known).sheet == "Sheet1"


def test_merged_cells_give_their_value_to_every_row():
    rows = enterprises(1, 2, 3, capital="")

    def merge(book, sheet):
        sheet.merge_range(1, 3, 3, 3, "800")

    table = read_table(xlsx_bytes(rows, draw=merge), known)
    assert table.columns[3] == ("800", "800", "800")
    assert any("合并单元格" in note for note in table.notes)


def test_a_table_that_begins_further_in_keeps_its_places():
    rows = [[], [], *[["", "", *row] for row in enterprises(1)]]
    table = read_table(xlsx_bytes(rows), known)
    assert (table.header_line, table.lines, table.left) == (3, [4], 2)


def test_totals_and_signatures_are_not_rows():
    rows = [*enterprises(1, 2), ["合计", "2 家"], ["填表人：张三", "", "审核人：李四"]]
    table = read_table(csv_bytes(rows), known)
    assert table.lines == [2, 3]
    assert table.notes == ["第 4、5 行是合计或落款，没有当作数据。"]


def test_macros_are_named_and_left():
    target = io.BytesIO(xlsx_bytes(enterprises(1)))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    table = read_table(target.getvalue(), known)
    assert len(table) == 1
    assert "宏没有运行" in table.notes[0]


def encrypted() -> bytes:
    return opening.OLE + bytes(600) + opening.ENCRYPTED + bytes(600)


def packed(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


UNREADABLE = {
    "empty file": (b"", "空文件"),
    "no cell": (xlsx_bytes([]), "没有内容"),
    "blank lines": (b"\r\n,,,\r\n", "没有内容"),
    "header alone": (csv_bytes([HEADERS]), "下面没有数据"),
    "truncated workbook": (xlsx_bytes(enterprises(1))[:900], "不完整或已损坏"),
    "damaged workbook": (b"PK\x03\x04" + bytes(5000), "不完整或已损坏"),
    "encrypted": (encrypted(), "打开密码"),
    "old workbook, damaged": (opening.OLE + bytes(4000), "不完整或已损坏"),
    "truncated gzip": (gzip.compress(csv_bytes(enterprises(1)))[:-10], "压缩文件不完整"),
    "archive": (packed(**{"readme.txt": b"x"}), "是压缩包，不是工作簿"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(300), "不是表格文件"),
    "no encoding": (b"\x81\xff\xff\xfe" * 50, "文字编码"),
}


@pytest.mark.parametrize(("content", "sentence"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(Unreadable) as refused:
        read_table(content, known)
    assert sentence in refused.value.message
    assert refused.value.message.endswith("。")


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "huge.xlsx"
    with path.open("wb") as handle:
        handle.truncate(opening.MAX_BYTES + 1)
    with pytest.raises(Unreadable, match="最多 200 MB"):
        read_table(path, known)


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(opening, "MAX_UNPACKED", 100_000)
    bomb = packed(**{"[Content_Types].xml": b"<x/>", "xl/worksheets/sheet1.xml": bytes(200_000)})
    with pytest.raises(Unreadable, match="展开后超过"):
        read_table(bomb, known)
    with pytest.raises(Unreadable, match="MB，最多"):
        read_table(gzip.compress(bytes(200_000)), known)


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr("honglian.foundation.sheets.reading.MAX_ROWS", 3)
    with pytest.raises(Unreadable, match="一次最多 3 行"):
        read_table(csv_bytes(enterprises(*range(5))), known)


def test_text_that_looks_like_a_formula_stays_text():
    evil = ["=cmd|'/c calc'!A0", "+1", "@SUM(1)", "-2+3"]
    table = read_table(xlsx_bytes([HEADERS, ["x", *evil[:3]], ["y", evil[3]]]), known)
    assert [c[0] for c in table.columns[1:]] == evil[:3]
    assert table.columns[1][1] == evil[3]
