"""Every page that joins domains, and those of enterprises and members, as people open them.

In a browser at both widths: no accessibility violation, no script error, nothing cut off to the right,
no English sentence. (Cases, ledgers, accounts, access, audit, settings and messages have their own.)
"""

import re

import pytest
from playwright.sync_api import Page

from honglian.domains.members.models import PartyMember
from honglian.foundation.orgs.api import PartyOrg, rebuild_closure
from honglian.kit.fields import blind_index
from tests.browser import assert_accessible

from .conftest import hire, sign_in

pytestmark = pytest.mark.browser
ENGLISH = re.compile(r"[A-Za-z]{4,}")
# Codes, formats and addresses that people read as they are.
KNOWN = {
    "htxc",
    "OpenAPI",
    "JSON",
    "xlsx",
    "http",
    "https",
    "Idempotency",
    "MADEM",
    "TEST",
    "PATCH",
    "POST",
}
PAGES = {
    "leader": (
        "/desk/ /cockpit/ /screen/ /enterprises/ /enterprises/{firm}/ /enterprises/pledges/ "
        "/enterprises/promises/ /orgs/ /orgs/tree/ /orgs/tree/?on=2026-03-15&by=park "
        "/orgs/tree/people/ /orgs/set-ups/ /orgs/terms/ /orgs/checkup/ /orgs/posts/ /orgs/temporary/ "
        "/orgs/{org}/ /members/ /members/{member}/ "
        "/development/ /rules/ /search/?q=qingquan /search/?q=zzz /scan/ /burden/"
    ),
    "org_admin": (
        "/enterprises/{firm}/edit/ /enterprises/{firm}/pledge/ /enterprises/{firm}/contact/ "
        "/orgs/{org}/appoint/ /orgs/{org}/change/ /orgs/{org}/tie/ /orgs/{org}/extend/ /orgs/new/ "
        "/orgs/temporary/new/ /development/new/"
    ),
    "enterprise_user": "/portal/ /desk/ /enterprises/ /enterprises/{firm}/",
}


@pytest.fixture
def places(zone, enterprise) -> dict[str, int]:
    org = PartyOrg.rows.create(
        zone=zone, code="C", name="清泉食品党支部", type="branch", chain=enterprise.chain,
        unit_name=enterprise.name,
    )  # fmt: skip
    rebuild_closure(zone.pk)
    member = PartyMember.rows.create(
        zone=zone, branch=org, name="甘愿", gender="1", ethnicity="01", birth_date="1990-01-01",
        id_no="429999199001010011", id_no_index=blind_index("429999199001010011"),
        category="formal", joined_on="2015-07-01", full_on="2016-07-01",
    )  # fmt: skip
    return {"firm": enterprise.pk, "org": org.pk, "member": member.pk}


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("role", list(PAGES))
def test_every_page_can_be_read_by_everybody(open_page, zone, enterprise, places, role, width):
    kind, scope = ("enterprise", enterprise.pk) if role == "enterprise_user" else ("zone", None)
    hire(zone, role, "某人", role, kind, scope)
    page = sign_in(open_page(width=width, height=900, touch=width < 500), role)
    for address in PAGES[role].split():
        look(page, address.format(**places), width)


def look(page: Page, address: str, width: int) -> None:
    response = page.goto(address)
    assert response is not None
    assert response.status == 200, address
    assert_accessible(page)
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    assert page.title(), address
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    assert wide <= width, f"{address}: {wide} px"
    words = {w for w in ENGLISH.findall(page.locator("main").inner_text()) if w not in KNOWN}
    assert {w for w in words if not w.isupper() and w not in address} == set(), address
