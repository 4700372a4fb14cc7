"""A zone with people who sign in by password, for walks through the whole product."""

import pytest
from playwright.sync_api import Page

from honglian.domains.enterprises.models import Enterprise
from honglian.foundation.accounts.models import User
from honglian.foundation.orgs.models import Department
from honglian.foundation.zones.api import Zone
from honglian.kit import clock
from tests.foundation.places import make_grant, make_user, make_zone

PASSWORD = "Worker-2026"


def hire(zone: Zone, username: str, name: str, role: str, kind: str, scope_id: int | None) -> User:
    """A person with one role who need not change the password first."""
    user = make_user(zone, username, name=name, password_changed_at=clock.now())
    make_grant(zone, user, role, kind, scope_id)
    return user


def sign_in(page: Page, username: str) -> Page:
    page.goto("/login/")
    page.get_by_label("账号").fill(username)
    page.get_by_label("口令").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "/login" not in url)
    return page


@pytest.fixture
def zone(transactional_db, live_server) -> Zone:
    return make_zone()


@pytest.fixture
def enterprise(zone) -> Enterprise:
    chain = zone.chains.get(code="fb")
    return Enterprise.rows.create(
        zone=zone,
        uscc="91421200MA48TEST01",
        name="咸宁清泉食品有限公司",
        chain=chain,
        is_in_park=True,
        contact_name="赵经理",
    )


@pytest.fixture
def people(zone, enterprise) -> dict[str, User]:
    """Enterprise, dispatcher, department and leader."""
    tax = Department.rows.get(zone=zone, code="tax")
    return {
        "firm": hire(zone, "firm", "赵经理", "enterprise_user", "enterprise", enterprise.pk),
        "desk": hire(zone, "desk", "王敏", "dispatcher", "zone", None),
        "tax": hire(zone, "taxman", "钱进", "dept_worker", "department", tax.pk),
        "leader": hire(zone, "leader", "李书记", "leader", "zone", None),
    }
