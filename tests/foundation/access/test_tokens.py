"""Tokens act as one grant; only their hash is kept; one query finds who calls."""

from datetime import timedelta

import pytest
import time_machine
from django.http import Http404
from django.urls import reverse

from honglian.foundation.access import actions
from honglian.foundation.access.models import ApiToken, Grant
from honglian.foundation.access.roles import ROLES
from honglian.foundation.access.tokens import actor_for_token
from honglian.foundation.audit.models import AuditEntry
from honglian.kit import clock
from honglian.kit.errors import NotAllowed, Refusal


@pytest.fixture
def by(cast):
    return cast.actor(cast("secadmin"))


@pytest.fixture
def hotline(cast):
    user = cast("dispatcher", "hotline")
    return Grant.rows.get(user=user)


def in_days(days):
    return clock.today() + timedelta(days=days)


@pytest.fixture
def token(by, hotline):
    return actions.create_token(grant_id=hotline.pk, name="热线推送", expires_on=in_days(90), by=by)


def test_a_token_acts_as_its_grant(token, hotline):
    actor = actor_for_token(token[1])
    assert (actor.role, actor.zone_id, actor.channel) == ("dispatcher", hotline.zone_id, "api")
    assert actor.permissions == ROLES["dispatcher"].permissions
    assert actor.grant_id == hotline.pk
    assert "热线推送" in actor.name


def test_the_raw_token_is_not_kept(token):
    row, raw = token
    stored = ApiToken.objects.filter(pk=row.pk).values().get()
    assert all(raw not in str(value) for value in stored.values())
    assert row.prefix in raw
    assert raw not in AuditEntry.rows.get(verb="tokens.create").note


def test_it_costs_one_query_and_once_a_day_a_second(token, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert actor_for_token(token[1])
    with django_assert_num_queries(1):
        assert actor_for_token(token[1])
    assert ApiToken.objects.get().used_on == clock.today()


@pytest.mark.parametrize("raw", ["", "x", "hlt_", "hlt_wrong", "hlt_" + "a" * 500])
def test_a_wrong_token_is_nobody(token, raw):
    assert token
    assert actor_for_token(raw) is None


def test_what_cannot_be_a_token_costs_no_query(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert actor_for_token("Bearer x") is None


def test_it_ends_with_its_day(token):
    with time_machine.travel(clock.now() + timedelta(days=90)):
        assert actor_for_token(token[1])
    with time_machine.travel(clock.now() + timedelta(days=91)):
        assert actor_for_token(token[1]) is None


def test_it_ends_when_revoked(token, by):
    actions.revoke_token(token_id=token[0].pk, by=by)
    assert actor_for_token(token[1]) is None
    with pytest.raises(Refusal, match="已经停用"):
        actions.revoke_token(token_id=token[0].pk, by=by)


def test_it_ends_with_its_grant(token, hotline, by):
    actions.revoke(grant_id=hotline.pk, reason="换平台", by=by)
    assert actor_for_token(token[1]) is None


def test_it_ends_with_its_account(token, hotline):
    hotline.user.is_active = False
    hotline.user.save()
    assert actor_for_token(token[1]) is None


def test_it_never_acts_as_an_officer(cast, by):
    officer = Grant.rows.get(user=cast("auditor"))
    with pytest.raises(Refusal, match="管理员"):
        actions.create_token(grant_id=officer.pk, name="x", expires_on=in_days(1), by=by)


@pytest.mark.parametrize(("days", "words"), [(0, "晚于今天"), (400, "最长一年")])
def test_its_life_is_bounded(hotline, by, days, words):
    with pytest.raises(Refusal, match=words):
        actions.create_token(grant_id=hotline.pk, name="x", expires_on=in_days(days), by=by)


def test_only_the_security_administrator_makes_and_stops_them(cast, hotline, token):
    system = cast.actor(cast("sysadmin"))
    with pytest.raises(NotAllowed):
        actions.create_token(grant_id=hotline.pk, name="x", expires_on=in_days(1), by=system)
    with pytest.raises(NotAllowed):
        actions.revoke_token(token_id=token[0].pk, by=system)


def test_another_zones_token_is_404(token, other_zone, by):
    from dataclasses import replace

    stranger = replace(by, zone_id=other_zone.pk)
    with pytest.raises(Http404):
        actions.revoke_token(token_id=token[0].pk, by=stranger)


def test_the_page_shows_it_once(cast, by, hotline, signed):
    from honglian.foundation.accounts.models import User

    client = signed(User.objects.get(username="secadmin"))
    data = {"name": "热线推送", "grant": hotline.pk, "expires_on": in_days(30).isoformat()}
    answer = client.post(reverse("access:create_token"), data)
    raw = answer.context["raw"]
    assert raw in answer.content.decode()
    assert actor_for_token(raw)
    listing = client.get(reverse("access:tokens")).content.decode()
    assert "热线推送" in listing
    assert raw not in listing
    row = ApiToken.objects.get()
    client.post(reverse("access:revoke_token", args=[row.pk]))
    assert actor_for_token(raw) is None
    assert "已停用" in client.get(reverse("access:tokens")).content.decode()
