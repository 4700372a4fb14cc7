"""A campaign of ten visits, four of them told without a network: all arrive, each once."""

import io
import re
from datetime import timedelta

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from honglian.domains.cases.campaigns import actions
from honglian.domains.cases.lists import actions as lists
from honglian.domains.cases.models import Campaign, Case, Knock, Target
from honglian.domains.cases.taskforces import actions as taskforces
from honglian.domains.enterprises.models import ContactPledge, Enterprise, Instructor
from honglian.foundation.files.models import Attachment
from honglian.foundation.orgs.models import Department
from honglian.kit import clock
from honglian.kit.actor import Actor
from tests.browser import assert_accessible

from .conftest import hire, sign_in
from .test_every_page import look

pytestmark = pytest.mark.browser
DOORS = 10
LOSE_AN_ANSWER = """() => {
  const real = window.fetch;
  let lost = false;
  window.fetch = async (...asked) => {
    const answer = await real(...asked);
    if (!lost && asked[1] && asked[1].method === "POST") { lost = true; throw new TypeError("lost"); }
    return answer;
  };
}"""
SENT = re.compile(r"/campaigns/mine/$")


def photo() -> dict:
    content = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(content, "JPEG")
    return {"name": "门口.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


@pytest.fixture
def campaign(zone) -> Campaign:
    """Ten enterprises, all given to one instructor."""
    guide = hire(zone, "guide", "周指导", "instructor", "pledge", None)
    hire(zone, "second", "吴指导", "instructor", "pledge", None)
    instructor = Instructor.rows.create(zone=zone, code="Z1", name="周指导", user=guide)
    for index in range(DOORS):
        firm = Enterprise.rows.create(
            zone=zone,
            uscc=f"91421200MA48DOOR{index:02d}",
            name=f"敲门{index}号制造有限公司",
            four_above="industry",
            address=f"创业路 {index + 1} 号",
        )
        ContactPledge.rows.create(
            zone=zone, enterprise=firm, instructor=instructor, starts_on=clock.today()
        )
    by, today = Actor.system(zone.pk), clock.today()
    made = actions.plan(
        name="四上企业敲门行动", wanted={"above": "any"}, starts_on=today,
        ends_on=today + timedelta(days=7), by=by,
    )  # fmt: skip
    actions.freeze(campaign_id=made.pk, by=by)
    actions.assign(campaign_id=made.pk, way="instructor", by=by)
    return made


def door(index: int) -> str:
    return f"/campaigns/visits/{Target.rows.order_by('pk')[index].pk}/visit/"


def take_along(page: Page) -> None:
    """Open the list as before leaving the office: its forms are kept on the phone."""
    page.goto("/campaigns/mine/")
    expect(page.get_by_text("已存在本机 20 张表")).to_be_visible(timeout=30_000)


def fill_in(page: Page, text: str, *, needs: str = "", picture: bool = False) -> None:
    page.get_by_label("了解到的情况").fill(text)
    page.get_by_label("要部门办的问题").fill(needs)
    if picture:
        page.set_input_files("#id_photos", photo())


def press(page: Page) -> None:
    page.get_by_role("button", name="记走访").click()


def pending(page: Page):
    return page.get_by_role("region", name="待发送")


def test_ten_visits_four_without_a_network_one_sent_twice(open_page, campaign):
    page = sign_in(open_page(width=390, height=844, touch=True), "guide")
    take_along(page)
    assert_accessible(page)
    for index in range(6):
        page.goto(door(index))
        fill_in(page, f"网上 {index}")
        press(page)
        page.wait_for_url(SENT)
    addresses = [door(index) for index in range(6, DOORS)]
    page.context.set_offline(True)
    for index, address in enumerate(addresses):
        page.goto(address)
        fill_in(
            page, f"离线 {index}", needs="门前路灯坏了" if index == 0 else "", picture=index == 0
        )
        press(page)
        page.wait_for_url(SENT)
        expect(pending(page)).to_contain_text(f"待发送 {index + 1} 件")
    expect(page.get_by_text("已填，待发送")).to_have_count(4)
    assert_accessible(page)
    assert Knock.rows.count() == 6
    # The answer to the first one is lost on its way back: the phone sends it again.
    page.evaluate(LOSE_AN_ANSWER)
    page.context.set_offline(False)
    expect(pending(page)).to_contain_text("没有网络，稍后自动再发")
    assert Knock.rows.count() == 7
    expect(pending(page)).to_contain_text("待发送 4 件")
    page.reload()
    expect(page.get_by_text("走过的（10 家）")).to_be_visible(timeout=20_000)
    assert Knock.rows.count() == DOORS
    assert sorted(Knock.rows.values_list("text", flat=True))[-4:] == [f"网上 {i}" for i in range(2, 6)]  # fmt: skip
    assert [c.text for c in Case.rows.all()] == ["门前路灯坏了"]
    assert Attachment.objects.filter(name="门口.jpg").count() == 1
    expect(page.get_by_text("要走的（0 家）")).to_be_visible()


def test_a_refusal_comes_back_with_the_sentence_and_the_form_as_typed(open_page, campaign):
    page = sign_in(open_page(width=390, height=844, touch=True), "guide")
    take_along(page)
    address = door(0)
    page.context.set_offline(True)
    page.goto(address)
    fill_in(page, "长" * 2001, needs="一件事", picture=True)
    press(page)
    page.wait_for_url(SENT)
    page.context.set_offline(False)
    page.get_by_role("button", name="立即发送").click()
    expect(pending(page)).to_contain_text("1 件没有被接收")
    pending(page).get_by_role("link", name="记走访：敲门0号制造有限公司").click()
    expect(page.get_by_role("alert")).to_contain_text("最多 2,000 字")
    assert page.get_by_label("要部门办的问题").input_value() == "一件事"
    page.get_by_label("了解到的情况").fill("短了")
    press(page)
    page.wait_for_url(SENT)
    assert Knock.rows.get().text == "短了"
    assert Attachment.objects.count() == 1
    assert Case.rows.count() == 1


def test_signed_out_meanwhile_asks_to_sign_in_and_another_person_sends_nothing(open_page, campaign):
    page = sign_in(open_page(width=390, height=844, touch=True), "guide")
    take_along(page)
    page.goto(door(0))
    page.context.clear_cookies(name="sessionid")
    fill_in(page, "登录过期时填的")
    press(page)
    expect(pending(page)).to_contain_text("登录已过期，请先登录")
    sign_in(page, "second")
    expect(pending(page)).to_contain_text("1 件是别的账号填的，本人登录后才会发送")
    page.goto("/campaigns/mine/")
    expect(page.get_by_text("没有要走的企业")).to_be_visible()
    assert "敲门0号" not in "".join(page.evaluate(
        "async () => (await Promise.all((await caches.keys()).filter(n => n.startsWith('hl-pages:'))"
        ".map(async n => (await (await caches.open(n)).keys()).map(r => r.url)))).flat()"
    ))  # fmt: skip
    assert page.evaluate("caches.keys()") != []
    assert Knock.rows.count() == 0
    page.locator("summary", has_text="吴指导").click()
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url(re.compile("/login/"))
    names = page.evaluate("caches.keys()")
    assert [n for n in names if n.startswith("hl-pages:")] == []
    sign_in(page, "guide")
    page.goto("/campaigns/mine/")
    expect(page.get_by_text("走过的（1 家）")).to_be_visible()
    assert Knock.rows.get().text == "登录过期时填的"


def test_a_draft_comes_back_and_the_form_works_without_scripts(open_page, campaign):
    page = sign_in(open_page(width=390, height=844, touch=True), "guide")
    page.goto(door(0))
    fill_in(page, "写到一半", picture=True)
    page.wait_for_timeout(900)
    page.reload()
    expect(page.get_by_text("还没有提交")).to_be_visible()
    assert page.get_by_label("了解到的情况").input_value() == "写到一半"
    expect(page.get_by_text("门口.jpg")).to_be_visible()
    plain = sign_in(open_page(javascript=False), "guide")
    plain.goto(door(0))
    plain.get_by_label("了解到的情况").fill("没有脚本")
    plain.get_by_role("button", name="记走访").click()
    plain.wait_for_url(SENT)
    assert Knock.rows.get().text == "没有脚本"


@pytest.mark.parametrize("width", [1440, 390])
def test_the_organisers_and_leaders_pages_can_be_read(open_page, zone, campaign, width):
    hire(zone, "chief", "组织员", "org_admin", "zone", None)
    by, today = Actor.system(zone.pk), clock.today()
    target = Target.rows.earliest("pk")
    actions.visit(target_id=target.pk, text="生产正常", needs=["路灯坏了"], by=by)
    tax = Department.rows.get(zone=zone, code="tax").pk
    force = taskforces.form_up(
        name="退税专班", aim="月底前办完", leader="局长", project="扩建项目", lead_department=tax,
        due_on=today + timedelta(days=9), by=by,
    )  # fmt: skip
    taskforces.plan(force_id=force.pk, text="逐家核实", department=tax, due_on=today, by=by)
    item = lists.add(department=tax, title="退税辅导", due_on=today, by=by)
    page = sign_in(open_page(width=width, height=900, touch=width < 500), "chief")
    base = f"/campaigns/{campaign.pk}/"
    wide = (base, f"{base}weekly/", f"/taskforces/{force.pk}/", "/lists/departments/")
    rest = (
        "/campaigns/", "/campaigns/new/", f"{base}list/", f"{base}issues/", f"{base}assign/",
        f"/campaigns/visits/{target.pk}/", f"/campaigns/visits/{target.pk}/supplement/",
        "/taskforces/new/", f"/taskforces/{force.pk}/dissolve/", "/lists/", "/lists/new/",
        "/lists/doubles/", f"/lists/{item.pk}/",
    )  # fmt: skip
    for address in wide if width > 500 else (*wide, *rest):
        look(page, address, width)
