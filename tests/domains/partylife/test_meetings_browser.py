"""A branch secretary's meeting on a phone, from plan to a resolution at work; and every page looked at."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from honglian.domains.enterprises.models import Enterprise
from honglian.domains.partylife.meetings.models import Decision, Meeting
from honglian.foundation.workflow.api import desk
from honglian.kit import clock
from tests.browser import assert_accessible
from tests.domains.party import Party, make_party
from tests.domains.partylife.test_meetings import minuted


@pytest.fixture(autouse=True)
def _today():
    """The live server answers in its own thread, where no other day can be pretended."""


@pytest.fixture
def party(transactional_db) -> Party:
    return make_party()


def sign_in(page: Page, party: Party, key: str, live_server) -> Page:
    cookie = party.browser(key).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": str(live_server)}]
    )
    return page


def test_a_secretary_plans_a_meeting_on_a_phone_and_turns_a_resolution_into_work(
    open_page, party, live_server
):
    page = sign_in(open_page(width=390, touch=True), party, "secretary", live_server)
    page.goto("/life/meetings/")
    page.get_by_role("link", name="计划会议").first.click()
    page.get_by_role("link", name="支部党员大会").click()
    expect(page.get_by_label("主持人")).to_have_value("secretary同志")
    page.get_by_label("会议主题").fill("讨论技改攻关")
    page.get_by_label("地点").fill("二楼会议室")
    page.get_by_label("议程").fill("通报订单情况\n成立攻关小组")
    page.get_by_role("button", name="保存计划").click()
    page.get_by_role("link", name="登记到会").click()
    page.get_by_label("党员03到会").uncheck()
    page.get_by_role("button", name="登记到会").click()
    expect(page.get_by_text("党员03没有到会，请写原因")).to_be_visible()
    page.get_by_label("党员03没到会的原因").fill("出差")
    page.get_by_role("button", name="登记到会").click()
    page.get_by_role("link", name="写记录").click()
    page.get_by_label("会议记录").fill("书记通报情况，党员发言，一致同意。")
    page.get_by_label("决议").fill("成立党员攻关小组，月底前拿出方案")
    page.get_by_role("button", name="写记录").click()
    expect(page.get_by_text("已记录，待确认")).to_be_visible()
    page.get_by_role("link", name=re.compile("^转为工作")).click()
    due = clock.today() + timedelta(9)
    page.get_by_label("负责人").fill("党员01")
    page.get_by_label("完成期限").fill(f"{due}")
    page.get_by_role("button", name="转为工作").click()
    expect(page.get_by_text("办理中").first).to_be_visible()
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    assert wide <= 390
    decision = Decision.rows.get()
    assert (decision.owner, decision.due_on, decision.state) == ("党员01", due, "open")
    assert Meeting.rows.get().present == 9
    page.goto("/desk/")
    expect(page.get_by_text("成立党员攻关小组").first).to_be_visible()
    assert desk(party.secretary).filter(kind="partylife.decision").exists()


@pytest.mark.parametrize("width", [1440, 390])
def test_every_page_is_accessible_and_fits(open_page, party, live_server, width):
    firm = Enterprise.rows.create(
        zone=party.zone, uscc="914212000000000011", name="东风机电公司", party_org=party.branch
    )
    figure = {"problem": "焊点虚焊", "result_name": "一次合格率", "result_value": 98,
              "result_unit": "%", "result_evidence": "质检日报", "enterprise_id": firm.pk,
              "topic_kind": "quality"}  # fmt: skip
    day = clock.today()
    themed = minuted(party, "theme_party_day", day, business=figure, decisions=["改夹具"])
    meeting = minuted(party, "member_meeting", day, decisions=["设岗"])
    here, decision = f"/life/meetings/{meeting.pk}/", meeting.decisions.get().pk
    seen = {
        "secretary": [
            *("/life/meetings/", "/life/meetings/new/", "/life/meetings/new/theme_party_day/"),
            *(here, f"{here}text/", f"{here}print/", f"{here}decide/", f"{here}minute/"),
            *(f"/life/meetings/{themed.pk}/", f"/life/decisions/{decision}/assign/"),
            *(
                f"/life/branches/{party.branch.pk}/",
                f"/life/branches/{party.branch.pk}/groups/new/",
            ),
        ],
        "staff": [
            *("/life/frequency/", "/life/frequency/?kind=theme_party_day", "/life/decisions/"),
            *(f"/life/decisions/{decision}/", f"/enterprises/{firm.pk}/", f"{here}return/"),
            *(f"/orgs/{party.branch.pk}/", "/life/meetings/?q=zz"),
        ],
    }
    if width > 500:  # the wide screen of those pages that are laid out otherwise there
        seen = {"secretary": [here, seen["secretary"][-2]], "staff": seen["staff"][:2]}
    for key, urls in seen.items():
        page = sign_in(open_page(width=width, touch=width < 500), party, key, live_server)
        for url in urls:
            answer = page.goto(url)
            assert answer.status == 200, url
            assert_accessible(page)
            wide = page.evaluate("() => document.documentElement.scrollWidth")
            assert wide <= width, f"{url} is {wide} wide"
