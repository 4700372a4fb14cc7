"""A zone and a small cast for the tests of the foundation."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from honglian.foundation.access.actors import actor_for
from honglian.foundation.access.models import Grant
from honglian.foundation.access.roles import ROLES
from honglian.foundation.accounts.identity import self_actor
from honglian.foundation.accounts.models import User
from honglian.foundation.accounts.sessions import begin
from honglian.foundation.orgs.models import Department
from honglian.foundation.zones.actions import load_zone
from honglian.foundation.zones.models import Zone
from honglian.kit import clock
from honglian.kit.actor import Actor, ScopeKind

PASSWORD = "Honglian-2026"


@pytest.fixture
def zone(db) -> Zone:
    return load_zone(path=settings.ZONES_DIR / "xianning.toml", by=Actor.system(None))


@pytest.fixture
def other_zone(db) -> Zone:
    return load_zone(path=settings.ZONES_DIR / "xiangyang.toml", by=Actor.system(None))


class Cast:
    """People of a zone: ``cast("dept_worker")`` makes one with that role and its grant."""

    def __init__(self, zone: Zone) -> None:
        self.zone = zone

    def user(self, username: str, *, zone: Zone | None = None, **fields) -> User:
        fields.setdefault("name", f"某{username}")
        user = User(username=username, zone=zone or self.zone, **fields)
        user.set_password(PASSWORD)
        user.save()
        return user

    def __call__(self, role: str, username: str = "", *, zone: Zone | None = None) -> User:
        user = self.user(username or role, zone=zone)
        self.grant(user, role)
        return user

    def grant(self, user: User, role: str, **fields) -> Grant:
        kind = ROLES[role].scopes[0]
        named = {ScopeKind.CHAIN: user.zone.chains.first(), ScopeKind.DEPARTMENT: self.department}
        scope = named.get(kind)
        return Grant.rows.create(
            **{
                "zone": user.zone,
                "user": user,
                "role": role,
                "scope_kind": kind,
                "scope_id": scope.pk if scope else None,
                "scope_label": str(scope) if scope else "",
                "valid_from": clock.today(),
                "granted_by": "测试",
                "reason": "测试用",
                **fields,
            }
        )

    @property
    def department(self) -> Department:
        return Department.rows.filter(zone=self.zone, code="tax").first()

    def actor(self, user: User) -> Actor:
        grant = Grant.rows.filter(user=user).first()
        return actor_for(grant, name=user.name)

    def actor_without_role(self, user: User) -> Actor:
        return self_actor(user)


@pytest.fixture
def cast(zone) -> Cast:
    return Cast(zone)


@pytest.fixture
def signed(client: Client) -> Callable[[User], Client]:
    """A client in whose browser this person is signed in."""

    def sign_in(user: User, browser: Client | None = None) -> Client:
        browser = browser or client
        browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        _note_session(browser, user)
        return browser

    return sign_in


def _note_session(browser: Client, user: User) -> None:
    request = RequestFactory().get("/", HTTP_USER_AGENT="test browser")
    request.session = browser.session
    begin(request, user)
    request.session.save()
