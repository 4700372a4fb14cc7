"""交办单, 督办单, 回访单: filled from the case, numbered, masked, on record."""

import io
import json
import zipfile
from datetime import timedelta

import docx
import pytest
from django.urls import reverse

from honglian.domains.cases import actions
from honglian.domains.cases.papers.actions import issue_paper
from honglian.domains.cases.papers.selectors import issued, kind_of, offered, preview
from honglian.foundation.audit.models import AuditEntry
from honglian.foundation.documents.api import Paper, as_data
from honglian.kit import clock
from honglian.kit.errors import NotAllowed, Refusal

from .conftest import again, make_cast
from .test_pages import browser

MOBILE = "13871234567"


def text_of(document) -> str:
    return json.dumps(as_data(document), ensure_ascii=False)


def cells(content: bytes) -> list[str]:
    opened = docx.Document(io.BytesIO(content))
    return [cell.text for table in opened.tables for row in table.rows for cell in row.cells]


@pytest.fixture
def case(cast):
    return cast.dispatched(co=("market",), reporter_name="王工", reporter_mobile=MOBILE)


def test_an_assignment_is_filled_from_the_case(cast, case):
    paper, document = issue_paper(number=case.number, kind="assign", by=cast.dispatcher)
    assert paper.number == f"咸高管交〔{clock.today().year}〕1号"
    assert document.to == case.lead.name
    said = text_of(document)
    for word in (case.number, case.enterprise_name, case.text, "王工", "税务", "138****4567"):
        assert word in said
    assert MOBILE not in said
    assert document.issuer == "咸宁高新技术产业开发区管理委员会"


def test_made_again_it_keeps_its_number_and_the_register_counts(cast, case):
    first, _ = issue_paper(number=case.number, kind="assign", by=cast.dispatcher)
    actions.sign(number=case.number, by=cast.works_in("tax"))
    second, _ = issue_paper(number=case.number, kind="assign", by=cast.dispatcher)
    other = cast.dispatched()
    third, _ = issue_paper(number=other.number, kind="assign", by=cast.dispatcher)
    assert (second.pk, second.number, second.times) == (first.pk, first.number, 2)
    assert third.serial == first.serial + 1
    notes = AuditEntry.rows.filter(verb="cases.issue_paper").order_by("seq")
    assert [n.note for n in notes][:2] == [
        f"交办单 {first.number}",
        f"交办单 {first.number}，第 2 次",
    ]


def test_the_full_number_needs_its_permission_and_is_logged(cast, case):
    _, document = issue_paper(number=case.number, kind="assign", mobile=True, by=cast.dispatcher)
    assert MOBILE in text_of(document)
    assert AuditEntry.rows.filter(verb="cases.reveal_reporter").count() == 1
    paper, _ = issue_paper(number=case.number, kind="assign", by=cast.dispatcher)
    assert paper.changed_at is None  # masked or not, it says the same
    with pytest.raises(NotAllowed):
        issue_paper(number=case.number, kind="assign", mobile=True, by=cast.leader)


def test_a_department_reads_what_was_issued_and_issues_nothing(cast, case):
    worker = cast.works_in("tax")
    with pytest.raises(NotAllowed):
        issue_paper(number=case.number, kind="assign", by=worker)
    assert not Paper.objects.exists()
    issue_paper(number=case.number, kind="assign", by=cast.dispatcher)
    paper, _ = issue_paper(number=case.number, kind="assign", by=worker)
    assert (paper.times, paper.last_by) == (2, worker.name)


def test_each_supervision_has_its_own_number_and_words(cast, case):
    until = clock.now() + timedelta(days=2)
    for level, words in ((1, "请抓紧"), (3, "两日内办结")):
        actions.supervise(
            number=case.number, level=level, requirement=words, deadline=until, by=cast.leader
        )
        issue_paper(number=case.number, kind="supervise", by=cast.leader)
    lines = issued(again(case))
    assert [line.paper.serial for line in lines] == [2, 1]
    _, document = issue_paper(
        number=case.number, kind="supervise", of=lines[1].paper.occasion, by=cast.leader
    )
    assert "请抓紧" in text_of(document)
    assert "两日内办结" not in text_of(document)
    assert document.number == lines[1].paper.number


def test_a_call_back_is_blank_before_and_ticked_after(cast):
    case = cast.replied()
    blank, _ = preview(case, kind_of("callback"))
    assert "☐是　☐否" in text_of(blank)
    actions.call_back(
        number=case.number, reached=True, contacted=True, solved=False,
        satisfaction="basically", text="还差一笔", by=cast.dispatcher,
    )  # fmt: skip
    _, document = issue_paper(number=case.number, kind="callback", by=cast.dispatcher)
    said = text_of(document)
    assert "☑是　☐否" in said
    assert "☐是　☑否" in said
    assert "☑基本满意" in said
    assert "还差一笔" in said


def test_opened_again_the_first_round_can_still_be_printed(cast):
    case = cast.replied()
    actions.call_back(
        number=case.number, reached=True, contacted=True, solved=False,
        satisfaction="dissatisfied", text="没有解决", by=cast.dispatcher,
    )  # fmt: skip
    assert again(case).reopened == 1
    with pytest.raises(Refusal, match="还没有全部答复"):
        issue_paper(number=case.number, kind="callback", by=cast.dispatcher)
    _, document = issue_paper(number=case.number, kind="callback", of=1, by=cast.dispatcher)
    assert "没有解决" in text_of(document)


def test_without_ground_there_is_no_document(cast):
    case = cast.report()
    for kind, words in (("assign", "没有主办部门"), ("supervise", "没有督办过")):
        with pytest.raises(Refusal, match=words):
            issue_paper(number=case.number, kind=kind, by=cast.dispatcher)
    assert offered(cast.dispatcher, case) == []
    assert not Paper.objects.exists()


def test_pages_preview_give_files_and_hide_from_the_enterprise(cast, case):
    url = reverse("cases:paper", args=[case.number, "assign"])
    page = browser(cast.dispatcher).get(url)
    assert "（生成时编号）" in page.content.decode()
    given = browser(cast.dispatcher).post(url, {"form": "docx"})
    assert given["Cache-Control"] == "no-store"
    assert case.number in cells(given.content)
    assert "docx" in given["Content-Disposition"]
    detail = browser(cast.dispatcher).get(reverse("cases:detail", args=[case.number]))
    assert Paper.objects.get().number in detail.content.decode()
    assert browser(cast.boss).get(url).status_code == 404
    assert (
        "公文"
        not in browser(cast.boss).get(reverse("cases:detail", args=[case.number])).content.decode()
    )
    assert browser(cast.dispatcher).get(url.replace("assign", "letter")).status_code == 404


def test_the_pdf_is_one(cast, case):
    url = reverse("cases:paper", args=[case.number, "assign"])
    assert browser(cast.dispatcher).post(url, {"form": "pdf"}).content.startswith(b"%PDF")


def test_many_at_once_come_in_one_archive_with_what_was_left_out(cast, case):
    waiting = cast.report()
    client = browser(cast.dispatcher)
    url, ids = reverse("cases:papers"), [case.pk, waiting.pk]
    asked = client.post(url, {"ids": ids})
    assert "给勾选的 2 件诉求" in asked.content.decode()
    given = client.post(url, {"ids": ids, "kind": "assign", "form": "docx"})
    packed = zipfile.ZipFile(io.BytesIO(given.content))
    number = Paper.objects.get().number
    assert packed.namelist() == [f"交办单_{number}_{case.number}.docx", "没有生成的.txt"]
    assert waiting.number in packed.read("没有生成的.txt").decode()
    assert case.number in cells(packed.read(packed.namelist()[0]))


def test_too_many_at_once_and_none_at_all_are_said(cast, case, monkeypatch):
    client, url = browser(cast.dispatcher), reverse("cases:papers")
    none = client.post(url, {"ids": [case.pk], "kind": "supervise", "form": "docx"})
    assert none.status_code == 422
    assert "没有督办过" in none.content.decode()
    monkeypatch.setattr("honglian.domains.cases.papers.many.MOST", 0)
    many = client.post(url, {"ids": [case.pk], "kind": "assign", "form": "docx"})
    assert "请分几次" in many.content.decode()
    assert not Paper.objects.exists()
    assert browser(cast.works_in("tax")).post(url, {"ids": [case.pk]}).status_code == 403


def test_cases_of_others_are_not_in_the_archive(cast, case):
    other = make_cast("xiangyang")
    given = browser(other.dispatcher).post(
        reverse("cases:papers"), {"ids": [case.pk], "kind": "assign", "form": "docx"}
    )
    assert given.status_code == 422
    assert not Paper.objects.exists()
