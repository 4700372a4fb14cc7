"""A month is planned; a grid member is refused with the clause; a hazard goes through return and closure;
an inspection is opened by the enterprise's code and rated."""

import re

import pytest

from honglian.domains.visits.inspecting import actions as inspecting
from honglian.domains.visits.inspecting import codes
from honglian.domains.visits.planning import actions as planning
from honglian.domains.visits.planning.computing import compute
from honglian.domains.visits.planning.models import MonthPlan
from honglian.kit import clock
from tests.browser import assert_accessible
from tests.foundation.places import make_zone
from tests.journeys.conftest import sign_in

from .conftest import TODAY, build


@pytest.fixture
def office(transactional_db, live_server):
    with clock.at(TODAY):
        return build(make_zone())


@pytest.fixture
def _today():
    """The pages run in the server's own thread and time; what is planned lies in the real future."""
    return


def following() -> tuple[int, int]:
    today = clock.today()
    return today.year + (today.month == 12), today.month % 12 + 1


def _fits(page) -> bool:
    return page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")


def test_a_month_is_planned_and_one_department_objects(office, page):
    year, month = following()
    for by in (office.hr, office.safety):
        inspecting.file_request(
            enterprise_id=office.firm.pk,
            kind="service",
            year=year,
            month=month,
            purpose="用工走访",
            by=by,
        )
    planning.save_crew(
        name="一组", department_ids=[office.hr.department_id, office.safety.department_id], officer_ids=[],
        by=office.desk,
    )  # fmt: skip
    sign_in(page, "desk")
    page.goto("/visits/plans/")
    assert_accessible(page)
    page.get_by_role("link", name="排一个月").click()
    page.get_by_role("button", name="开始排").click()
    page.wait_for_url(re.compile(r"/visits/plans/\d+/"))
    compute(MonthPlan.rows.get(), rounds=60)
    page.reload()
    assert "少上门 1 次" in page.content()
    assert_accessible(page)
    page.get_by_role("button", name="采纳这个排期").click()
    page.get_by_text("排定 1 次上门").wait_for()
    page.get_by_role("link", name="第1厂").first.click()
    page.get_by_role("heading", name="谁来做什么").wait_for()
    assert_accessible(page)
    page.context.clear_cookies()
    sign_in(page, "hr")
    page.goto("/visits/requests/")
    page.get_by_role("link", name="用工走访").click()
    page.get_by_role("link", name="不同意这样排").click()
    page.get_by_label("原因").fill("当天有招聘会")
    page.get_by_role("button", name="不同意这样排").click()
    page.get_by_text("待排期").first.wait_for()


def test_a_grid_member_is_refused_with_the_clause(office, phone):
    sign_in(phone, "worker")
    phone.goto("/visits/inspections/new/")
    shown = phone.locator("main").inner_text()
    assert "网格员不得实施行政检查" in shown
    assert "国办发〔2024〕54号" in shown
    assert_accessible(phone)


def test_a_hazard_through_return_and_closure(office, phone):
    sign_in(phone, "worker")
    phone.goto(f"/visits/hazards/new/?enterprise={office.firm.pk}")
    assert_accessible(phone)
    phone.get_by_label("隐患部位").fill("2 号车间配电箱")
    phone.get_by_label("看到了什么").fill("没有接地")
    phone.get_by_role("button", name="上报").click()
    phone.get_by_text("已上报").wait_for()
    address = phone.url
    as_(phone, "safety", address, "判级")
    phone.get_by_label("判定依据").select_option("YB-01")
    phone.get_by_role("button", name="判级").click()
    as_(phone, "firm_user", address, "五落实")
    for label, words in (
        ("措施", "接地"),
        ("责任人", "赵经理"),
        ("资金（万元）", "0"),
        ("预案", "断电"),
    ):
        phone.get_by_label(label, exact=True).fill(words)
    phone.get_by_label("时限").fill(f"{clock.today():%Y-%m-%d}")
    phone.get_by_role("button", name="五落实").click()
    for verdict, name, said in (
        ("还没接", "复查不通过", "已退回"),
        ("测过", "复查通过，销号", "已销号"),
    ):
        as_(phone, "firm_user", address, "申请复查")
        phone.get_by_label("怎么整改的").fill("已接地")
        phone.get_by_role("button", name="申请复查").click()
        as_(phone, "safety", address, name)
        phone.get_by_label("复查结论").fill(verdict)
        phone.get_by_role("button", name=name).click()
        phone.get_by_text(said).first.wait_for()
    assert_accessible(phone)
    assert _fits(phone)
    phone.goto("/visits/hazards/year/")
    assert_accessible(phone)
    assert _fits(phone)


def as_(page, username: str, address: str, step: str) -> None:
    page.wait_for_load_state("networkidle")  # what the person before did is answered
    page.context.clear_cookies()
    sign_in(page, username)
    page.goto(address)
    page.get_by_role("link", name=step, exact=True).click()


def test_scanned_in_by_the_code_and_rated_by_the_enterprise(office, phone):
    today = clock.today()
    found = inspecting.plan_inspection(by=office.fire, **office.ask(planned_on=today))
    inspecting.approve(inspection_id=found.pk, approval_no="审1", by=office.boss)
    inspecting.give_notice(inspection_id=found.pk, notice_no="通1", by=office.fire)
    sign_in(phone, "fire")
    for firm, name in ((office.other, "第2厂"), (office.firm, "第1厂")):
        phone.goto(f"/visits/code/{codes.text_of(codes.code_of(firm))}/")
        phone.get_by_role("heading", name=name).wait_for()
        assert_accessible(phone)
    phone.get_by_role("button", name="开始检查").click()
    phone.get_by_role("link", name="反馈结果").click()
    phone.get_by_label("结果说明").fill("消防设施完好")
    phone.get_by_role("button", name="反馈结果").click()
    phone.get_by_text("结果已反馈给企业").wait_for()
    phone.context.clear_cookies()
    sign_in(phone, "firm_user")
    phone.goto("/visits/code/")
    assert_accessible(phone)
    phone.goto(f"/visits/inspections/{found.pk}/")
    phone.get_by_role("link", name="评价这次检查").click()
    phone.get_by_label("评价").select_option("5")
    phone.get_by_role("button", name="评价这次检查").click()
    phone.get_by_text("谢谢评价").wait_for()
    assert "5 分" in phone.content()
    assert _fits(phone)
