"""Granting: one role, one scope, a validity; the three officers apart; nobody for themselves."""

from datetime import timedelta

import pytest
from django.urls import reverse

from honglian.foundation.access import actions
from honglian.foundation.access.checks import checks
from honglian.foundation.access.models import Grant
from honglian.foundation.access.roles import ROLES
from honglian.foundation.audit.models import AuditEntry
from honglian.foundation.orgs.models import Department
from honglian.kit import clock
from honglian.kit.actor import Actor, ScopeKind
from honglian.kit.checkup import Level
from honglian.kit.errors import NotAllowed, Refusal

NEW = "/access/grants/new/"


@pytest.fixture
def officer(cast):
    return cast("secadmin")


@pytest.fixture
def by(cast, officer):
    return cast.actor(officer)


def grant(by, user, role="leader", scope_kind=ScopeKind.ZONE, **more):
    return actions.grant(user_id=user.pk, role=role, scope_kind=scope_kind, by=by, **more)


def test_a_grant_says_who_what_where_and_why(cast, by):
    li = cast.user("li")
    row = grant(by, li, "dept_worker", "department", scope_id=cast.department.pk, reason="任职")
    assert str(row) == f"责任部门承办人（{cast.department.name}）"
    assert (row.granted_by, row.valid_from) == (by.name, clock.today())
    entry = AuditEntry.rows.get(verb="access.grant")
    assert entry.target_label == f"{li.name}：{row}"
    assert entry.note == "任职"


def test_a_person_may_hold_two_roles_of_work(cast, by):
    li = cast.user("li")
    grant(by, li, "leader")
    grant(by, li, "org_admin")
    assert Grant.rows.filter(user=li).count() == 2


@pytest.mark.parametrize("officer_role", [r.code for r in ROLES.values() if r.officer])
def test_an_officer_holds_no_other_role(cast, by, officer_role):
    li, wang = cast.user("li"), cast.user("wang")
    grant(by, li, officer_role, "none")
    with pytest.raises(Refusal, match="三员互不兼任") as refused:
        grant(by, li, "leader")
    assert refused.value.code == "officers_exclusive"
    grant(by, wang, "leader")
    with pytest.raises(Refusal, match="三员不兼其他角色"):
        grant(by, wang, officer_role, "none")
    assert Grant.rows.filter(user__in=[li, wang]).count() == 2


def test_two_officers_are_never_one_person(cast, by):
    li = cast.user("li")
    grant(by, li, "sysadmin", "none")
    for other in ("secadmin", "auditor"):
        with pytest.raises(Refusal, match="系统管理员"):
            grant(by, li, other, "none")


def test_a_role_that_begins_later_counts_too(cast, by):
    li = cast.user("li")
    grant(by, li, "leader", valid_from=clock.today() + timedelta(days=10))
    with pytest.raises(Refusal, match="三员"):
        grant(by, li, "auditor", "none")


def test_a_revoked_or_ended_role_counts_no_more(cast, by):
    li = cast.user("li")
    yesterday = clock.today() - timedelta(days=1)
    cast.grant(li, "leader", valid_from=yesterday, valid_to=yesterday)
    row = grant(by, li, "org_admin")
    actions.revoke(grant_id=row.pk, reason="调岗", by=by)
    assert grant(by, li, "auditor", "none").pk


def test_nobody_grants_or_revokes_for_themselves(cast, by, officer):
    cast("secadmin", "second")
    with pytest.raises(NotAllowed, match="不能给自己授权"):
        grant(by, officer)
    own = Grant.rows.get(user=officer)
    with pytest.raises(NotAllowed, match="不能收回自己的身份"):
        actions.revoke(grant_id=own.pk, reason="x", by=by)


@pytest.mark.parametrize("role", [r for r in ROLES if r != "secadmin"])
def test_only_the_security_administrator_grants(cast, role):
    li = cast.user("li")
    by = Actor("某", role, cast.zone.pk, permissions=ROLES[role].permissions)
    with pytest.raises(NotAllowed):
        grant(by, li)
    assert not Grant.rows.exists()


def test_a_role_cannot_have_every_scope(cast, by):
    with pytest.raises(Refusal, match="范围只能是：全区"):
        grant(by, cast.user("li"), "leader", "own")


@pytest.mark.parametrize("scope_id", [None, 10**9])
def test_a_scope_must_name_something_of_the_zone(cast, by, scope_id):
    with pytest.raises(Refusal, match="具体是哪一个"):
        grant(by, cast.user("li"), "dept_worker", "department", scope_id=scope_id)


def test_a_scope_of_another_zone_is_refused(cast, by, other_zone):
    far = Department.rows.filter(zone=other_zone).first()
    with pytest.raises(Refusal, match="本高新区"):
        grant(by, cast.user("li"), "dept_worker", "department", scope_id=far.pk)


def test_people_of_another_zone_are_not_found(cast, by, other_zone):
    with pytest.raises(Refusal, match="没有找到这个账号"):
        grant(by, cast.user("far", zone=other_zone))


def test_a_stopped_account_gets_nothing(cast, by):
    with pytest.raises(Refusal, match="已停用"):
        grant(by, cast.user("li", is_active=False))


def test_the_same_grant_twice_is_refused(cast, by):
    li = cast.user("li")
    grant(by, li)
    with pytest.raises(Refusal, match="已经有这个身份"):
        grant(by, li)


def test_an_end_in_the_past_is_refused(cast, by):
    with pytest.raises(Refusal, match="截止日期"):
        grant(by, cast.user("li"), valid_to=clock.today() - timedelta(days=1))


def test_the_last_security_administrator_stays(cast, by, officer):
    other = cast("secadmin", "other")
    own_of_other = cast.actor(other)
    row = Grant.rows.get(user=officer)
    actions.revoke(grant_id=row.pk, reason="轮岗", by=own_of_other)
    last = Grant.rows.get(user=other)
    system = Actor.system(cast.zone.pk)
    with pytest.raises(Refusal, match="唯一的安全管理员"):
        actions.revoke(grant_id=last.pk, reason="x", by=system)


def test_a_grant_of_another_zone_is_404(cast, by, other_zone):
    from django.http import Http404

    far = cast.user("far", zone=other_zone)
    row = cast.grant(far, "leader", zone=other_zone)
    with pytest.raises(Http404):
        actions.revoke(grant_id=row.pk, reason="x", by=by)


def test_revoking_works_with_the_next_request(cast, by, signed):
    admin = cast("sysadmin")
    client = signed(admin)
    assert client.get("/zones/settings/").status_code == 200
    row = Grant.rows.get(user=admin)
    actions.revoke(grant_id=row.pk, reason="调岗", by=by)
    assert client.get("/zones/settings/").status_code == 403


def test_the_form_grants_in_three_steps(cast, officer, signed):
    client = signed(officer)
    li = cast.user("li", name="李建国")
    assert "李建国" in client.get(NEW, {"q": "建国"}).content.decode()
    assert officer.name + "（" not in client.get(NEW).content.decode()
    page = client.get(NEW, {"user": li.pk}).content.decode()
    assert all(role.name in page for role in ROLES.values())
    where = {"user": li.pk, "role": "dept_worker", "find": "税务"}
    page = client.get(NEW, where).content.decode()
    assert cast.department.name in page
    data = where | {
        "scope_id": cast.department.pk,
        "valid_from": "2026-11-25",
        "reason": "任职通知",
        "scope_kind": "department",
    }
    assert client.post(NEW, data).url == reverse("access:grants")
    row = Grant.rows.get(user=li)
    assert (row.role, row.scope_id, row.reason) == ("dept_worker", cast.department.pk, "任职通知")
    listing = client.get(reverse("access:grants")).content.decode()
    assert "李建国" in listing
    assert "任职通知" in listing


def test_the_form_says_no_beside_what_was_entered(cast, officer, signed):
    client = signed(officer)
    li = cast("auditor", "li")
    data = {"user": li.pk, "role": "leader", "valid_from": "2026-11-25", "reason": "x"}
    answer = client.post(NEW, data)
    assert answer.status_code == 200
    assert "三员互不兼任" in answer.content.decode()
    missing = client.post(NEW, data | {"reason": ""})
    assert "请写明授权的依据" in missing.content.decode()


def test_the_form_revokes_with_a_reason(cast, officer, signed):
    client = signed(officer)
    row = cast.grant(cast.user("li"), "leader")
    address = reverse("access:revoke", args=[row.pk])
    assert "请写明事由" in client.post(address, {"reason": ""}).content.decode()
    client.post(address, {"reason": "调岗"})
    row.refresh_from_db()
    assert row.revoked_at is not None
    assert AuditEntry.rows.get(verb="access.revoke").note == "调岗"


def test_ids_that_are_none_are_no_crash(cast, officer, signed):
    client = signed(officer)
    for odd in ("x", "-1", "9" * 40, "１"):
        assert client.get(NEW, {"user": odd}).status_code == 200
    assert cast.zone.pk


def test_switching_changes_what_one_may_do(cast, signed):
    li = cast.user("li")
    first = cast.grant(li, "leader")
    second = cast.grant(li, "dispatcher")
    client = signed(li)
    page = client.get("/me/")
    assert page.context["actor"].grant_id == first.pk
    assert client.post("/access/switch/", {"grant": second.pk}).url == "/"
    actor = client.get("/me/").context["actor"]
    assert (actor.grant_id, actor.role) == (second.pk, "dispatcher")
    assert actor.permissions == ROLES["dispatcher"].permissions
    assert "切换为" in AuditEntry.rows.get(verb="access.switch").note


def test_roles_never_merge(cast, signed):
    li = cast.user("li")
    cast.grant(li, "leader")
    cast.grant(li, "org_admin")
    actor = signed(li).get("/me/").context["actor"]
    assert actor.permissions == ROLES["leader"].permissions
    assert not actor.can("members.edit")


def test_nobody_switches_into_anothers_role(cast, signed):
    li, wang = cast("leader", "li"), cast("org_admin", "wang")
    client = signed(li)
    other = Grant.rows.get(user=wang)
    assert client.post("/access/switch/", {"grant": other.pk}).status_code == 422
    assert client.get("/me/").context["actor"].role == "leader"


def test_a_switched_role_that_ends_falls_back(cast, signed):
    li = cast.user("li")
    cast.grant(li, "leader")
    second = cast.grant(li, "dispatcher")
    client = signed(li)
    client.post("/access/switch/", {"grant": second.pk})
    Grant.rows.filter(pk=second.pk).update(revoked_at=clock.now())
    assert client.get("/me/").context["actor"].role == "leader"


def test_who_acts_costs_one_query(cast, signed, rf, django_assert_num_queries):
    from honglian.foundation.access.middleware import ActorMiddleware

    li = cast.user("li")
    for role in ("leader", "dispatcher", "org_admin"):
        cast.grant(li, role)
    request = rf.get("/")
    request.user, request.session = li, {}
    ActorMiddleware(lambda r: None)(request)
    with django_assert_num_queries(1):
        assert request.actor.role == "leader"
        assert [str(g.zone) for g in request.grants] == [str(cast.zone)] * 3


def test_the_doctor_misses_officers_and_finds_mixed_roles(cast):
    cast("sysadmin")
    li = cast("auditor", "li")
    cast.grant(li, "leader")
    found = {(f.level, f.message) for f in checks()}
    assert (Level.WARNING, "咸宁高新区 缺少安全管理员。") in found
    assert (Level.ERROR, "li 是审计管理员，又兼党工委领导。") in found


def test_the_doctor_is_content_with_three_officers(cast):
    for role in ("sysadmin", "secadmin", "auditor"):
        cast(role)
    assert [f.level for f in checks()] == [Level.OK]
