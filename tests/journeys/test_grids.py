"""A grid member reports from a telephone, with and without a network; the office looks at map and list."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from honglian.domains.cases.models import Case
from honglian.domains.enterprises.models import Enterprise
from honglian.domains.grids import api as grids
from honglian.domains.grids.models import GridEvent
from honglian.foundation.orgs.api import PartyOrg, rebuild_closure
from honglian.kit.actor import Actor
from tests.browser import assert_accessible

from .conftest import hire, sign_in

pytestmark = pytest.mark.browser
START = date(2026, 1, 1)
RING = [[114.28, 29.85], [114.32, 29.85], [114.32, 29.89], [114.28, 29.89], [114.28, 29.85]]
MINE = re.compile(r"/grids/mine/$")


@pytest.fixture
def grid(zone, enterprise):
    """Two enterprises in one drawn grid; a member of it, its lead, and the office."""
    by = Actor.system(zone.pk)
    org = PartyOrg.rows.create(zone=zone, code="B1", name="清泉党支部", type="branch")
    rebuild_closure(zone.pk)
    Enterprise.rows.filter(pk=enterprise.pk).update(longitude=114.3, latitude=29.87, party_org=org)
    Enterprise.rows.create(
        zone=zone, uscc="91421200MA48TEST02", name="咸宁远山机电有限公司", is_in_park=True,
        longitude=114.31, latitude=29.88,
    )  # fmt: skip
    made = grids.actions.create(
        code="XNG-FB-001", name="西片网格", basis="area", starts_on=START,
        chain_id=enterprise.chain_id, area={"type": "Polygon", "coordinates": [RING]}, by=by,
    )  # fmt: skip
    people = {
        "member": hire(zone, "member", "甘格员", "grid_worker", "org", org.pk),
        "lead": hire(zone, "lead", "方网长", "grid_leader", "chain", enterprise.chain_id),
    }
    hire(zone, "office", "林晓棠", "org_admin", "zone", None)
    for kind, user in people.items():
        grids.actions.assign(
            grid_id=made.pk, kind=kind, person_name="", user_id=user.pk, starts_on=START, by=by
        )
    return made


def fits(page: Page) -> bool:
    return page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")


def tell(page: Page, firm: str, matter: str, text: str) -> None:
    page.get_by_label("哪家企业").select_option(label=firm)
    page.get_by_label("什么事").select_option(label=matter)
    page.get_by_label("看到或听到的情况").fill(text)
    page.get_by_role("button", name="上报", exact=True).click()


def test_a_demand_told_on_a_phone_becomes_a_whistle_and_another_waits_for_the_network(phone, grid):
    page = sign_in(phone, "member")
    page.goto("/grids/mine/")
    expect(page.get_by_text("企业（2 家），久未联系的在前")).to_be_visible()
    assert_accessible(page)
    assert fits(page)
    page.get_by_role("link", name="上报一件").click()
    assert_accessible(page)
    assert fits(page)
    # Not of the own branch, but of the grid served.
    tell(page, "咸宁远山机电有限公司", "用工", "旺季缺十名焊工")
    expect(page.get_by_text("已转企业吹哨，编号 SQ")).to_be_visible()
    assert_accessible(page)
    case = Case.rows.get()
    page.get_by_role("link", name=case.number).click()
    expect(page.get_by_role("heading", name="来自网格")).to_be_visible()
    page.goto("/grids/mine/")
    expect(page.get_by_text("已存在本机")).to_be_visible(timeout=30_000)
    page.context.set_offline(True)
    page.goto("/grids/events/new/")
    tell(page, "咸宁清泉食品有限公司", "消防通道", "成品库旁通道堆了托盘")
    page.wait_for_url(MINE)
    expect(page.get_by_role("region", name="待发送")).to_contain_text("待发送 1 件")
    assert GridEvent.rows.count() == 1
    page.context.set_offline(False)
    expect(page.get_by_text("成品库旁通道堆了托盘")).to_be_visible(timeout=20_000)
    assert GridEvent.rows.get(topic="safety").state == "collected"
    assert Case.rows.count() == 1


def test_map_and_list_say_the_same_and_an_overlap_is_refused(page, grid, zone):
    sign_in(page, "office")
    page.goto("/grids/map/")
    expect(page.locator("#grid-map[data-ready]")).to_be_visible()
    expect(page.locator(".leaflet-tooltip")).to_have_text("甲 西片网格")
    assert_accessible(page)
    page.get_by_role("link", name="2 家企业").click()
    expect(page.get_by_text("共 2 家企业")).to_be_visible()
    assert_accessible(page)
    page.goto("/grids/new/")
    page.get_by_label("网格编码").fill("XNG-NM-001")
    page.get_by_label("网格名称").fill("东片网格")
    page.get_by_role("button", name="设立").click()
    expect(page.get_by_role("heading", name="划定范围：东片网格")).to_be_visible()
    expect(page.locator("#grid-map[data-ready]")).to_be_visible()
    box = page.locator("#grid-map").bounding_box()
    for x, y in ((0.4, 0.4), (0.6, 0.4), (0.6, 0.6)):
        page.mouse.click(box["x"] + box["width"] * x, box["y"] + box["height"] * y)
        page.wait_for_timeout(350)  # two quick taps are a zoom
    expect(page.get_by_text("已点 3 个点")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="保存范围").click()
    expect(page.locator("#id_area_error")).to_contain_text("与“XNG-FB-001 西片网格”重叠")
    assert len(page.get_by_label("范围（GeoJSON）").input_value()) > 60


def test_without_scripts_the_list_still_says_it_all(open_page, grid):
    page = sign_in(open_page(javascript=False), "lead")
    page.goto("/grids/map/")
    listed = page.get_by_role("region", name="网格", exact=True)
    expect(listed.get_by_role("link", name="西片网格")).to_be_visible()
    expect(listed.get_by_role("link", name="1 家企业")).to_be_visible()  # of the lead's chain
