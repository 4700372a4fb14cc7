"""An action called in a transaction that ends with it needs no savepoint."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from honglian.foundation.workflow.models import OnceKey
from honglian.kit.actions import action, whole
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

pytestmark = pytest.mark.django_db(transaction=True)
SYSTEM = Actor.system(None)


@action(None)
def write(*, key: str, fail: bool = False, by: Actor) -> None:
    """Nobody's business but the test's."""
    OnceKey.objects.create(owner="test", key=key)
    if fail:
        raise Refusal("不行。")


@action(None)
def write_around(*, by: Actor) -> None:
    """Carries on when the inner action refuses."""
    write(key="outer", by=by)
    with pytest.raises(Refusal):
        write(key="inner", fail=True, by=by)
    write(key="after", by=by)


def keys() -> list[str]:
    return sorted(OnceKey.objects.values_list("key", flat=True))


def savepoints(act) -> int:
    with CaptureQueriesContext(connection) as queries:
        act()
    return sum(query["sql"].startswith("SAVEPOINT") for query in queries)


def test_no_savepoint_is_set():
    def act():
        with whole():
            write(key="a", by=SYSTEM)

    assert savepoints(act) == 0
    assert keys() == ["a"]


def test_elsewhere_a_savepoint_keeps_the_callers_work():
    with transaction.atomic():
        write(key="a", by=SYSTEM)
        with pytest.raises(Refusal):
            write(key="b", fail=True, by=SYSTEM)
    assert keys() == ["a"]


def test_a_failing_action_takes_all_back():
    with pytest.raises(Refusal), whole():
        OnceKey.objects.create(owner="test", key="claim")
        write(key="a", fail=True, by=SYSTEM)
    assert keys() == []


def test_an_action_inside_the_action_still_has_its_savepoint():
    with whole():
        write_around(by=SYSTEM)
    assert keys() == ["after", "outer"]


def test_afterwards_actions_have_savepoints_again():
    with whole():
        write(key="a", by=SYSTEM)

    def act():
        with transaction.atomic():
            write(key="b", by=SYSTEM)

    assert savepoints(act) == 1
