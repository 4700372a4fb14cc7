"""The office compares a list at a desk; a branch answers and confirms on a phone; every page is looked at."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from honglian.domains.members.comparison import actions
from honglian.domains.members.comparison.applying import apply
from honglian.domains.members.models import BranchConfirmation, Difference, PartyMember
from honglian.foundation.workflow.api import desk
from honglian.kit import clock
from tests.browser import assert_accessible
from tests.domains.party import Party, make_party

from .lists import NationalList, people


@pytest.fixture(autouse=True)
def _today():
    """The live server answers in its own thread, where no other day can be pretended."""


@pytest.fixture
def party(transactional_db) -> Party:
    party = make_party()
    PartyMember.rows.filter(zone=party.zone).delete()
    return party


@pytest.fixture
def ours(party) -> list[PartyMember]:
    return people([party.branch, party.other], 24)


def sign_in(page: Page, party: Party, key: str, live_server) -> Page:
    cookie = party.browser(key).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": str(live_server)}]
    )
    return page


def differing(ours: list[PartyMember]) -> NationalList:
    listed = NationalList.of(ours)
    listed.row(ours[0])["mobile"] = "13711112222"
    listed.row(ours[2])["education"] = "博士"
    listed.drop(ours[4])
    return listed


def test_the_office_compares_decides_and_carries_out(page, party, ours, live_server):
    sign_in(page, party, "admin", live_server)
    page.goto("/members/compare/")
    page.get_by_role("link", name="比对一份名单").first.click()
    page.get_by_label("全国系统导出的名单").set_input_files(
        {"name": "名单.xlsx", "mimeType": "application/x", "buffer": differing(ours).xlsx()}
    )
    page.get_by_role("button", name="开始比对").click()
    expect(page.get_by_role("heading", name="名单.xlsx")).to_be_visible()
    row = page.get_by_role("row", name=re.compile("学历.*博士"))
    row.get_by_role("button", name="用名单的", exact=True).click()
    expect(page.get_by_text("已裁定 1 项")).to_be_visible()
    page.get_by_role("button", name="联系手机都保留我方").click()
    page.get_by_role("button", name="执行裁定（2 项）").click()
    expect(page.get_by_text("已更新 1 项，新增党员 0 名，交支部核实 1 件")).to_be_visible()
    assert PartyMember.rows.get(pk=ours[2].pk).education == "11"
    assert PartyMember.rows.get(pk=ours[0].pk).mobile == ours[0].mobile


def test_a_secretary_answers_and_confirms_on_a_phone(phone, party, ours, live_server):
    made = actions.open_comparison(
        file_name="名单.csv", content=differing(ours).csv(), taken_on=clock.today(), by=party.admin
    )
    apply(comparison_id=made.pk, by=party.admin)
    item = desk(party.secretary).get(kind="members.absent")
    sign_in(phone, party, "secretary", live_server)
    phone.goto(item.url)
    phone.get_by_role("link", name="答复").first.click()
    phone.get_by_label("仍在本支部，名单有误").check()
    phone.get_by_role("button", name="答复").click()
    expect(phone.get_by_text("已核实").first).to_be_visible()
    assert Difference.rows.get(question="answered").answer == "here"
    phone.goto("/members/completeness/")
    phone.get_by_role("button", name="核对无误").click()
    expect(phone.get_by_text("已核对 12 名党员")).to_be_visible()
    assert BranchConfirmation.rows.get().confirmed == 12


@pytest.mark.parametrize("width", [1440, 390])
def test_the_pages_can_be_read_by_everybody(open_page, party, ours, live_server, width):
    made = actions.open_comparison(
        file_name="名单.csv", content=differing(ours).csv(), taken_on=clock.today(), by=party.admin
    )
    page = sign_in(open_page(width=width, touch=width < 500), party, "admin", live_server)
    for address in (
        "/members/compare/", "/members/compare/new/", f"/members/compare/{made.pk}/",
        "/members/completeness/", f"/members/completeness/{party.branch.pk}/",
        f"/members/{ours[0].pk}/complete/", f"/members/{ours[0].pk}/", "/members/statistics/",
        "/members/statistics/age/35/",
    ):  # fmt: skip
        assert page.goto(address).status == 200, address
        assert_accessible(page)
        wide = page.evaluate("() => document.documentElement.scrollWidth")
        assert wide <= width, f"{address}: {wide} px"
