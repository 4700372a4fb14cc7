"""A person's own page: masked data, revealed and logged; sessions that can be ended."""

from django.test import Client
from django.urls import reverse

from honglian.foundation.accounts.models import LoginSession
from honglian.foundation.accounts.sessions import device
from honglian.foundation.audit.models import AuditEntry

ME = "/me/"


def person(cast):
    user = cast("leader", "li")
    user.mobile, user.email = "13812345678", "lijianguo@example.cn"
    user.save()
    return user


def test_own_data_is_masked_until_revealed_and_that_is_logged(cast, signed):
    user = person(cast)
    client = signed(user)
    page = client.get(ME).content.decode()
    assert "13812345678" not in page
    assert "lijianguo" not in page
    shown = client.post(reverse("accounts:reveal"))
    assert "13812345678" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    entry = AuditEntry.rows.get(verb="accounts.reveal")
    assert (entry.actor_id, entry.target_id) == (user.pk, str(user.pk))
    assert client.get(reverse("accounts:reveal")).status_code == 405


def test_contact_is_changed_and_the_log_holds_no_number(cast, signed):
    user = person(cast)
    client = signed(user)
    wrong = client.post(reverse("accounts:contact"), {"mobile": "123", "email": ""})
    assert "11 位" in wrong.content.decode()
    client.post(reverse("accounts:contact"), {"mobile": "13900001111", "email": ""})
    user.refresh_from_db()
    assert (user.mobile, user.email) == ("13900001111", "")
    entry = AuditEntry.rows.get(verb="accounts.contact")
    assert entry.changes == {"手机": ["***", "***"], "邮箱": ["***", "***"]}


def test_a_session_is_ended_from_another_device(cast, signed):
    user = person(cast)
    phone, desk = signed(user, Client()), signed(user, Client())
    rows = {row.session_key: row for row in LoginSession.objects.filter(user=user)}
    target = rows[phone.session.session_key]
    assert "退出这个会话" in desk.get(ME).content.decode()
    desk.post(reverse("accounts:end_session", args=[target.pk]))
    assert phone.get(ME).status_code == 302
    assert desk.get(ME).status_code == 200
    assert AuditEntry.rows.filter(verb="accounts.session_ended").count() == 1


def test_all_other_sessions_are_ended_at_once(cast, signed):
    user = person(cast)
    others = [signed(user, Client()) for _ in range(3)]
    desk = signed(user, Client())
    desk.post(reverse("accounts:end_others"))
    assert [c.get(ME).status_code for c in others] == [302] * 3
    assert desk.get(ME).status_code == 200


def test_nobody_ends_anothers_session(cast, signed):
    user, other = person(cast), cast("dispatcher")
    signed(user, Client())
    row = LoginSession.objects.get(user=user)
    stranger = signed(other, Client())
    assert stranger.post(reverse("accounts:end_session", args=[row.pk])).status_code == 404
    row.refresh_from_db()
    assert row.ended_at is None


def test_devices_are_named_as_people_name_them():
    wechat = "Mozilla/5.0 (Linux; Android 14) Mobile MicroMessenger/8.0"
    assert device(wechat) == "手机 · 微信"
    assert device("Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537 Edg/120") == "电脑 · Edge"
    assert device("") == "电脑 · 其他浏览器"
