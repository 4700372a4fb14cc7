"""Held writes are never missed by a read, and never outlive what they belong to."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from honglian.foundation.workflow.models import OnceKey
from honglian.kit import clock, rows
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system(None)


def put(key: str) -> None:
    rows.insert_soon(OnceKey(owner="test", key=key, created_at=clock.now()))


def keys() -> list[str]:
    return sorted(OnceKey.objects.values_list("key", flat=True))


def act(body) -> None:
    """Run ``body`` inside an action."""

    @action(None)
    def run(*, by: Actor) -> None:
        body()

    run(by=SYSTEM)


def test_outside_of_actions_it_is_written_at_once():
    put("a")
    assert keys() == ["a"]


def test_a_read_in_the_action_sees_it():
    seen = []

    def body():
        put("a")
        put("b")
        seen.extend(keys())
        one = OnceKey.objects.get(key="a")
        rows.update_soon(OnceKey, one.pk, {"key": "100%", "response": {"a": [1]}})
        seen.append(OnceKey.objects.get(key__contains="%").response)

    act(body)
    assert seen == ["a", "b", {"a": [1]}]
    assert keys() == ["100%", "b"]


def test_what_is_left_is_written_at_the_end():
    act(lambda: put("a"))
    assert keys() == ["a"]


def test_on_postgresql_the_writes_travel_together():
    def body():
        put("a")
        put("b")
        keys()

    with CaptureQueriesContext(connection) as queries:
        act(body)
    sent = [q for q in queries if "oncekey" in q["sql"].lower()]
    assert len(sent) == (1 if connection.vendor == "postgresql" else 3)


def test_a_failing_action_writes_nothing():
    def body():
        put("a")
        keys()
        put("b")
        raise Refusal("不行。")

    with pytest.raises(Refusal):
        act(body)
    assert keys() == []
    put("c")
    assert keys() == ["c"]


def test_a_refused_inner_action_takes_only_its_own_back():
    def inner():
        put("inner")
        raise Refusal("不行。")

    def body():
        put("before")
        with pytest.raises(Refusal):
            act(inner)
        put("after")

    act(body)
    assert keys() == ["after", "before"]


def test_an_error_ends_the_action_and_the_next_one_works():
    def body():
        put("a")
        put("a")
        keys()

    with pytest.raises(DatabaseError), transaction.atomic():
        act(body)
    assert keys() == []
    act(lambda: put("b"))
    assert keys() == ["b"]


def test_statements_of_every_kind_carry_it():
    def body():
        put("a")
        with connection.cursor() as cursor:
            cursor.execute("SELECT 'x%' WHERE 'x%' LIKE 'x%'")
            assert cursor.fetchone() == ("x%",)
        put("b")
        assert [one.key for one in OnceKey.objects.order_by("key").iterator()] == ["a", "b"]
        put("c")
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE workflow_oncekey SET fingerprint = %s WHERE key = %s",
                [("1", "a"), ("2", "c")],
            )
            assert cursor.rowcount in (1, 2)

    act(body)
    found = dict(OnceKey.objects.values_list("key", "fingerprint"))
    assert found == {"a": "1", "b": "", "c": "2"}
