"""Home, search, portal, burden, saved views, API reference."""

import pytest

from honglian.domains.enterprises.models import Enterprise
from honglian.foundation.notify.models import InboxMessage
from honglian.kit import clock
from honglian.web.models import SavedView
from tests.foundation.places import make_grant, make_user


def test_home_is_where_the_role_starts_its_day(browser):
    assert browser.get("/").url == "/cockpit/"


def test_everything_visible_is_found_by_name_and_initials(browser, zone):
    Enterprise.rows.filter(zone=zone).update(name="湖北回天新材料")
    from honglian.domains.enterprises.index import index_text

    for firm in Enterprise.rows.filter(zone=zone)[:1]:
        Enterprise.rows.filter(pk=firm.pk).update(**index_text(firm.name, "", firm.uscc))
    for typed in ("回天", "htxcl", "huitian"):
        page = browser.get("/search/", {"q": typed})
        assert "湖北回天新材料" in page.content.decode(), typed


def test_an_exact_code_opens_the_enterprise(browser, zone):
    from honglian.domains.enterprises.index import index_text

    firm = Enterprise.rows.filter(zone=zone).first()
    Enterprise.rows.filter(pk=firm.pk).update(**index_text(firm.name, "", firm.uscc))
    assert browser.get("/search/", {"q": firm.uscc}).url == f"/enterprises/{firm.pk}/"


def test_nothing_found_says_what_to_try(browser):
    assert "没有找到" in browser.get("/search/", {"q": "zzzzqqq"}).content.decode()


def test_an_enterprise_sees_its_own_cases_and_who_answers_for_it(client, zone):
    firm = Enterprise.rows.get(zone=zone, is_key=True, coverage="single")
    user = make_user(zone, "firm", password_changed_at=clock.now())
    make_grant(zone, user, "enterprise_user", "enterprise", firm.pk)
    client.post("/login/", {"username": "firm", "password": "Worker-2026"})
    page = client.get("/portal/").content.decode()
    assert "吹哨：有事请部门来办" in page
    assert "顾念远" in page


def test_a_complaint_about_burden_reaches_those_who_can_lighten_it(browser, zone):
    admin = make_user(zone, "org", password_changed_at=clock.now())
    make_grant(zone, admin, "org_admin")
    assert browser.get("/burden/").status_code == 200
    empty = browser.post("/burden/", {"what": "", "why": ""})
    assert empty.status_code == 200
    browser.post("/burden/", {"what": "走访月报", "why": "平台里都有，还要再填一遍"})
    assert InboxMessage.objects.get(user=admin).title == "有人反映填报负担：走访月报"


@pytest.mark.parametrize("name", ["", "很" * 40])
def test_a_view_needs_a_short_name(browser, name):
    from honglian.kit.errors import Refusal
    from honglian.web.saved_views import Keeper
    from tests.foundation.places import make_actor

    zone = Enterprise.rows.first().zone
    with pytest.raises(Refusal, match="名字"):
        Keeper().save(make_actor(zone, "dispatcher"), "cases", name, "state=closed")


def test_a_saved_view_is_kept_offered_and_dropped(browser):
    browser.post("/ui/views/enterprises/", {"name": "重点未派", "query": "key=1&guided=0"})
    view = SavedView.objects.get()
    assert "重点未派" in browser.get("/enterprises/").content.decode()
    browser.post(f"/ui/views/enterprises/{view.pk}/drop/")
    assert not SavedView.objects.exists()


def test_the_reference_names_every_operation(browser):
    page = browser.get("/api/").content.decode()
    assert "/api/v1/cases/{number}/dispatch" in page
    assert "/api/v1/ledgers/{code}/imports" in page
