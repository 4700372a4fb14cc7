"""Integrations read their own inbox and the files they may see."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from honglian.foundation.access.actions import create_token
from honglian.foundation.access.api import actor_for
from honglian.foundation.files import registry
from honglian.foundation.files.api import attach, register_owner
from honglian.foundation.notify.api import InboxMessage
from honglian.kit import clock
from honglian.kit.actor import Actor
from tests.foundation.files.samples import upload
from tests.foundation.places import make_department, make_grant, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def wu(zone):
    return make_user(zone, "wu")


@pytest.fixture
def api(zone, wu, client):
    """Calls the API with a token of Wu's grant."""
    grant = make_grant(zone, wu, "dispatcher")
    officer = make_user(zone, "qin")
    by = actor_for(make_grant(zone, officer, "secadmin", "none"), name="qin")
    _, raw = create_token(
        grant_id=grant.pk, name="热线", expires_on=clock.today() + timedelta(days=30), by=by
    )

    def call(path: str, body: dict | None = None, **headers):
        headers |= {"Authorization": f"Bearer {raw}"}
        if body is None:
            return client.get(f"/api/v1{path}", headers=headers)
        content = json.dumps(body)
        return client.post(
            f"/api/v1{path}", content, content_type="application/json", headers=headers
        )

    return call


def message(user, zone, title: str, **fields) -> InboxMessage:
    fields |= {"topic": "t", "created_at": timezone.now()}
    return InboxMessage.objects.create(user=user, zone=zone, title=title, **fields)


def test_the_own_inbox_is_read_page_by_page(api, wu, zone):
    message(make_user(zone, "li"), zone, "别人的")
    for title in "一二三":
        message(wu, zone, title)
    first = api("/inbox?limit=2").json()
    assert [m["title"] for m in first["items"]] == ["三", "二"]
    rest = api(f"/inbox?limit=2&after={first['next']}").json()
    assert ([m["title"] for m in rest["items"]], rest["next"]) == (["一"], None)


def test_messages_are_marked_once_a_key(api, wu, zone):
    one, other = message(wu, zone, "一"), message(wu, zone, "二")
    for _ in range(2):
        answer = api("/inbox/read", {"ids": [one.pk]}, **{"Idempotency-Key": "k1"})
        assert answer.json() == {"read": 1}
    assert [m["id"] for m in api("/inbox?unread=true").json()["items"]] == [other.pk]
    assert api("/inbox/read", {}).json() == {"read": 1}


def test_a_token_gets_the_files_its_grant_sees(api, zone, monkeypatch):
    monkeypatch.setattr(registry, "_owners", {})
    department = make_department(zone, "T01")
    file = attach(owner=department, upload=upload(b"x", "a.txt"), by=Actor.system(zone.pk))
    assert api(f"/files/{file.key}").status_code == 404
    register_owner("orgs.department", lambda actor, pk: actor.role == "dispatcher")
    answer = api(f"/files/{file.key}")
    assert b"".join(answer.streaming_content) == b"x"


def test_without_a_token_nothing_is_told(client, db):
    assert client.get("/api/v1/inbox").status_code == 401
