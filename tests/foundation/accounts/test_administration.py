"""Administrators open, reset, stop and unlock accounts, each within their own part."""

import pytest
from django.test import Client
from django.urls import reverse

from honglian.foundation.access.models import Grant
from honglian.foundation.accounts import actions
from honglian.foundation.accounts.models import User
from honglian.foundation.audit.models import AuditEntry
from honglian.kit.actor import Actor
from honglian.kit.errors import NotAllowed, Refusal
from tests.foundation.conftest import PASSWORD, Cast


def page(name, user):
    return reverse(f"accounts:{name}", args=[user.pk])


def test_a_new_account_gets_a_code_shown_once_and_no_grant(cast, signed):
    client = signed(cast("sysadmin"))
    data = {"username": "zhang.wei", "name": "张伟", "mobile": "13800000000", "email": ""}
    answer = client.post(reverse("accounts:create"), data)
    code = answer.context["code"]
    assert code in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    user = User.objects.get(username="zhang.wei")
    assert user.zone == cast.zone
    assert user.check_password(code)
    assert user.must_change_password
    assert not Grant.rows.filter(user=user).exists()
    entry = AuditEntry.rows.get(verb="accounts.create")
    assert code not in str(entry.changes) + entry.note
    assert code not in client.get(page("detail", user)).content.decode()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"username": "张伟"}, "字母、数字"),
        ({"username": "sysadmin"}, "已经有人用了"),
        ({"mobile": "138"}, "11 位"),
        ({"name": ""}, "name"),
    ],
)
def test_what_is_wrong_with_a_new_account_is_said(cast, signed, changed, words):
    client = signed(cast("sysadmin"))
    data = {"username": "zhang", "name": "张伟", "mobile": "", "email": ""}
    answer = client.post(reverse("accounts:create"), data | changed)
    assert words in answer.content.decode()
    assert User.objects.count() == 1


def test_a_reset_shows_a_code_and_signs_the_person_out_everywhere(cast, signed):
    li = cast("leader", "li")
    elsewhere = signed(li, Client())
    client = signed(cast("sysadmin"), Client())
    assert "24 小时" in client.get(page("reset", li)).content.decode()
    code = client.post(page("reset", li)).context["code"]
    assert elsewhere.get("/me/").status_code == 302
    li.refresh_from_db()
    assert li.check_password(code)
    assert not li.check_password(PASSWORD)
    assert AuditEntry.rows.get(verb="accounts.reset").target_id == str(li.pk)


def test_nobody_resets_or_stops_the_own_account(cast):
    admin = cast("sysadmin")
    by = cast.actor(admin)
    with pytest.raises(Refusal, match="自己"):
        actions.reset_password(user_id=admin.pk, by=by)
    with pytest.raises(Refusal, match="自己"):
        actions.set_active(user_id=admin.pk, active=False, by=by)


def test_a_stopped_account_is_out_at_once(cast, signed):
    li = cast("leader", "li")
    elsewhere = signed(li, Client())
    client = signed(cast("secadmin"), Client())
    client.post(page("disable", li))
    assert elsewhere.get("/me/").status_code == 302
    assert elsewhere.post("/login/", {"username": "li", "password": PASSWORD}).status_code == 422
    client.post(page("enable", li))
    assert elsewhere.post("/login/", {"username": "li", "password": PASSWORD}).status_code == 302
    verbs = set(AuditEntry.rows.values_list("verb", flat=True))
    assert {"accounts.disable", "accounts.enable"} <= verbs


def test_the_security_administrator_unlocks(cast, signed, client):
    li = cast("leader", "li")
    for _ in range(5):
        client.post("/login/", {"username": "li", "password": "wrong"})
    assert client.post("/login/", {"username": "li", "password": PASSWORD}).status_code == 429
    officer = signed(cast("secadmin"), Client())
    assert "已锁定" in officer.get(page("detail", li)).content.decode()
    officer.post(page("unlock", li))
    assert client.post("/login/", {"username": "li", "password": PASSWORD}).status_code == 302
    assert AuditEntry.rows.filter(verb="accounts.unlock").exists()


def test_no_officer_takes_over_an_account_alone(cast):
    li = cast("leader", "li")
    system, security = cast.actor(cast("sysadmin")), cast.actor(cast("secadmin"))
    for action in (actions.unlock, actions.remove_second_factor):
        with pytest.raises(NotAllowed):
            action(user_id=li.pk, by=system)
    with pytest.raises(NotAllowed):
        actions.reset_password(user_id=li.pk, by=security)
    with pytest.raises(NotAllowed):
        actions.create_account(username="x1x", name="某", by=security)


def test_the_auditor_only_looks(cast, signed):
    li = cast("leader", "li")
    auditor = cast("auditor")
    client = signed(auditor)
    assert client.get(page("detail", li)).status_code == 200
    assert client.post(page("disable", li)).status_code == 403
    with pytest.raises(NotAllowed):
        actions.set_active(user_id=li.pk, active=False, by=cast.actor(auditor))


def test_accounts_of_another_zone_do_not_exist_here(cast, signed, other_zone):
    far = cast.user("far", zone=other_zone)
    client = signed(cast("sysadmin"))
    for name in ("detail", "reset", "disable"):
        assert client.get(page(name, far)).status_code == 404
        assert client.post(page(name, far)).status_code in (404, 405)
    assert "far" not in client.get(reverse("accounts:list")).content.decode()


def test_a_guest_with_a_grant_here_is_seen_but_not_reset(cast, signed, other_zone):
    guest = Cast(other_zone).user("guest")
    cast.grant(guest, "leader", zone=cast.zone)
    client = signed(cast("sysadmin"))
    assert "guest" in client.get(reverse("accounts:list")).content.decode()
    assert client.post(page("reset", guest)).status_code == 403


def test_the_list_never_shows_a_whole_mobile_number(cast, signed):
    li = cast("leader", "li")
    li.mobile = "13812345678"
    li.save()
    client = signed(cast("sysadmin"))
    assert "13812345678" not in client.get(reverse("accounts:list")).content.decode()
    sheet = b"".join(client.post(reverse("accounts:list"), {"export": "csv"}).streaming_content)
    assert "13812345678" not in sheet.decode()
    assert AuditEntry.rows.filter(verb="accounts.export").exists()


def test_the_system_opens_accounts_in_any_zone(zone):
    user, code = actions.create_account(
        username="first", name="首位", zone_id=zone.pk, by=Actor.system(None)
    )
    assert user.zone_id == zone.pk
    assert len(code) == 14
