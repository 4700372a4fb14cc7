"""The second factor: enrolment, codes that work once, recovery codes, who must have one."""

from datetime import timedelta

import pyotp
import pytest
import time_machine
from django.urls import reverse

from honglian.foundation.accounts import secondfactor
from honglian.foundation.accounts.models import RecoveryCode, User
from honglian.foundation.audit.models import AuditEntry
from honglian.kit import clock
from tests.foundation.conftest import PASSWORD

LOGIN, CODE, FACTOR = "/login/", "/login/code/", "/me/second-factor/"
NOON = "2026-11-25 04:00:00Z"


def code_now(user: User, shift: int = 0) -> str:
    user.refresh_from_db()
    return pyotp.TOTP(user.totp_secret).at(int(clock.now().timestamp()) + shift)


@pytest.fixture
def enrolled(cast) -> User:
    user = cast("leader", "li")
    user.totp_secret, user.totp_confirmed_at = secondfactor.new_secret(), clock.now()
    user.save()
    return user


def give_password(client) -> None:
    response = client.post(LOGIN, {"username": "li", "password": PASSWORD})
    assert response.url.startswith(CODE)


def test_the_secret_is_not_stored_before_a_code_confirms_it(client, cast, signed):
    user = cast("leader", "li")
    client = signed(user)
    page = client.get(FACTOR).content.decode()
    assert "data:image/png;base64," in page
    secret = client.session["totp_enrolment"]
    assert " ".join(secret[i : i + 4] for i in range(0, 32, 4)) in page
    wrong = client.post(FACTOR, {"code": "000000"})
    assert "验证码不对" in wrong.content.decode()
    user.refresh_from_db()
    assert user.totp_secret == ""
    assert client.session["totp_enrolment"] == secret


def test_enrolment_shows_ten_recovery_codes_once(client, cast, signed):
    user = cast("leader", "li")
    client = signed(user)
    client.get(FACTOR)
    secret = client.session["totp_enrolment"]
    page = client.post(FACTOR, {"code": pyotp.TOTP(secret).now()})
    codes = page.context["codes"]
    assert len(set(codes)) == 10
    assert all(code in page.content.decode() for code in codes)
    assert page["Cache-Control"].startswith("max-age=0")
    user.refresh_from_db()
    assert user.has_second_factor
    stored = set(RecoveryCode.objects.values_list("code_hash", flat=True))
    assert not stored & set(codes)
    assert AuditEntry.rows.filter(verb="accounts.second_factor", note="启用二次认证").exists()


def test_password_and_code_open_the_session(client, enrolled):
    with time_machine.travel(NOON, tick=False):
        give_password(client)
        assert client.get("/me/").status_code == 302
        assert client.post(CODE, {"code": code_now(enrolled)}).url == "/"
        assert client.get("/me/").status_code == 200


def test_a_code_works_once(client, enrolled):
    from django.test import Client

    with time_machine.travel(NOON, tick=False):
        code = code_now(enrolled)
        give_password(client)
        assert client.post(CODE, {"code": code}).status_code == 302
        second = Client()
        give_password(second)
        answer = second.post(CODE, {"code": code})
    assert answer.status_code == 422
    assert "已经用过" in answer.content.decode()


def test_an_older_code_does_not_work_after_a_newer_one(client, enrolled):
    with time_machine.travel(NOON, tick=False):
        older = code_now(enrolled, -30)
        assert secondfactor.accept_code(enrolled, code_now(enrolled))
        assert not secondfactor.accept_code(enrolled, older)


@pytest.mark.parametrize(("shift", "good"), [(-60, False), (-30, True), (30, True), (60, False)])
def test_a_clock_may_be_half_a_minute_off(enrolled, shift, good):
    with time_machine.travel(NOON, tick=False):
        assert secondfactor.accept_code(enrolled, code_now(enrolled, shift)) is good


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "１２３４５６", "0" * 40, "000000"])
def test_what_is_no_code_is_refused(enrolled, code):
    assert not secondfactor.accept_code(enrolled, code)


def test_a_recovery_code_works_once(client, enrolled):
    from django.test import Client

    code = secondfactor.renew_recovery_codes(enrolled)[0]
    give_password(client)
    assert client.post(CODE, {"code": code.upper()}).status_code == 302
    second = Client()
    give_password(second)
    assert second.post(CODE, {"code": code}).status_code == 422
    assert secondfactor.recovery_codes_left(enrolled) == 9


def test_wrong_codes_lock_the_account(client, enrolled):
    give_password(client)
    answers = [client.post(CODE, {"code": "000000"}).status_code for _ in range(5)]
    assert answers[:4] == [422] * 4
    assert answers[4] == 429
    assert client.post(CODE, {"code": code_now(enrolled)}).status_code == 429


def test_a_right_password_in_between_does_not_reset_the_count(client, enrolled):
    for _ in range(4):
        give_password(client)
        client.post(CODE, {"code": "000000"})
    give_password(client)
    assert client.post(CODE, {"code": "000000"}).status_code == 429
    assert enrolled.pk


def test_the_code_must_come_within_five_minutes(client, enrolled):
    with time_machine.travel(NOON, tick=False) as traveller:
        give_password(client)
        traveller.shift(timedelta(minutes=6))
        assert client.post(CODE, {"code": code_now(enrolled)}).url == LOGIN
    assert client.get(CODE).url == LOGIN


def test_the_code_page_alone_opens_nothing(client, enrolled):
    assert client.get(CODE).url == LOGIN
    assert client.post(CODE, {"code": code_now(enrolled)}).url == LOGIN


def test_stopping_needs_a_code(client, enrolled, signed):
    client = signed(enrolled)
    assert "验证码不对" in client.post(FACTOR, {"code": "000000"}).content.decode()
    assert client.post(FACTOR, {"code": code_now(enrolled)}).url == "/me/"
    enrolled.refresh_from_db()
    assert not enrolled.has_second_factor
    assert enrolled.totp_secret == ""


def test_renewed_recovery_codes_replace_the_old(enrolled, signed):
    old = secondfactor.renew_recovery_codes(enrolled)[0]
    with time_machine.travel(NOON, tick=False):
        client = signed(enrolled)
        page = client.post(FACTOR, {"code": code_now(enrolled), "renew": "1"})
    assert len(page.context["codes"]) == 10
    assert not secondfactor.accept_code(enrolled, old)


def test_the_secret_is_encrypted_at_rest(enrolled):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT totp_secret FROM accounts_user WHERE id = %s", [enrolled.pk])
        (stored,) = cursor.fetchone()
    assert enrolled.totp_secret not in stored
    assert stored.startswith("k1:")


@pytest.mark.parametrize("role", ["sysadmin", "secadmin", "auditor"])
def test_an_officer_enrols_before_acting_in_production(role, cast, signed, settings):
    client = signed(cast(role))
    assert client.get("/me/").status_code == 200
    settings.PRODUCTION = True
    assert client.get("/me/").url == FACTOR
    page = client.get(FACTOR).content.decode()
    assert "三员账号须先启用二次认证" in page
    assert "以后再说" not in page
    assert client.post(reverse("accounts:logout")).status_code == 302


def test_other_roles_are_not_forced(cast, signed, settings):
    settings.PRODUCTION = True
    assert signed(cast("leader")).get("/me/").status_code == 200
