"""A member's development is stopped at an unlawful day, in a real browser, with the article named."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.browser import assert_accessible
from tests.domains.members.test_development import walked
from tests.domains.party import Party, make_party


@pytest.fixture(autouse=True)
def _today():
    """The live server answers in its own thread, where no other day can be pretended."""


@pytest.fixture
def party(transactional_db) -> Party:
    return make_party()


@pytest.mark.browser
def test_a_step_before_its_day_is_stopped_and_goes_through_on_the_day(phone, party, live_server):
    development = walked(party, 6)
    cookie = party.browser("secretary").cookies[settings.SESSION_COOKIE_NAME].value
    phone.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": str(live_server)}]
    )
    phone.goto(f"/development/{development.pk}/step/7/")
    phone.get_by_label("日期").first.fill("2025-09-09")
    phone.get_by_label("决定").last.select_option(value="agreed")
    phone.get_by_role("button", name="登记").click()
    refusal = phone.locator(".hl-error", has_text="DEV-03").first
    expect(refusal).to_be_visible()
    expect(refusal).to_contain_text("第十三条")
    expect(phone.get_by_label("日期").first).to_have_value("2025-09-09")
    assert_accessible(phone)
    phone.get_by_label("日期").first.fill("2025-09-10")
    phone.get_by_role("button", name="登记").click()
    phone.wait_for_url(f"**/development/{development.pk}/")
    expect(phone.locator("#step-7")).to_contain_text("2025-09-10")
