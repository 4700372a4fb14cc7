"""What makes others wait is done last, inside the transaction, and only if the action holds."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from honglian.foundation.audit.api import check_chain, record
from honglian.foundation.audit.models import AuditEntry
from honglian.kit.actions import action, at_the_end, whole
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system(None)


@action(None)
def note(*, diary: list[str], word: str, fail: bool = False, by: Actor) -> None:
    """Nobody's business but the test's."""
    at_the_end(lambda: diary.append(f"{word} last, in a transaction: {connection.in_atomic_block}"))
    diary.append(word)
    if fail:
        raise Refusal("不行。")


@action(None)
def note_around(*, diary: list[str], by: Actor) -> None:
    """Carries on when an inner action refuses."""
    note(diary=diary, word="first", by=by)
    with pytest.raises(Refusal):
        note(diary=diary, word="refused", fail=True, by=by)
    diary.append("outer")


def test_it_happens_after_everything_else_and_before_the_commit():
    diary: list[str] = []
    note(diary=diary, word="a", by=SYSTEM)
    assert diary == ["a", "a last, in a transaction: True"]


def test_inner_actions_wait_for_the_outermost_and_failed_ones_leave_nothing():
    diary: list[str] = []
    note_around(diary=diary, by=SYSTEM)
    assert diary == ["first", "refused", "outer", "first last, in a transaction: True"]


def test_a_whole_transaction_is_the_outermost():
    diary: list[str] = []
    with whole():
        note(diary=diary, word="a", by=SYSTEM)
        diary.append("remembered")
    assert diary == ["a", "remembered", "a last, in a transaction: True"]


def test_outside_of_actions_it_happens_at_once():
    diary: list[str] = []
    with transaction.atomic():
        at_the_end(lambda: diary.append("now"))
        assert diary == ["now"]


def test_a_refused_action_leaves_no_audit_entry_and_the_chain_holds():
    @action(None)
    def write(*, fail: bool, by: Actor) -> None:
        record(by=by, verb="test.write", target_kind="test", target_id=1, zone_id=0)
        if fail:
            raise Refusal("不行。")

    write(fail=False, by=SYSTEM)
    with pytest.raises(Refusal):
        write(fail=True, by=SYSTEM)
    write(fail=False, by=SYSTEM)
    assert list(AuditEntry.rows.order_by("seq").values_list("seq", flat=True)) == [1, 2]
    assert check_chain() == []
