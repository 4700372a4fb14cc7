"""The pages in a real browser: accessible, within a phone's width, and working without scripts."""

from importlib import import_module

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone

from honglian.foundation.jobs.models import Job
from honglian.foundation.notify.api import Channel, InboxMessage
from tests.browser import assert_accessible
from tests.foundation.places import make_grant, make_user, make_zone

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = ["/inbox/", "/channels/", "/channels/new/", "/jobs/"]


@pytest.fixture
def root(live_server):
    """The system administrator with something on every page."""
    zone, now = make_zone(), timezone.now()
    user = make_user(zone, "root")
    make_grant(zone, user, "sysadmin", "none")
    for title in ("一", "二"):
        InboxMessage.objects.create(
            user=user, zone=zone, topic="t", title=title, created_at=now, is_urgent=title == "一"
        )
    Channel.rows.create(
        zone=zone, kind="json", name="平台", address="https://x.cn/", last_error="403"
    )
    Job.rows.create(zone=zone, name="notify.send", state="failed", run_at=now, asked_at=now)
    return user


def sign_in(page, user) -> None:
    """Give the browser the session that a sign-in would have made."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    page.goto("/login/")
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": page.url}
    page.context.add_cookies([cookie])


@pytest.mark.parametrize("width", [390, 1440])
def test_pages_are_accessible_and_fit(open_page, root, width):
    page = open_page(width=width, height=900)
    sign_in(page, root)
    for address in PAGES:
        page.goto(address)
        assert_accessible(page)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_the_inbox_works_without_scripts(open_page, root):
    page = open_page(javascript=False)
    sign_in(page, root)
    page.goto("/inbox/")
    page.get_by_label("选择第 1 行").check()
    page.get_by_role("button", name="标为已读", exact=True).click()
    assert page.get_by_text("1 条消息已标为已读。").is_visible()
    page.get_by_role("button", name="全部标为已读（1）").click()
    assert InboxMessage.objects.filter(read_at=None).count() == 0
