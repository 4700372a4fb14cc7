"""Assignments are proposed, two pairs changed by hand, published; then one instructor leaves."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from honglian.domains.enterprises.models import ContactPledge, Enterprise, Instructor
from tests.browser import assert_accessible

from .conftest import hire, sign_in

NAMES = ("顾念远", "林深", "何守正")


@pytest.fixture
def firms(zone) -> list[Enterprise]:
    """Four key enterprises of one chain, three guides; the first guides two of them already."""
    chain = zone.chains.get(code="fb")
    found = [
        Enterprise.rows.create(
            zone=zone,
            uscc=f"91421200MA48TEST{n:02d}",
            name=f"第{n}食品厂",
            chain=chain,
            is_key=True,
        )
        for n in (1, 2, 3, 4)
    ]
    people = [
        Instructor.rows.create(zone=zone, code=f"Z{n}", name=name, capacity=4)
        for n, name in enumerate(NAMES)
    ]
    for firm in found[:2]:
        ContactPledge.rows.create(
            zone=zone, enterprise=firm, instructor=people[0], starts_on=date(2026, 1, 5)
        )
    hire(zone, "office", "林晓棠", "org_admin", "zone", None)
    return found


def change(page: Page, firm: str, to: str) -> None:
    page.get_by_role("link", name=re.compile(rf"改.*{firm}")).click()
    field = page.get_by_label("改由谁包保")
    words = field.locator("option").filter(has_text=to).inner_text()
    assert re.search(r"扣 ?\d+ 分|扣分一样", words)  # the price of the change
    field.select_option(label=words)
    page.get_by_role("button", name="就这样改").click()
    expect(page.get_by_text(f"{firm}已改")).to_be_visible()


@pytest.mark.browser
def test_from_the_proposal_to_the_last_day_of_an_instructor(open_page, firms):
    page = sign_in(open_page(width=1440), "office")
    page.goto("/enterprises/assign/new/")
    assert_accessible(page)
    page.get_by_role("button", name="开始算").click()
    page.wait_for_url(re.compile(r"/assign/\d+/$"))
    expect(page.get_by_text("已证明没有更少的")).to_be_visible()
    assert_accessible(page)
    change(page, "第1食品厂", "林深")
    change(page, "第2食品厂", "何守正")
    page.get_by_role("button", name="全部采纳").click()
    page.get_by_role("link", name=re.compile("发布采纳的")).click()
    page.get_by_role("button", name="发布").click()
    expect(page.get_by_text("家企业的包保已更新")).to_be_visible()
    now = dict(
        ContactPledge.rows.filter(ends_on=None).values_list("enterprise__name", "instructor__name")
    )
    assert len(now) == 4
    assert (now["第1食品厂"], now["第2食品厂"]) == ("林深", "何守正")
    leave(page, Instructor.rows.get(name="何守正"))


def leave(page: Page, who: Instructor) -> None:
    page.goto(f"/enterprises/instructors/{who.pk}/leave/")
    assert_accessible(page)
    page.get_by_role("button", name="离任", exact=True).click()
    expect(page.get_by_text(re.compile("CT-02")).first).to_be_visible()
    page.get_by_role("button", name="移交选好的").click()
    expect(page.get_by_text("都移交完了")).to_be_visible()
    page.get_by_role("button", name="离任", exact=True).click()
    expect(page.get_by_text(f"{who.name}已办离任")).to_be_visible()
    assert not ContactPledge.rows.filter(ends_on=None, instructor=who).exists()
    assert ContactPledge.rows.filter(ends_on=None, kind="primary").count() == 4
