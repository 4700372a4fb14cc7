"""The whistle's pages in a real browser: accessible, no wider than a phone, and without JavaScript too."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from honglian.domains.cases import actions
from honglian.domains.cases.models import Case
from honglian.domains.cases.proposing.learning import relearn
from honglian.kit.actor import Actor
from tests.browser import assert_accessible
from tests.domains.cases.conftest import again, make_cast, order_of
from tests.domains.cases.test_pages import browser


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def sign_in(page: Page, actor: Actor, live_server) -> Page:
    cookie = browser(actor).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": str(live_server)}]
    )
    return page


def addresses(cast) -> dict[str, tuple[Actor, list[str]]]:
    """Pages of each person, with something on them."""
    cast.report(reporter_mobile="13800138000")
    case = cast.dispatched(co=("finance",))
    worker = cast.works_in("tax")
    actions.sign(number=case.number, by=worker)
    ask = actions.ask_extension(number=case.number, reason="等省局", wanted="3 天", by=worker)
    done = cast.replied()
    here, order = f"/cases/{case.number}/", order_of(case, "tax").pk
    return {
        "dispatcher": (
            cast.dispatcher,
            [
                *("/cases/", "/cases/?q=%E6%B2%A1%E6%9C%89", "/cases/new/"),
                *(here, f"{here}redispatch/", f"/cases/{done.number}/call_back/"),
            ],
        ),
        "worker": (worker, [here, f"{here}orders/{order}/reply/"]),
        "leader": (cast.leader, [f"{here}asks/{ask.pk}/", f"{here}supervise/"]),
        "boss": (cast.boss, ["/cases/new/", here, f"/cases/{done.number}/rate/"]),
        "visitor": (None, [f"/w/{cast.zone.code}/", "/t/", "/t/?number=SQ1&code=X"]),
    }


@pytest.mark.parametrize("width", [1440, 390])
def test_every_page_is_accessible_and_fits(open_page, cast, live_server, width):
    for actor, urls in addresses(cast).values():
        page = open_page(width=width, touch=width < 500)
        if actor is not None:
            sign_in(page, actor, live_server)
        for url in urls:
            page.goto(url)
            assert_accessible(page)
            wide = page.evaluate("() => document.documentElement.scrollWidth")
            assert wide <= width, f"{url} is {wide} wide"


def test_a_visitor_whistles_without_javascript(open_page, cast):
    page = open_page(width=390, touch=True, javascript=False)
    page.goto(f"/w/{cast.zone.code}/")
    page.get_by_label("发生了什么").fill("门口路面塌陷，货车进不来。")
    page.get_by_label("企业名称").fill("咸宁某厂")
    page.get_by_role("button", name="吹哨").click()
    expect(page.get_by_role("img", name="查询页面的二维码")).to_be_visible()
    page.get_by_role("link", name="现在就看进度").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("门口路面塌陷，货车进不来")
    assert Case.rows.get().channel == "public"


def test_what_was_typed_is_still_there_after_the_page_is_lost(open_page, cast, live_server):
    page = sign_in(open_page(width=390, touch=True), cast.boss, live_server)
    page.goto("/cases/new/")
    page.get_by_text("再说细一点").click()
    page.get_by_label("联系电话").fill("13800138000")
    page.get_by_label("发生了什么").fill("写到一半，来电话了")
    page.wait_for_function("() => JSON.stringify({...localStorage}).includes('来电话了')")
    assert "13800138000" not in page.evaluate("() => JSON.stringify({...localStorage})")
    page.reload()
    page.get_by_role("button", name="恢复").click()
    expect(page.get_by_label("发生了什么")).to_have_value("写到一半，来电话了")


def test_a_refused_step_keeps_the_text_and_says_why(open_page, cast, live_server):
    case = cast.dispatched()
    worker = cast.works_in("tax")
    actions.sign(number=case.number, by=worker)
    page = sign_in(open_page(), worker, live_server)
    page.goto(f"/cases/{case.number}/")
    page.get_by_role("link", name="申请延期").click()
    page.get_by_label("理由和进展").fill("等省局批复")
    page.get_by_label("延长多久").fill("一个月")
    page.get_by_role("button", name="申请延期").click()
    expect(page.get_by_text(re.compile("看不懂时限")).first).to_be_visible()
    expect(page.get_by_label("理由和进展")).to_have_value("等省局批复")
    assert order_of(again(case), "tax").extensions == 0


def test_the_proposal_reads_well_and_one_tap_dispatches(cast, page, phone, live_server):
    for _ in range(3):
        done = cast.replied(text="车间招不到普工，招聘会去了两回", category="labor")
        actions.call_back(number=done.number, reached=False, by=cast.dispatcher)
        actions.close(number=done.number, by=cast.dispatcher)
    relearn(cast.zone.pk)
    case = cast.report("年后招不到普工，机器开不满", category="")
    for opened in (phone, page):
        sign_in(opened, cast.dispatcher, live_server).goto(f"/cases/{case.number}/")
        expect(opened.get_by_role("heading", name="派单建议")).to_be_visible()
        expect(opened.get_by_text("办结过的相似诉求")).to_be_visible()
        assert_accessible(opened)
    page.get_by_role("button", name="按建议派单").click()
    expect(page.get_by_text("已按建议派给")).to_be_visible()
    assert again(case).state == "dispatched"
