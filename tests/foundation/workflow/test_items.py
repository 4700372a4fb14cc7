"""Work items: what lies on whose desk, and a log that nobody changes."""

from datetime import timedelta

import pytest

from honglian.foundation.workflow.api import desk, log, open_item, timeline, update_item
from honglian.foundation.workflow.models import WorkEvent
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.states import State, StateTable
from tests.foundation.places import make_actor, make_department, make_zone

pytestmark = pytest.mark.django_db


@pytest.fixture
def zone(db):
    return make_zone()


@pytest.fixture
def table():
    return StateTable(
        "试办",
        states=(State("open", "待办"), State("done", "办结", "done", final=True)),
        transitions=(),
        initial="open",
    )


@pytest.fixture
def put(zone, table):
    """Puts an item on a desk; `due` in days from now or None."""
    numbers = iter(range(1, 100))

    def make(due: int | None = None, **holder):
        moment = None if due is None else clock.now() + timedelta(days=due)
        n = next(numbers)
        return open_item(
            kind="test.thing",
            object_id=n,
            table=table,
            state="open",
            root=None,
            zone=holder.pop("zone", zone),
            title=f"事项 {n}",
            url=f"/things/{n}/",
            due_at=moment,
            **holder,
        )

    return make


def test_an_event_can_be_neither_changed_nor_deleted(put, zone):
    event = log(put(), by=Actor.system(zone.pk), verb="open", name="登记", text="原话")
    event.text = "改过的话"
    for change in (event.save, event.delete):
        with pytest.raises(TypeError, match="append-only"):
            change()
    assert WorkEvent.objects.get().text == "原话"


def test_my_desk_has_my_departments_items_first_due_first(put, zone):
    ours, theirs = make_department(zone, "T01", "甲局"), make_department(zone, "T02", "乙局")
    worker = make_actor(zone, "dept_worker", "department", ours.pk)
    undated = put(holder_department=ours)
    late = put(5, holder_department=ours)
    soon = put(1, holder_department=ours)
    put(1, holder_department=theirs)
    put(1, holder_role="dispatcher")
    mine = put(2, holder_user_id=worker.user_id)
    assert list(desk(worker)) == [soon, mine, late, undated]


def test_a_roles_queue_lies_on_the_desks_of_its_zone_only(put, zone):
    other = make_zone("xiangyang")
    here, there = put(holder_role="dispatcher"), put(holder_role="dispatcher", zone=other)
    assert list(desk(make_actor(zone, "dispatcher"))) == [here]
    assert list(desk(make_actor(other, "dispatcher"))) == [there]


def test_a_chains_queue_lies_on_its_own_grid_leaders_desk(put, zone):
    item = put(holder_role="grid_leader", chain_id=1)
    put(holder_role="grid_leader", chain_id=2)
    assert list(desk(make_actor(zone, "grid_leader", "chain", 1))) == [item]


def test_a_final_state_clears_the_desk_and_reopening_brings_it_back(put, zone, table):
    actor = make_actor(zone, "dispatcher")
    item = put(3, holder_role="dispatcher")
    update_item(item, table, "done")
    assert not desk(actor)
    assert (item.due_at, item.expected) == (None, "")
    update_item(item, table, "open", expected="重办")
    assert list(desk(actor)) == [item]


def test_internal_lines_are_hidden_from_outside(put, zone):
    item, by = put(), Actor.system(zone.pk)
    log(item, by=by, verb="a", name="登记")
    log(item, by=by, verb="b", name="批注", internal=True)
    assert [e.verb for e in timeline(item.pk, internal=True)] == ["a", "b"]
    assert [e.verb for e in timeline(item.pk, internal=False)] == ["a"]
