"""A clerk at the office computes a plan and accepts it; a leader reads the rates on a phone."""

import pytest

from tests.browser import assert_accessible
from tests.foundation.places import make_zone
from tests.journeys.conftest import hire, sign_in

from .conftest import small_firms


@pytest.fixture
def office(transactional_db, live_server):
    zone = make_zone()
    small_firms(zone, 7)
    hire(zone, "office", "林晓棠", "org_admin", "zone", None)
    return "office"


def _fits(page) -> bool:
    return page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")


def test_from_the_rates_to_an_accepted_joint_branch(office, page):
    sign_in(page, office)
    page.goto("/coverage/")
    assert_accessible(page)
    page.get_by_role("link", name="联合组建").click()
    page.get_by_role("link", name="算一个方案").first.click()
    assert_accessible(page)
    page.get_by_role("button", name="开始算").click()
    page.get_by_role("heading", name="每条限制的代价是什么？").wait_for()
    assert "+100.0 个百分点" in page.content()
    assert_accessible(page)
    page.get_by_role("button", name="全部采纳").click()
    page.get_by_text("已采纳 2 条").wait_for()
    page.goto("/desk/")
    page.get_by_text("办理设立：").first.wait_for()


def test_rates_and_plans_on_a_phone(office, phone):
    sign_in(phone, office)
    for address in ("/coverage/", "/coverage/enterprises/?counted=1", "/coverage/plans/new/"):
        phone.goto(address)
        assert_accessible(phone)
        assert _fits(phone), address
