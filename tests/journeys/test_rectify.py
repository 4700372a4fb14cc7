"""A rectification item goes through return, sign-off, look-back and rebound, in two people's browsers."""

import re

import pytest
from playwright.sync_api import Page, expect

from honglian.domains.partylife.models import LookBack, RectifyItem
from honglian.foundation.orgs.api import PartyOrg, rebuild_closure
from honglian.kit import clock
from tests.browser import assert_accessible
from tests.domains.party import add_member

from .conftest import hire, sign_in

ISSUE = "联系车间工人少，半年没下过班组"


@pytest.fixture
def branch(zone) -> PartyOrg:
    upper = PartyOrg.rows.create(zone=zone, code="U", name="园区企业党委", type="committee")
    found = PartyOrg.rows.create(
        zone=zone, code="B", name="东风机电党支部", type="branch", parent=upper
    )
    rebuild_closure(zone.pk)
    add_member(found, 1, name="甘愿")
    hire(zone, "branch", "江承志", "grid_worker", "org", found.pk)
    hire(zone, "upper", "许静宜", "committee_staff", "org", upper.pk)
    return found


@pytest.mark.browser
def test_an_item_goes_through_return_sign_off_look_back_and_rebound(open_page, branch):
    phone = sign_in(open_page(width=390, height=844, touch=True), "branch")
    desk = sign_in(open_page(width=1440), "upper")
    register(phone)
    ask(phone, upload=True)
    expect(phone.get_by_text("要由另一个人核查")).to_be_visible()
    expect(phone.get_by_role("link", name="同意销号")).to_have_count(0)
    open_from_desk(desk)
    act(desk, "退回重改", {"退回的原因": "只有一张照片，看不出去了几次"})
    open_from_desk(phone)
    expect(phone.get_by_text("只有一张照片，看不出去了几次").first).to_be_visible()
    ask(phone)
    open_from_desk(desk)
    act(desk, "同意销号", {"核查结论": "看了四次记录，问了班组长，属实"})
    expect(desk.get_by_text("已销号，待回头看").first).to_be_visible()
    look_back(desk)


def register(page: Page) -> None:
    page.goto("/life/rectify/")
    page.get_by_role("link", name="登记问题").first.click()
    page.get_by_label("党员姓名").fill("甘愿")
    page.get_by_label("具体问题").fill(ISSUE)
    page.get_by_label("整改类型").select_option(label="立行立改")
    page.get_by_label("整改措施").fill("每周到班组一次，问题和答复记进日志")
    page.get_by_label("责任人", exact=True).fill("甘愿")
    page.get_by_label("整改期限").fill(f"{clock.today():%Y-%m-%d}")
    assert_accessible(page)
    page.get_by_role("button", name="列入台账").click()
    page.wait_for_url(re.compile(r"/life/rectify/\d+/$"))


def ask(page: Page, *, upload: bool = False) -> None:
    page.get_by_role("link", name="申请销号").click()
    if upload:
        # Without evidence it is refused beside the files, and what was typed stays.
        page.get_by_label("整改到了什么程度").fill("去了四次")
        page.get_by_role("button", name="申请销号").click()
        expect(page.get_by_role("link", name=re.compile("RF-01"))).to_be_visible()
        expect(page.get_by_label("整改到了什么程度")).to_have_value("去了四次")
        paper = {"name": "班组日志.txt", "mimeType": "text/plain", "buffer": "四次记录".encode()}
        page.get_by_label("再补佐证材料").set_input_files([paper])
    page.get_by_role("button", name="申请销号").click()
    page.wait_for_url(re.compile(r"/life/rectify/\d+/$"))


def open_from_desk(page: Page) -> None:
    page.goto("/desk/")
    page.get_by_role("link", name=re.compile(ISSUE)).first.click()
    page.wait_for_url(re.compile(r"/life/rectify/\d+/$"))


def act(page: Page, step: str, words: dict[str, str]) -> None:
    page.get_by_role("link", name=step).click()
    for label, text in words.items():
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name=step).click()
    page.wait_for_url(re.compile(r"/life/rectify/\d+/$"))


def look_back(page: Page) -> None:
    """Too early is refused with the rule; then the months are over, and half a year later it is back."""
    page.get_by_role("link", name="回头看").click()
    page.get_by_label("没有反弹").check()
    page.get_by_label("看到的情况").fill("还在坚持")
    page.get_by_role("button", name="回头看").click()
    expect(page.get_by_role("link", name=re.compile("RF-07"))).to_be_visible()
    LookBack.objects.update(planned_on=clock.today())
    page.get_by_role("button", name="回头看").click()
    page.wait_for_url(re.compile(r"/life/rectify/\d+/$"))
    expect(page.get_by_text("已回头看一次").first).to_be_visible()
    page.get_by_role("link", name="回头看").click()
    page.get_by_label("已经反弹，重新开启").check()
    page.get_by_label("看到的情况").fill("又不下班组了")
    page.get_by_role("button", name="回头看").click()
    page.wait_for_url(re.compile(r"/life/rectify/\d+/$"))
    expect(page.get_by_text("反弹而来").first).to_be_visible()
    assert_accessible(page)
    old, new = RectifyItem.rows.order_by("pk")
    assert (old.state, old.returned, new.state, new.reopens) == ("rebounded", 1, "open", old)
