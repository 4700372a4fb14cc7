"""文稿核对: a text against itself and against the zone's figures."""

import io
import json
import zipfile
from decimal import Decimal

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from honglian import cli
from honglian.domains.indicators import api as indicators
from honglian.foundation.access.api import actor_for
from honglian.foundation.accounts.models import User
from honglian.foundation.documents.api import text_of
from honglian.kit.errors import Refusal
from honglian.web import drafts
from tests.foundation.places import make_grant, make_user, make_zone

URL = "/drafts/"
TEXT = "全区有园区企业412家。将6个月的项目审批周期压缩至4个月，平均时限缩短30%。"


@pytest.fixture
def zone(db, settings, tmp_path):
    settings.HONGLIAN_ANALYTICS_DIR = tmp_path / "analytics"
    return make_zone()


def client_of(zone, role: str = "leader", kind: str = "zone") -> Client:
    user = make_user(zone, f"{role}-{zone.code}")
    actor_for(make_grant(zone, user, role, kind), name=user.name)
    client = Client()
    client.force_login(User.objects.get(pk=user.pk), "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def known(zone, monkeypatch):
    """One figure of the zone with a value of its own."""
    indicator = indicators.Indicator.rows.create(
        zone=zone, code="T01", name="园区企业", unit="家", aliases=["园区企业数"]
    )
    figure = indicators.Figure(indicator, None, None, indicators.Status.ENTERED, value=Decimal(415))
    monkeypatch.setattr(drafts.indicators, "figures", lambda actor, day: [figure])
    return indicator


def word(*lines: str, table: tuple[str, ...] = ()) -> bytes:
    made = docx.Document()
    for line in lines:
        made.add_paragraph(line)
    if table:
        row = made.add_table(rows=1, cols=len(table)).rows[0]
        for cell, text in zip(row.cells, table, strict=True):
            cell.text = text
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def test_a_pasted_text_is_checked_and_marked(zone, known):
    page = client_of(zone).post(URL, {"text": TEXT}).content.decode()
    assert "变化33.3%，不是30%" in page
    assert "文中“412家”，“园区企业”是415家" in page
    assert reverse("indicators:detail", args=[known.pk]) in page
    assert '<mark class="hl-figured__overdue">412家</mark>' in page


def test_a_word_file_is_read_with_its_tables(zone, known):
    file = SimpleUploadedFile("简报.docx", word("一、总体情况", table=("园区企业", "415家")))
    page = client_of(zone).post(URL, {"file": file}).content.decode()
    assert "与“园区企业”相符" in page


def test_markup_in_a_text_stays_text(zone):
    page = client_of(zone).post(URL, {"text": "<script>alert(1)</script>3家企业"}).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({"text": " "}, "请粘贴文稿"),
        ({"file": ("a.doc", b"\xd0\xcf\x11\xe0x")}, "旧的 Word 格式"),
        ({"file": ("a.docx", b"PK\x03\x04broken")}, "打不开"),
        ({"file": ("a.bin", b"\xff\xfe\x00\xff\x81")}, "不是文字或 Word"),
    ],
    ids=["empty", "old", "broken", "binary"],
)
def test_what_cannot_be_read_is_said(zone, posted, said):
    if "file" in posted:
        posted = {"file": SimpleUploadedFile(*posted["file"])}
    answer = client_of(zone).post(URL, posted)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_file_that_unpacks_to_a_mountain_is_refused(monkeypatch):
    monkeypatch.setattr("honglian.foundation.documents.reading.MOST_UNPACKED", 1000)
    with pytest.raises(Refusal, match="展开后太大"):
        text_of(word("长" * 900), "a.docx")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr("a.txt", "x")
    with pytest.raises(Refusal, match="打不开"):
        text_of(target.getvalue(), "a.docx")


def test_who_may_not_see_figures_may_not_check(zone):
    assert client_of(zone, "dispatcher").get(URL).status_code == 403
    assert Client().get(URL).status_code == 302


def test_the_command_line_says_the_same(zone, known, tmp_path, capsys):
    file = tmp_path / "稿.txt"
    file.write_text(TEXT, encoding="gb18030")
    assert cli.main(["check-text", str(file), "--zone", "xianning", "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert [t["kind"] for t in said["troubles"]] == ["change"]
    assert [f["status"] for f in said["figures"]][:1] == ["contradicting"]
    file.write_text("全区有企业30家。", encoding="utf-8")
    assert cli.main(["check-text", str(file)]) == 0
    assert "共 1 个数字" in capsys.readouterr().out
    assert cli.main(["check-text", str(tmp_path / "没有.txt")]) == 2
