"""The demonstration's cast signs in with one click, and nowhere but in a demonstration."""

import importlib

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from honglian.foundation.audit.models import AuditEntry
from honglian.foundation.zones.models import Installation

DEMO = "/login/demo/"


@pytest.fixture
def player(cast):
    return cast("leader", "demo-leader")


@pytest.fixture
def demo(settings, player):
    settings.HONGLIAN_DEMO = True
    Installation.objects.create(kind=Installation.Kind.DEMO)
    return player


def test_the_login_page_shows_the_cast_by_zone_with_what_to_try(client, demo):
    page = client.get("/login/").content.decode()
    for words in ("咸宁高新技术产业开发区", "某demo-leader", "党工委领导", "看驾驶舱", "演示环境"):
        assert words in page


def test_one_click_signs_in(client, demo):
    assert client.post(DEMO, {"user": demo.pk}).url == "/"
    assert "演示环境" in client.get("/me/").content.decode()
    assert AuditEntry.rows.get(verb="accounts.login").note == "演示一键登录"


def test_it_needs_the_form_token(demo):
    assert Client(enforce_csrf_checks=True).post(DEMO, {"user": demo.pk}).status_code == 403


def test_it_is_a_post(client, demo):
    assert client.get(DEMO).status_code == 405


def test_only_the_cast_can_be_entered(client, demo, cast):
    real = cast("leader", "li")
    stopped = cast.user("demo-stopped", is_active=False)
    for wanted in (real.pk, stopped.pk, 0, "x", ""):
        assert client.post(DEMO, {"user": wanted}).status_code == 404


def test_a_demo_player_is_not_asked_for_a_new_password(client, demo):
    demo.must_change_password = True
    demo.save()
    client.post(DEMO, {"user": demo.pk})
    assert client.get("/me/").status_code == 200


@pytest.mark.parametrize(
    ("asked", "kind", "production"),
    [
        (False, "demo", False),
        (True, "real", False),
        (True, None, False),
        (True, "demo", True),
    ],
)
def test_it_does_not_exist_elsewhere(client, player, settings, asked, kind, production):
    settings.HONGLIAN_DEMO, settings.PRODUCTION = asked, production
    if kind:
        Installation.objects.create(kind=kind)
    assert client.post(DEMO, {"user": player.pk}).status_code == 404
    page = client.get("/login/").content.decode()
    assert "demo-leader" not in page
    assert reverse("accounts:demo") not in page


def test_the_settings_refuse_a_demonstration_in_production(monkeypatch):
    from honglian import settings as module

    monkeypatch.setenv("HONGLIAN_ENV", "production")
    monkeypatch.setenv("HONGLIAN_DEMO", "1")
    with pytest.raises(ImproperlyConfigured, match="HONGLIAN_DEMO"):
        importlib.reload(module)
    monkeypatch.undo()
    importlib.reload(module)
