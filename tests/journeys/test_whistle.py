"""From a phone in the workshop to the leader's page, and back from the number to the case."""

import re

import pytest
from playwright.sync_api import Page, expect

from honglian.domains.cases.models import Case

from .conftest import sign_in


@pytest.mark.browser
def test_the_whistle_goes_from_a_phone_to_the_leaders_page(open_page, people):
    firm = sign_in(open_page(width=390, height=844, touch=True), "firm")
    number = blow(firm)
    desk = sign_in(open_page(width=1440), "desk")
    dispatch(desk, number)
    answer(sign_in(open_page(width=390, height=844, touch=True), "taxman"), number)
    rate(firm, number)
    call_back_and_close(desk, number)
    see(sign_in(open_page(width=1440), "leader"), number)
    case = Case.rows.get(number=number)
    assert (case.state, case.satisfaction) == ("closed", "satisfied")


def blow(page: Page) -> str:
    page.goto("/")
    page.get_by_role("link", name="吹哨").first.click()
    page.get_by_label("发生了什么").fill("留抵退税申请交了半个月，系统里一直显示审核中，周转吃紧。")
    page.get_by_role("button", name=re.compile("吹哨")).click()
    page.wait_for_url(re.compile(r"/cases/SQ\d+"))
    return re.search(r"SQ\d+", page.url)[0]


def dispatch(page: Page, number: str) -> None:
    page.goto("/desk/")
    page.get_by_role("link", name=re.compile("留抵退税")).first.click()
    page.get_by_role("link", name="派单", exact=True).click()
    page.get_by_label("主办部门").select_option(label="税务分局")
    page.get_by_role("button", name="派单", exact=True).click()
    expect(page.get_by_text("办理中").first).to_be_visible()


def answer(page: Page, number: str) -> None:
    page.goto("/desk/")
    page.get_by_role("link", name=re.compile("留抵退税")).first.click()
    expect(page.get_by_text(re.compile("还剩|前")).first).to_be_visible()
    for step in ("签收", "已联系企业", "答复"):
        page.get_by_role("link", name=step).first.click()
        if step == "已联系企业":
            page.get_by_label("电话联系").check()
        if step == "答复":
            page.get_by_role("textbox", name="答复").fill("已核实并补齐说明，退税款今天到账。")
            page.get_by_label("已解决").check()
        with page.expect_navigation(url=re.compile(rf"/cases/{number}/$")):
            page.locator("#step button[type=submit]").click()


def rate(page: Page, number: str) -> None:
    page.goto(f"/cases/{number}/")
    page.get_by_role("link", name="评价").click()
    page.get_by_label("满意", exact=True).check()
    for question in page.get_by_role("group").all():
        yes = question.get_by_label("是", exact=True)
        if yes.count():
            yes.check()
    page.get_by_role("button", name="提交评价").click()
    expect(page.get_by_text("满意").first).to_be_visible()


def call_back_and_close(page: Page, number: str) -> None:
    page.goto(f"/cases/{number}/")
    page.get_by_role("link", name="归档").click()
    page.get_by_role("button", name="归档").click()
    expect(page.get_by_text("已办结").first).to_be_visible()


def see(page: Page, number: str) -> None:
    """The leader's number opens the very case."""
    page.goto("/cockpit/")
    figure = page.get_by_role("link", name=re.compile("今年诉求"))
    expect(figure).to_contain_text("1")
    figure.click()
    page.get_by_role("link", name=re.compile("留抵退税")).first.click()
    expect(page).to_have_url(re.compile(number))
    page.goto("/cockpit/")
    expect(page.get_by_role("link", name=re.compile("满意率"))).to_contain_text("100.0%")
