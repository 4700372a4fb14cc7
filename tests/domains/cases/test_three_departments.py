"""One case, three departments, in a browser: one objects, one asks for more time, one answers late; then it is closed."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from honglian.domains.cases import actions
from honglian.domains.cases.rates import rates_by_department
from honglian.kit import clock
from tests.domains.cases.conftest import again, make_cast, order_of
from tests.domains.cases.test_browser import sign_in


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def press(page: Page, name: str) -> None:
    """The button that sends the form opened on the page of the case."""
    page.locator("#step").get_by_role("button", name=name, exact=True).click()


def reason(page: Page, label: str, text: str) -> None:
    page.locator("#step").get_by_role("textbox", name=label).fill(text)


def test_one_objects_one_asks_for_time_one_is_late(open_page, cast, live_server):
    with clock.at(clock.now() - timedelta(days=40)):
        case = cast.dispatched()  # the lead has had it for forty days
    late, objecting, slow = (cast.works_in(code) for code in ("tax", "finance", "econ"))
    url = f"/cases/{case.number}/"

    def as_(actor) -> Page:
        page = sign_in(open_page(), actor, live_server)
        page.goto(url)
        return page

    page = as_(cast.dispatcher)
    page.get_by_role("link", name="改派或增派").click()
    for code in ("finance", "econ"):
        page.locator(f'#step input[name="add"][value="{code}"]').check()
    reason(page, "理由", "涉及资金和项目")
    press(page, "改派")
    expect(page.get_by_text("已改派")).to_be_visible()

    page = as_(objecting)
    page.get_by_role("link", name="提出异议").click()
    reason(page, "异议理由", "退税资金不归我们")
    reason(page, "依据", "三定方案第四条")
    press(page, "提出异议")
    page = as_(cast.dispatcher)
    page.get_by_role("link", name="裁定").click()
    page.locator("#step").get_by_label("异议成立，退回改派").check()
    reason(page, "意见", "确属税务职责")
    press(page, "确定")
    expect(page.get_by_text("已退回").first).to_be_visible()

    actions.sign(number=case.number, by=slow)
    page = as_(slow)
    page.get_by_role("link", name="申请延期").click()
    reason(page, "理由和进展", "等省里批复，已报两次")
    reason(page, "延长多久", "3 天")
    press(page, "申请延期")
    page = as_(cast.leader)
    page.get_by_role("link", name="审批").click()
    page.locator("#step").get_by_label("同意", exact=True).check()
    press(page, "确定")
    expect(page.get_by_text("延长 3").first).to_be_visible()

    for worker in (slow, late):
        page = as_(worker)
        page.get_by_role("link", name="答复", exact=True).click()
        reason(page, "答复", "已办好，款项到账。")
        press(page, "答复")
        expect(page.get_by_text("已答复").first).to_be_visible()

    page = as_(cast.dispatcher)
    page.get_by_role("link", name="回访", exact=True).click()
    step = page.locator("#step")
    step.locator('input[name="reached"][value="1"]').check()
    step.locator('input[name="contacted"][value="1"]').check()
    step.locator('input[name="solved"][value="1"]').check()
    step.get_by_label("满意", exact=True).check()
    press(page, "记下回访")
    expect(page.get_by_text("已回访")).to_be_visible()
    page.get_by_role("link", name="归档").click()
    press(page, "归档")
    expect(page.locator(".hl-state").first).to_have_text("已办结")

    # All three stand in the timeline, and the late one beside its limit.
    for line in ("提出异议", "异议成立", "批准延期", "改派或增派", "归档"):
        expect(page.locator(".hl-timeline").get_by_text(line).first).to_be_visible()
    expect(page.get_by_text("完成").filter(has_text="晚").first).to_be_visible()
    assert order_of(again(case), "econ").extensions == 1
    assert order_of(again(case), "finance").state == "returned"
    order = order_of(again(case), "tax")
    assert order.replied_at > order.finish_due_at
    rated = {name: found for _, name, found in rates_by_department(cast.leader)}
    assert [(r.code, r.whole) for r in rated[order.department.name]][:3] == [
        ("response", 1),
        ("solve", 1),
        ("satisfaction", 1),
    ]
