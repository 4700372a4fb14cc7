"""The monthly analysis says what the pages say, and defines every figure."""

import io
from datetime import date

import docx
import openpyxl
import pytest
from django.urls import reverse

from honglian.domains.cases import actions, rates, selectors
from honglian.domains.cases.comparing.selectors import comparison
from honglian.domains.cases.papers.monthly.actions import issue_monthly
from honglian.domains.cases.papers.monthly.selectors import Month, analysis
from honglian.foundation.audit.models import AuditEntry
from honglian.foundation.documents.api import as_data
from honglian.kit import clock
from honglian.kit.errors import NotAllowed

from .conftest import MORNING, again, person
from .test_pages import browser

MONTH = Month(date(2026, 11, 1))


@pytest.fixture
def busy(cast):
    """November: seven reported, one refused, four answered (one not reached, one not yet called), two open."""
    with clock.at(MORNING):
        cases = [cast.report(text=f"缺电工第{i}批") for i in range(7)]
        actions.refuse(
            number=cases[0].number, situation="beyond", reason="不归本区", by=cast.dispatcher
        )
        for case in cases[1:6]:
            actions.dispatch(number=case.number, lead="tax", by=cast.dispatcher)
        for case in cases[1:5]:
            actions.reply(number=case.number, text="已办。", by=cast.works_in("tax"))
        for case, pleased in ((cases[1], "satisfied"), (cases[2], "basically")):
            actions.call_back(
                number=case.number, reached=True, contacted=True, solved=True,
                satisfaction=pleased, by=cast.dispatcher,
            )  # fmt: skip
        actions.call_back(number=cases[3].number, reached=False, by=cast.dispatcher)
    with clock.at(MORNING.replace(month=10)):
        cast.report(text="十月的一件")
    return cast, cases


def figure(found, name):
    return next(f for f in (*found.figures, *found.rates) if f.name == name)


def test_counts_are_those_of_the_lists(busy):
    cast, _ = busy
    with clock.at(MORNING.replace(day=30)):
        found = analysis(cast.dispatcher, MONTH)
        late = selectors.overdue(cast.dispatcher).filter(created_at__gte=MONTH.since).count()
    counts = {f.name: f.value for f in found.figures}
    assert (counts["收到诉求"], counts["不予受理"], counts["已答复"], counts["正在办理"]) == (
        7,
        1,
        4,
        2,
    )
    assert counts["超期未办"] == late == 1
    assert figure(found, "收到诉求").before == 1
    assert figure(found, "收到诉求").change == "+600.0%"
    assert figure(found, "收到诉求").year_change == "—"


def test_rates_are_those_of_the_pages(busy):
    cast, _ = busy
    found = analysis(cast.dispatcher, MONTH)
    shown = rates.rates(cast.dispatcher, since=MONTH.since, until=MONTH.until)
    assert [(f.name, f.value) for f in found.rates[:4]] == [(r.name, r.value) for r in shown]
    assert figure(found, "满意率").value == pytest.approx(0.95)
    assert figure(found, "按时办结率").value == 1
    compared = comparison(cast.dispatcher, code="overall", since=MONTH.since, until=MONTH.until)
    assert found.comparison == compared
    assert [row["verdict"] for row in found.departments] == ["件数太少，不比较"]


def test_excluded_cases_are_listed_with_the_reason(busy):
    cast, cases = busy
    found = analysis(cast.dispatcher, MONTH)
    reasons = {row["case"].number: row["reason"] for row in found.excluded}
    assert reasons == {
        cases[3].number: "回访没有接通",
        cases[4].number: "还没有回访和评价",
    }


def test_every_address_of_a_figure_shows_as_many_records(busy):
    cast, _ = busy
    client = browser(cast.dispatcher)
    with clock.at(MORNING.replace(day=30)):
        found = analysis(cast.dispatcher, MONTH)
        for one in found.figures[:6]:
            page = client.get(one.url)
            assert page.context["listing"].count == one.value, one.name


def test_the_document_defines_every_figure_and_keeps_its_number(busy):
    cast, _ = busy
    paper, document = issue_monthly(month=MONTH, by=cast.dispatcher)
    again_paper, _ = issue_monthly(month=MONTH, by=cast.leader)
    assert paper.number == again_paper.number == f"咸高管析〔{clock.today().year}〕1号"
    definitions = as_data(document)["annexes"][0]["body"][0]["rows"]
    found = analysis(cast.dispatcher, MONTH)
    assert [row[0] for row in definitions] == [f.name for f in (*found.figures, *found.rates)]
    assert all(len(row[2]) > 10 for row in definitions)
    assert "收到企业诉求7件，比上月多6件" in str(as_data(document)["body"])
    assert AuditEntry.rows.filter(verb="cases.monthly").count() == 2


def test_a_narrower_sight_is_a_working_paper_without_number(busy):
    cast, _ = busy
    chain = cast.enterprise.chain
    leader = person(cast.zone, "grid_leader", "chain", chain.pk, "网格长")
    paper, document = issue_monthly(month=MONTH, by=leader)
    assert paper is None
    assert document.number == ""
    assert chain.name in document.title


def test_page_and_files(busy):
    cast, _ = busy
    client = browser(cast.dispatcher)
    url = reverse("cases:monthly")
    page = client.get(url, {"month": "2026-11"})
    assert "收到诉求" in page.content.decode()
    assert "（生成时编号）" in page.content.decode()
    word = client.post(url, {"month": "2026-11", "form": "docx"})
    opened = docx.Document(io.BytesIO(word.content))
    assert any("总体情况" in p.text for p in opened.paragraphs)
    sheet = client.post(url, {"month": "2026-11", "form": "xlsx"})
    book = openpyxl.load_workbook(io.BytesIO(sheet.content))
    assert book.sheetnames == ["总体", "分类", "部门", "超期未办", "共性问题", "不计入三率", "口径"]
    rows = {row[0]: row[1] for row in book["总体"].iter_rows(min_row=4, values_only=True)}
    assert rows["收到诉求"] == 7
    assert rows["满意率"] == pytest.approx(0.95)
    assert client.post(url, {"month": "2026-11", "form": "ofd"}).status_code == 422
    assert client.get(url, {"month": "2090-01"}).status_code == 200


def test_who_may_not_export_sees_and_does_not_take_away(busy):
    cast, _ = busy
    stat = person(cast.zone, "stat_user", "zone", None, "统计")
    client = browser(stat)
    page = client.get(reverse("cases:monthly"), {"month": "2026-11"}).content.decode()
    assert "生成 Word" not in page
    assert (
        client.post(reverse("cases:monthly"), {"month": "2026-11", "form": "docx"}).status_code
        == 403
    )
    with pytest.raises(NotAllowed):
        issue_monthly(month=MONTH, by=stat)


def test_other_zones_and_departments_are_not_counted(busy):
    cast, cases = busy
    assert again(cases[1]).state == "replied"
    assert browser(cast.works_in("tax")).get(reverse("cases:monthly")).status_code == 403
