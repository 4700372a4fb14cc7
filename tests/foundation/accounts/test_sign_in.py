"""Signing in: password, lockout, forced change, sign-out, idle sessions."""

from datetime import timedelta
from typing import ClassVar

import pytest
import time_machine
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.urls import reverse

from honglian.foundation.accounts.models import LoginSession
from honglian.foundation.accounts.passwords import give_one_time_code
from honglian.foundation.audit.models import AuditEntry
from honglian.kit import clock
from tests.foundation.conftest import PASSWORD

LOGIN = "/login/"
ME = "/me/"


def post(client, username, password=PASSWORD, **extra):
    return client.post(LOGIN, {"username": username, "password": password}, **extra)


def verbs() -> list[str]:
    return list(AuditEntry.rows.order_by("seq").values_list("verb", flat=True))


def test_the_right_password_opens_a_session(client, cast):
    user = cast("leader", "li")
    response = post(client, "li", HTTP_USER_AGENT="Mozilla Chrome/120")
    assert response.status_code == 302
    assert response.url == "/"
    row = LoginSession.objects.get(user=user)
    assert (row.ip, row.session_key) == ("127.0.0.1", client.session.session_key)
    assert client.get(ME).status_code == 200
    entry = AuditEntry.rows.get(verb="accounts.login")
    assert (entry.actor_id, entry.ip, entry.zone_id) == (user.pk, "127.0.0.1", user.zone_id)


def test_the_session_gets_a_new_key(client, cast):
    cast("leader", "li")
    client.get(LOGIN)
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    post(client, "li")
    assert client.session.session_key != before


def test_signing_in_again_in_a_second_tab_is_no_trouble(client, cast):
    user = cast("leader", "li")
    assert [post(client, "li").status_code for _ in range(2)] == [302, 302]
    assert LoginSession.objects.filter(user=user).count() == 1


def test_signing_in_as_somebody_else_ends_the_first_session(client, cast):
    li, wang = cast("leader", "li"), cast("dispatcher", "wang")
    post(client, "li")
    post(client, "wang")
    assert client.get(ME).context["actor"].user_id == wang.pk
    assert LoginSession.objects.get(user=li).ended_at is not None
    assert verbs()[-3:] == ["accounts.login", "accounts.logout", "accounts.login"]


def test_one_comes_back_to_the_page_one_wanted(client, cast):
    cast("leader", "li")
    assert client.get(ME).url == f"{LOGIN}?next={ME}"
    response = client.post(LOGIN, {"username": "li", "password": PASSWORD, "next": ME})
    assert response.url == ME


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/x", "javascript:1"])
def test_one_is_never_sent_to_another_site(client, cast, target):
    cast("leader", "li")
    response = client.post(LOGIN, {"username": "li", "password": PASSWORD, "next": target})
    assert response.url == "/"


def test_a_wrong_password_and_an_unknown_name_read_the_same(client, cast):
    cast("leader", "li")
    wrong, unknown = post(client, "li", "wrong"), post(client, "nobody", "wrong")
    assert wrong.status_code == unknown.status_code == 422
    sentence = "账号或口令不对。再错 4 次，账号将锁定 30 分钟。"
    assert sentence in wrong.content.decode()
    assert sentence in unknown.content.decode()


def test_a_stopped_account_reads_like_a_wrong_password(client, cast):
    cast.user("li", is_active=False)
    assert "账号或口令不对" in post(client, "li").content.decode()


def test_failures_are_logged_without_what_was_typed(client, cast):
    user = cast("leader", "li")
    post(client, "li", "wrong")
    post(client, "MyPassword-1", "")
    post(client, "MyPassword-1", "x")
    entries = list(AuditEntry.rows.filter(verb="accounts.login_failed").order_by("id"))
    assert [e.target_id for e in entries] == [str(user.pk), ""]
    assert not AuditEntry.rows.filter(target_label__contains="MyPassword").exists()


def test_five_failures_lock_for_half_an_hour(client, cast):
    user = cast("leader", "li")
    with time_machine.travel("2026-11-25 02:00:00Z", tick=False) as traveller:
        answers = [post(client, "li", "wrong") for _ in range(5)]
        assert [a.status_code for a in answers] == [422, 422, 422, 422, 429]
        page = answers[-1].content.decode()
        assert "10:30" in page
        assert "安全管理员" in page
        assert post(client, "li").status_code == 429
        traveller.shift(timedelta(minutes=29))
        assert post(client, "li").status_code == 429
        traveller.shift(timedelta(minutes=2))
        assert post(client, "li").status_code == 302
    assert AuditEntry.rows.filter(verb="accounts.login", actor_id=user.pk).count() == 1


def test_a_name_nobody_has_is_locked_the_same_way(client, db):
    answers = [post(client, "nobody", "wrong") for _ in range(5)]
    assert answers[-1].status_code == 429


def test_other_browsers_count_together(client, cast):
    cast("leader", "li")
    for n in range(5):
        last = post(client, "li", "wrong", HTTP_USER_AGENT=f"b{n}", REMOTE_ADDR=f"10.0.0.{n}")
    assert last.status_code == 429


class CountingHasher(PBKDF2PasswordHasher):
    """Counts the expensive step, which is what makes one answer slower than another."""

    iterations = 10
    runs: ClassVar[list[int]] = []

    def encode(self, password, salt, iterations=None):
        self.runs.append(iterations or self.iterations)
        return super().encode(password, salt, iterations)


@pytest.mark.parametrize("name", ["li", "nobody", "stopped"])
def test_every_wrong_answer_costs_one_hash(client, cast, settings, name):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    cast("leader", "li")
    cast.user("stopped", is_active=False)
    CountingHasher.runs.clear()
    post(client, name, "wrong")
    assert CountingHasher.runs == [10]


def test_a_null_character_is_not_a_crash(client, db):
    assert post(client, "a\x00b", "x").status_code == 200


def test_sign_out_ends_the_session(client, cast):
    user = cast("leader", "li")
    post(client, "li")
    response = client.post(reverse("accounts:logout"))
    assert response.url == LOGIN
    assert client.get(ME).status_code == 302
    assert LoginSession.objects.get(user=user).ended_at is not None
    assert "accounts.logout" in verbs()


def test_signing_out_needs_a_post(client, cast, signed):
    assert signed(cast("leader")).get(reverse("accounts:logout")).status_code == 405


def test_half_an_hour_without_work_signs_out(client, cast):
    cast("leader", "li")
    with time_machine.travel("2026-11-25 02:00:00Z", tick=False) as traveller:
        post(client, "li")
        for _ in range(4):  # two hours of work, one page every 25 minutes
            traveller.shift(timedelta(minutes=25))
            assert client.get(ME).status_code == 200
        traveller.shift(timedelta(minutes=31))
        assert client.get(ME).status_code == 302


def test_being_seen_is_written_at_most_once_a_minute(client, cast, django_assert_max_num_queries):
    user = cast("leader", "li")
    with time_machine.travel("2026-11-25 02:00:00Z", tick=False) as traveller:
        post(client, "li")
        begun = LoginSession.objects.get(user=user).seen_at
        traveller.shift(timedelta(seconds=30))
        client.get(ME)
        assert LoginSession.objects.get(user=user).seen_at == begun
        traveller.shift(timedelta(seconds=40))
        client.get(ME)
        assert LoginSession.objects.get(user=user).seen_at == clock.now()


def test_a_one_time_code_must_be_changed_before_anything_else(client, cast):
    user = cast("leader", "li")
    code = give_one_time_code(user)
    post(client, "li", code)
    password = reverse("accounts:password")
    assert client.get(ME).url == password
    assert client.get("/", headers={"HX-Request": "true"})["HX-Redirect"] == password
    refused = client.post(
        password, {"old_password": code, "new_password": "short", "again": "short"}
    )
    assert "三类" in refused.content.decode()
    fine = {"old_password": code, "new_password": "Better-2026", "again": "Better-2026"}
    assert client.post(password, fine).url == "/"
    assert client.get(ME).status_code == 200
    user.refresh_from_db()
    assert not user.must_change_password
    assert user.code_expires_at is None
    assert LoginSession.objects.filter(user=user, session_key=client.session.session_key).exists()


def test_a_one_time_code_works_for_a_day(client, cast):
    user = cast("leader", "li")
    with time_machine.travel("2026-11-25 02:00:00Z", tick=False) as traveller:
        code = give_one_time_code(user)
        traveller.shift(timedelta(hours=25))
        response = post(client, "li", code)
    assert response.status_code == 422
    assert "一次性口令已过" in response.content.decode()


def test_a_password_of_ninety_days_must_be_changed(client, cast):
    user = cast("leader", "li")
    user.password_changed_at = clock.now() - timedelta(days=91)
    user.save()
    post(client, "li")
    assert client.get(ME).url == reverse("accounts:password")


def test_a_new_password_ends_the_other_sessions(client, cast, signed):
    from django.test import Client

    user = cast("leader", "li")
    elsewhere = signed(user, Client())
    assert elsewhere.get(ME).status_code == 200
    post(client, "li")
    data = {"old_password": PASSWORD, "new_password": "Better-2026", "again": "Better-2026"}
    assert client.post(reverse("accounts:password"), data).status_code == 302
    assert client.get(ME).status_code == 200
    assert elsewhere.get(ME).status_code == 302


def test_the_last_five_passwords_are_refused(client, cast):
    cast("leader", "li")
    post(client, "li")
    url, current = reverse("accounts:password"), PASSWORD
    for n in range(5):
        new = f"Better-{n}-2026"
        data = {"old_password": current, "new_password": new, "again": new}
        assert client.post(url, data).status_code == 302
        current = new
    for old in (f"Better-{n}-2026" for n in range(4)):
        data = {"old_password": current, "new_password": old, "again": old}
        assert "最近 5 次" in client.post(url, data).content.decode()
    same = {"old_password": current, "new_password": current, "again": current}
    assert "不能与现在的口令相同" in client.post(url, same).content.decode()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"old_password": "wrong"}, "现在的口令不对"),
        ({"again": "Other-2026"}, "不一致"),
        ({"new_password": "alllowercase", "again": "alllowercase"}, "三类"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(client, cast, changed, words):
    cast("leader", "li")
    post(client, "li")
    data = {"old_password": PASSWORD, "new_password": "Better-2026", "again": "Better-2026"}
    response = client.post(reverse("accounts:password"), data | changed)
    assert words in response.content.decode()


def test_the_login_page_needs_its_token(cast):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert post(strict, "li").status_code == 403
