"""The same document as PDF."""

import re

import pytest

from honglian.foundation.documents import api, checks, pdf
from honglian.kit.checkup import Level
from honglian.kit.errors import Refusal

from .samples import letter


def test_a_pdf_with_several_a4_pages_and_its_own_typeface():
    content = pdf.render(letter())
    assert content.startswith(b"%PDF-")
    boxes = set(re.findall(rb"/MediaBox\s*\[([^\]]+)\]", content))
    assert {tuple(round(float(x)) for x in box.split()) for box in boxes} == {(0, 0, 595, 842)}
    assert b"NotoSansSC" in content


def test_text_of_users_cannot_run_in_the_typesetter():
    plain = letter(body=(), annexes=())
    attack = letter(body=(api.Paragraph('#panic("x") #read("/etc/passwd") ]}'),), annexes=())
    assert len(pdf.render(attack)) > len(pdf.render(plain))


def test_without_its_typeface_it_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(pdf, "TYPEFACES", tmp_path)
    with pytest.raises(Refusal, match="还缺 PDF 用的中文字体") as refused:
        api.render(letter(), "pdf")
    assert "assets.py" in refused.value.hint
    assert api.render(letter(), "docx")
    assert [finding.level for finding in checks.checks()] == [Level.WARNING]


def test_an_unknown_format_is_refused():
    with pytest.raises(Refusal, match="只有 Word"):
        api.render(letter(), "ofd")
