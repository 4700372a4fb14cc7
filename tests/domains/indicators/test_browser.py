"""The statistician composes a figure and watches it; a colleague checks it; the wall of figures on a phone."""

import pytest

from honglian.domains.indicators.models import IndicatorVersion
from honglian.domains.indicators.tasks import bring_in_step
from tests.browser import assert_accessible
from tests.foundation.places import make_zone
from tests.journeys.conftest import hire, sign_in

from .conftest import _case, _firm


@pytest.fixture
def office(transactional_db, live_server):
    zone = make_zone()
    firms = [_firm(zone, n, zone.chains.first()) for n in range(1, 5)]
    for n in range(1, 9):
        _case(zone, n, firms[n % 4])
    hire(zone, "count", "白若溪", "stat_user", "zone", None)
    hire(zone, "check", "林晓棠", "org_admin", "zone", None)
    bring_in_step(zone.pk)
    return zone


def test_a_figure_is_composed_with_a_live_preview_and_checked_by_another(office, page, phone):
    sign_in(page, "count")
    page.goto("/indicators/")
    page.get_by_role("button", name="装入参考指标").click()
    page.get_by_text("已装入参考指标 40 项").wait_for()
    assert_accessible(page)
    page.get_by_role("link", name="新编指标").click()
    page.get_by_role("link", name="企业诉求").click()
    page.get_by_label("编码").fill("ZD-01")
    page.get_by_label("名称").fill("用工诉求")
    page.get_by_label("单位").fill("件")
    page.get_by_label("时期").select_option("ever")
    page.get_by_label("计入条件 1：字段").select_option(label="诉求类别")
    page.get_by_label("计入条件 1：值").fill("用工")
    page.get_by_label("计入条件 1：值").blur()
    page.locator("#preview").get_by_text("由 4 条记录算出").wait_for()
    assert_accessible(page)
    page.get_by_role("button", name="保存草稿").click()
    page.get_by_role("link", name="提交核对").click()
    page.get_by_role("button", name="提交核对").click()
    page.get_by_text("口径由您编制，要由另一位同事核对").wait_for()

    sign_in(phone, "check")
    phone.goto("/desk/")
    phone.get_by_role("link", name="指标口径：用工诉求第 1 版").click()
    phone.get_by_role("link", name="核对无误").click()
    phone.get_by_role("button", name="核对无误").click()
    phone.get_by_text("已核对，可以开始使用").wait_for()
    assert IndicatorVersion.rows.get(indicator__code="ZD-01").state == "checked"
    figure = IndicatorVersion.rows.get(indicator__code="XN-P04").indicator_id
    for address in ("/indicators/", f"/indicators/{figure}/", f"/indicators/{figure}/records/"):
        phone.goto(address)
        assert_accessible(phone)
        assert phone.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
