"""A brief is made of references; its annex says what each figure is."""

import io
from decimal import Decimal

import docx
import pytest

from honglian.domains.indicators import api as indicators
from honglian.foundation.audit.models import AuditEntry
from honglian.web import briefing

from .test_drafts import client_of, zone  # noqa: F401

URL = "/briefs/"


@pytest.fixture
def known(zone, monkeypatch):  # noqa: F811
    """Two figures: one with a value, one without."""
    made = [
        indicators.Indicator.rows.create(zone=zone, code=code, name=name, unit="家")
        for code, name in (("T-1", "企业党组织"), ("T-2", "能量站"))
    ]
    version = indicators.IndicatorVersion(
        indicator=made[0], number=1, numerator="在册的企业党组织", note="时点数"
    )
    found = [
        indicators.Figure(made[0], version, None, indicators.Status.ENTERED, value=Decimal(71)),
        indicators.Figure(made[1], None, None, indicators.Status.UNBUILT, why="还没有建"),
    ]
    monkeypatch.setattr(
        briefing.indicators,
        "figures",
        lambda actor, day, codes=None: [f for f in found if codes is None or f.code in codes],
    )
    monkeypatch.setattr(indicators.Figure, "span_words", property(lambda self: "截至今天"))


def posted(text: str, wanted: str = "preview") -> dict:
    return {
        "name": "示范高新区工作简报", "issue": "3", "title": "五月工作情况", "day": "2026-05-31",
        "text": text, "copies_to": "党工委办公室", "form": wanted,
    }  # fmt: skip


def test_references_become_figures_and_the_annex_defines_them(zone, known):  # noqa: F811
    given = client_of(zone).post(URL, posted("一、主要数据\n全区有企业党组织{T-1}。", "docx"))
    opened = docx.Document(io.BytesIO(given.content))
    texts = [p.text for p in opened.paragraphs]
    assert "一、主要数据" in texts
    assert any("企业党组织71家" in t.replace(" ", "") for t in texts)
    assert "示范高新区工作简报" in texts
    cells = [c.text for t in opened.tables for r in t.rows for c in r.cells]
    assert "分子：在册的企业党组织；时点数" in cells
    entry = AuditEntry.rows.get(verb="web.issue_brief")
    assert "T-1" in entry.note


@pytest.mark.parametrize(
    ("code", "said"),
    [("T-9", "没有代码是 T-9 的指标"), ("T-2", "还没有建")],
    ids=["unknown", "empty"],
)
def test_a_code_without_a_value_is_refused(zone, known, code, said):  # noqa: F811
    answer = client_of(zone).post(URL, posted(f"有{{{code}}}。", "docx"))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not AuditEntry.rows.filter(verb="web.issue_brief").exists()


def test_the_page_starts_with_what_there_is(zone, known):  # noqa: F811
    page = client_of(zone).get(URL).content.decode()
    assert "企业党组织 {T-1}。" in page
    assert client_of(zone, "dispatcher").get(URL).status_code == 403
