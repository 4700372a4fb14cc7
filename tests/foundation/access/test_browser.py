"""The officers' pages in a real browser: accessible, no sideways scrolling, usable without JavaScript."""

import re

import pyotp
import pytest
from django.urls import reverse

from tests.browser import assert_accessible
from tests.foundation.conftest import PASSWORD

PAGES = {
    "sysadmin": [
        "accounts:list",
        "accounts:create",
        "zones:settings",
        "zones:words",
        "zones:tiers",
        "zones:hours",
        "zones:chains",
        "zones:refusals",
        "zones:limits",
        "zones:rates",
        "zones:new_category",
        "zones:history",
        "zones:import",
        "calendar:index",
        "calendar:announce",
        "orgs:departments",
        "orgs:create_department",
        "accounts:me",
        "accounts:password",
        "accounts:second_factor",
    ],
    "secadmin": ["access:grants", "access:grant", "access:roles", "access:tokens"],
    "auditor": ["audit:log"],
}


def sign_in(page, username: str) -> None:
    page.goto("/login/")
    page.fill("#id_username", username)
    page.fill("#id_password", PASSWORD)
    page.click("main .btn-primary")


def assert_fits(page) -> None:
    """Nothing sticks out sideways."""
    over = page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert over <= 0, f"{page.url} is {over} px too wide"


@pytest.mark.parametrize("width", [1440, 390])
def test_pages_are_accessible_and_fit(cast, open_page, width):
    for role, names in PAGES.items():
        cast(role)
        page = open_page(width=width, touch=width < 600)
        sign_in(page, role)
        for name in names:
            page.goto(reverse(name))
            assert_accessible(page)
            assert_fits(page)


@pytest.mark.parametrize("width", [1440, 390])
def test_pages_outside_a_session_are_accessible_and_fit(open_page, width, zone):
    page = open_page(width=width, touch=width < 600)
    page.goto("/login/")
    assert_accessible(page)
    assert_fits(page)
    for _ in range(5):
        sign_in(page, "nobody")
        assert_accessible(page)
    assert "账号暂时锁定" in page.text_content("main")
    assert_fits(page)
    assert zone.pk


def test_it_works_without_javascript(cast, open_page):
    li = cast.user("li", name="李建国")
    cast("secadmin")
    page = open_page(javascript=False)
    sign_in(page, "secadmin")
    page.goto(reverse("access:grant"))
    page.click("text=李建国")
    page.check("#role-dept_worker")
    page.click("main .btn-primary")
    page.get_by_label("税务分局").check()
    page.fill("#id_reason", "任职通知")
    page.click("main form[method=post] .btn-primary")
    assert "已授予 李建国：责任部门承办人（税务分局）" in page.text_content("main")
    assert li.grants.get().reason == "任职通知"


def test_a_phone_is_enrolled_and_asked_for(cast, open_page):
    cast("leader", "li")
    page = open_page()
    sign_in(page, "li")
    page.goto(reverse("accounts:second_factor"))
    picture = page.locator("main img")
    assert picture.evaluate("img => img.complete && img.naturalWidth > 100")
    secret = re.sub(r"\s", "", page.text_content("main ol code"))
    totp = pyotp.TOTP(secret)
    page.fill("#id_code", totp.now())
    page.click("main .btn-primary")
    code = page.locator(".hl-codes code").first.text_content()
    assert_accessible(page)
    page.click("summary:has-text('li')")
    page.click("text=退出登录")
    page.wait_for_url("**/login/**")
    sign_in(page, "li")
    assert "二次认证" in page.text_content("h1")
    assert_accessible(page)
    page.fill("#id_code", totp.now())
    page.click("main .btn-primary")
    assert "已经用过" in page.text_content("main")
    page.fill("#id_code", code)
    page.click("main .btn-primary")
    page.goto(reverse("accounts:me"))
    assert "还有 9 个恢复码" in page.text_content("main")
