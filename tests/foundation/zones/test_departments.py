"""Departments: what routes cases stays in step with the zone's configuration."""

import pytest
from django.urls import reverse

from honglian.foundation.audit.models import AuditEntry
from honglian.foundation.orgs.actions import save_department
from honglian.foundation.orgs.models import Department
from honglian.kit.errors import NotAllowed, Refusal


@pytest.fixture
def by(cast):
    return cast.actor(cast("sysadmin"))


def row(zone, code):
    return Department.rows.get(zone=zone, code=code)


def configured(zone):
    zone.refresh_from_db()
    return {d.code: d for d in zone.settings.departments}


def test_a_new_department_can_be_routed_to(zone, by):
    made = save_department(
        by=by,
        code="data_bureau",
        name="数据局",
        aliases=["大数据局"],
        leader="周敏",
        phone="8210001",
    )
    assert (made.leader, made.phone, made.is_active) == ("周敏", "8210001", True)
    assert configured(zone)["data_bureau"].aliases == ("大数据局",)
    assert AuditEntry.rows.filter(verb="departments.create").exists()


def test_a_changed_name_reaches_the_configuration(zone, by):
    save_department(department_id=row(zone, "tax").pk, name="税务局高新区分局", by=by)
    assert configured(zone)["tax"].name == "税务局高新区分局"
    entry = AuditEntry.rows.get(verb="departments.edit")
    assert entry.changes["name"] == ["税务分局", "税务局高新区分局"]


def test_there_is_always_one_fallback(zone, by):
    save_department(department_id=row(zone, "econ").pk, is_fallback=True, by=by)
    assert [d.code for d in Department.rows.filter(zone=zone, is_fallback=True)] == ["econ"]
    with pytest.raises(Refusal, match="总要有一个兜底部门"):
        save_department(department_id=row(zone, "econ").pk, is_fallback=False, by=by)
    with pytest.raises(Refusal, match="兜底部门不能停用"):
        save_department(department_id=row(zone, "econ").pk, is_active=False, by=by)


def test_a_department_that_still_leads_is_not_stopped(zone, by):
    with pytest.raises(Refusal, match="用工"):
        save_department(department_id=row(zone, "hr").pk, is_active=False, by=by)
    assert row(zone, "hr").is_active
    save_department(department_id=row(zone, "park_food").pk, is_active=False, by=by)
    assert not row(zone, "park_food").is_active


def test_a_code_is_used_once(by):
    with pytest.raises(Refusal, match="已经用过"):
        save_department(code="tax", name="另一个", by=by)


def test_only_the_system_administrator_edits(zone, cast):
    with pytest.raises(NotAllowed):
        save_department(
            department_id=row(zone, "tax").pk, name="x", by=cast.actor(cast("org_admin"))
        )


def test_another_zones_department_is_404(cast, signed, other_zone):
    far = row(other_zone, "admin_office")
    client = signed(cast("sysadmin"))
    assert client.get(reverse("orgs:department", args=[far.pk])).status_code == 404


def test_the_pages(cast, signed, zone):
    client = signed(cast("sysadmin"))
    page = client.get(reverse("orgs:departments")).content.decode()
    assert "经济发展局" in page
    data = {
        "code": "data_bureau",
        "name": "数据局",
        "aliases": "大数据局\n数据中心",
        "is_active": "on",
    }
    assert client.post(reverse("orgs:create_department"), data).status_code == 302
    made = row(zone, "data_bureau")
    assert made.aliases == ["大数据局", "数据中心"]
    address = reverse("orgs:department", args=[made.pk])
    page = client.get(address).content.decode()
    assert "大数据局" in page
    again = client.post(reverse("orgs:create_department"), data)
    assert "已经用过" in again.content.decode()
    client.post(address, {"name": "数据局", "aliases": "", "leader": "周敏", "is_active": "on"})
    made.refresh_from_db()
    assert (made.aliases, made.leader) == ([], "周敏")


def test_the_list_is_exported_and_logged(cast, signed):
    client = signed(cast("sysadmin"))
    sheet = b"".join(client.post(reverse("orgs:departments"), {"export": "csv"}).streaming_content)
    assert "经济发展局" in sheet.decode()
    assert AuditEntry.rows.filter(verb="departments.export").exists()
