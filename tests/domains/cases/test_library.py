"""Reply templates and knowledge: made, found, suggested, inserted."""

import pytest
from django.urls import reverse

from honglian.domains.cases import actions
from honglian.domains.cases.library import selectors
from honglian.domains.cases.library.actions import make_knowledge, save_knowledge, save_template
from honglian.kit.errors import NotAllowed, Refusal
from tests.domains.cases.conftest import again, order_of
from tests.domains.cases.test_pages import browser


@pytest.fixture
def known(cast):
    case = cast.replied(text="出口退税两个月没有到账，资金周转困难")
    actions.close(number=case.number, by=cast.dispatcher)
    entry = make_knowledge(
        number=case.number,
        question="出口退税迟迟没有到账怎么办",
        answer="带上申报表到税务分局二楼 3 号窗口，当天查清卡在哪一步。",
        by=cast.dispatcher,
    )
    save_knowledge(question="厂区电压不稳怎么报修", answer="打供电所电话。", by=cast.dispatcher)
    return case, entry


def test_a_closed_case_becomes_an_entry_once(cast, known):
    case, entry = known
    assert (entry.category, entry.department.code, entry.case) == ("tax", "tax", case)
    assert "整理成知识" in [e.name for e in case.item.timeline.all()]
    with pytest.raises(Refusal, match="已经整理过"):
        make_knowledge(number=case.number, question="问", answer="答", by=cast.dispatcher)
    with pytest.raises(Refusal, match="归档以后"):
        make_knowledge(number=cast.report().number, question="问", answer="答", by=cast.dispatcher)
    with pytest.raises(NotAllowed):
        save_knowledge(question="问", answer="答", by=cast.works_in("tax"))


def test_what_fits_is_suggested_and_what_is_out_of_use_is_not(cast, known):
    _, entry = known
    said = "我们厂的出口退税一直没到账"
    assert selectors.suggested(cast.boss, said) == [entry]
    assert selectors.suggested(cast.boss, "食堂的菜太咸了") == []
    save_knowledge(
        entry_id=entry.pk, question=entry.question, answer="旧", is_active=False, by=cast.dispatcher
    )
    assert selectors.suggested(cast.boss, said) == []


def test_suggestions_stand_on_intake_and_dispatch_pages_and_are_searchable(cast, known):
    case = cast.report(text="出口退税没有到账，急")
    page = browser(cast.dispatcher).get(reverse("cases:detail", args=[case.number]))
    assert "知识库里有相近的答复" in page.content.decode()
    typed = browser(cast.boss).get(reverse("cases:knowledge_suggest"), {"text": "出口退税没到账"})
    assert "出口退税迟迟没有到账怎么办" in typed.content.decode()
    found = browser(cast.boss).get(reverse("cases:knowledge"), {"q": "chukou"}).content.decode()
    assert "出口退税迟迟" in found
    assert "电压不稳" not in found


def test_a_template_goes_into_the_reply_without_javascript(cast):
    save_template(
        title="退税到账", text="退税已于【日期】到账。", category="tax", by=cast.dispatcher
    )
    save_template(title="招聘会", text="已安排专场。", category="labor", by=cast.dispatcher)
    with pytest.raises(Refusal, match="已经有叫"):
        save_template(title="招聘会", text="重复", by=cast.dispatcher)
    case, worker = cast.dispatched(), cast.works_in("tax")
    url = reverse("cases:order_step", args=[case.number, order_of(case, "tax").pk, "reply"])
    client = browser(worker)
    page = client.get(url).content.decode()
    assert "退税到账" in page
    assert "招聘会" not in page
    picked = {"template": page.split('<option value="')[2].split('"')[0]}
    typed = {"text": "经办：小李。", "outcome": "explained", **picked, "insert": "1"}
    page = client.post(url, typed).content.decode()
    assert "经办：小李。\n退税已于【日期】到账。" in page
    assert again(case).state == "dispatched"
    sent = client.post(url, {"text": "退税已于今天到账。", "outcome": "solved", **picked})
    assert sent.status_code == 302
    assert order_of(case, "tax").reply == "退税已于今天到账。"


def test_pages_of_the_library(cast, known):
    _, entry = known
    client = browser(cast.dispatcher)
    for name in ("knowledge", "knowledge_new", "templates", "template_new"):
        assert client.get(reverse(f"cases:{name}")).status_code == 200
    changed = {
        "question": "退税没到账找谁",
        "answer": "找二楼。",
        "category": "tax",
        "is_active": "on",
    }
    url = reverse("cases:knowledge_edit", args=[entry.pk])
    assert client.post(url, changed).status_code == 302
    page = client.get(reverse("cases:knowledge_entry", args=[entry.pk])).content.decode()
    assert "退税没到账找谁" in page
    assert browser(cast.boss).get(url).status_code == 403
