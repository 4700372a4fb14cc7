"""Proposals of assignments: the optimum with reasons, changed by hand, published or refused."""

from datetime import timedelta

import pytest
from django.http import Http404

from honglian.domains.enterprises import actions as registry
from honglian.domains.enterprises.assigning import actions
from honglian.domains.enterprises.assigning.changing import options
from honglian.domains.enterprises.assigning.listing import kind_of, reasons_of
from honglian.domains.enterprises.assigning.weights import defaults
from honglian.domains.enterprises.contacts import actions as contacts
from honglian.domains.enterprises.models import (
    AssignmentPair,
    AssignmentPlan,
    ContactPledge,
    Enterprise,
    Instructor,
)
from honglian.domains.enterprises.tasks import compute_plan
from honglian.foundation.audit.models import AuditEntry
from honglian.kit import clock
from honglian.kit.errors import NotAllowed, Refusal
from tests.foundation.places import make_actor

from .conftest import firm

TODAY = clock.today()


@pytest.fixture
def field(zone, instructor, other, admin):
    """Four key enterprises on two chains, two guides who know one chain each with two places."""
    firms = [firm(zone, n, chain) for n, chain in ((11, "nm"), (12, "nm"), (13, "fb"), (14, "fb"))]
    Enterprise.rows.filter(pk__in=[f.pk for f in firms]).update(is_key=True)
    for guide, chain in ((instructor, "nm"), (other, "fb")):
        contacts.update_instructor(
            instructor_id=guide.pk, capacity=2, chains=[zone.chains.get(code=chain)], by=admin
        )
    return firms


def propose(zone, admin, **asked):
    return actions.propose(
        name="试算", asked={"kind": "key"} | asked, weights=defaults(zone.pk), by=admin
    )


def named(plan) -> dict[str, str]:
    return {
        p.enterprise.uscc[-2:]: p.instructor.name if p.instructor else "" for p in plan.pairs.all()
    }


def accept(plan, admin, pairs=None):
    return actions.decide(plan_id=plan.pk, accept=True, pair_ids=pairs, by=admin)


def test_the_optimum_with_reasons_and_the_price_of_each_rule(zone, admin, field):
    plan = propose(zone, admin)
    assert named(plan) == {"11": "顾念远", "12": "顾念远", "13": "林深", "14": "林深"}
    assert plan.outcome["gap"] == 0
    rules = {r["code"]: r for r in plan.outcome["rules"]}
    assert set(rules) == {"chain", "skill", "distance", "change", "even"}
    assert rules["chain"]["points"] == 0
    assert all(r["rest"] >= r["without"] for r in rules.values())
    pair = plan.pairs.select_related("plan", "instructor", "instead").first()
    assert kind_of(pair) == "新派"
    assert "熟悉这条产业链" in reasons_of(pair)
    assert not ContactPledge.rows.exists()  # a proposal changes nothing


def test_too_few_places_leave_some_with_the_reason(zone, admin, field, instructor):
    plan = propose(zone, admin, capacities={str(instructor.pk): 1})
    left = plan.pairs.get(instructor=None)
    assert "4 家企业、3 个名额" in left.why
    alone = propose(zone, admin, left_out=[instructor.pk])
    assert alone.pairs.filter(instructor=None).count() == 2
    assert named(alone)["13"] == "林深"


def test_a_conflict_of_interest_is_never_proposed_or_made_by_hand(zone, admin, field, other):
    contacts.declare_conflict(
        instructor_id=other.pk, enterprise_id=field[2].pk, why="持股", by=admin
    )
    plan = propose(zone, admin)
    pair = plan.pairs.get(enterprise=field[2])
    assert pair.instructor.name == "顾念远"
    with pytest.raises(Refusal, match="CT-03"):
        actions.change_pair(pair_id=pair.pk, instructor_id=other.pk, by=admin)


def test_a_change_by_hand_shows_its_price_and_keeps_the_limit(
    zone, admin, field, instructor, other
):
    plan = propose(zone, admin)
    pair = plan.pairs.get(enterprise=field[0])
    with pytest.raises(Refusal, match="CT-05") as no:
        actions.change_pair(pair_id=pair.pk, instructor_id=other.pk, by=admin)
    assert no.value.field == "instructor"
    Instructor.rows.filter(pk=other.pk).update(capacity=3)
    plan = propose(zone, admin)
    pair = plan.pairs.get(enterprise=field[0])
    option = next(o for o in options(pair) if o.instructor == other.pk)
    changed = actions.change_pair(pair_id=pair.pk, instructor_id=other.pk, why="熟", by=admin)
    # Off the chain 40; a third enterprise 6 instead of a second of the other's 3.
    assert changed.hand_price == option.price == 40 + 6 - 3
    assert AuditEntry.rows.filter(verb="pledges.change_pair").exists()
    held = propose(zone, admin, held={str(field[0].pk): other.pk})
    assert named(held)["11"] == "林深"
    back = actions.change_pair(pair_id=pair.pk, instructor_id=instructor.pk, by=admin)
    assert back.hand_price == 0


def test_publishing_writes_what_was_accepted_and_nothing_else(
    zone, admin, field, instructor, other
):
    registry.pledge(enterprise_id=field[0].pk, instructor_id=other.pk, by=admin,
                    starts_on=TODAY - timedelta(days=90))  # fmt: skip
    plan = propose(zone, admin)
    with pytest.raises(Refusal, match="还没有采纳"):
        actions.publish(plan_id=plan.pk, starts_on=TODAY, by=admin)
    wanted = plan.pairs.filter(enterprise__in=[field[0].pk, field[3].pk])
    assert accept(plan, admin, list(wanted.values_list("pk", flat=True))) == 2
    day = TODAY + timedelta(days=3)
    done = actions.publish(plan_id=plan.pk, starts_on=day, by=admin)
    old = ContactPledge.rows.get(enterprise=field[0], instructor=other)
    assert (old.ends_on, old.handed_to) == (day, instructor)
    new = ContactPledge.rows.filter(starts_on=day, ends_on=None)
    assert set(new.values_list("enterprise", flat=True)) == {field[0].pk, field[3].pk}
    assert (done.state, done.starts_on) == ("published", day)
    assert AuditEntry.rows.filter(verb="pledges.publish").count() == 1
    with pytest.raises(Refusal, match="已发布"):
        actions.publish(plan_id=plan.pk, starts_on=day, by=admin)


def test_a_stale_proposal_says_what_changed_and_is_not_published_silently(
    zone, admin, field, other
):
    plan = propose(zone, admin)
    accept(plan, admin)
    contacts.update_instructor(instructor_id=other.pk, skills="日语", by=admin)
    with pytest.raises(Refusal, match="有改动 1 名指导员：林深") as no:
        actions.publish(plan_id=plan.pk, starts_on=TODAY, by=admin)
    assert no.value.code == "stale"
    actions.publish(plan_id=plan.pk, starts_on=TODAY, despite_changes=True, by=admin)
    assert ContactPledge.rows.count() == 4


def test_even_confirmed_no_hard_rule_breaks_and_nothing_is_half_written(zone, admin, field, other):
    plan = propose(zone, admin)
    accept(plan, admin)
    contacts.update_instructor(instructor_id=other.pk, capacity=1, by=admin)
    go = {"plan_id": plan.pk, "starts_on": TODAY, "despite_changes": True, "by": admin}
    with pytest.raises(Refusal, match="CT-05"):
        actions.publish(**go)
    contacts.update_instructor(instructor_id=other.pk, capacity=2, by=admin)
    contacts.declare_conflict(
        instructor_id=other.pk, enterprise_id=field[3].pk, why="持股", by=admin
    )
    with pytest.raises(Refusal, match="CT-03"):
        actions.publish(**go)
    assert not ContactPledge.rows.exists()
    assert AssignmentPlan.rows.get(pk=plan.pk).state == "ready"


def test_who_left_is_not_proposed(zone, admin, field, other):
    contacts.leave(instructor_id=other.pk, on=TODAY, by=admin)
    plan = propose(zone, admin)
    assert set(named(plan).values()) == {"顾念远", ""}


def test_a_large_question_is_answered_by_a_job(zone, admin, field, monkeypatch):
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    plan = propose(zone, admin)
    assert (plan.state, plan.pairs.count()) == ("waiting", 0)
    compute_plan(plan_id=plan.pk)
    compute_plan(plan_id=plan.pk)
    plan.refresh_from_db()
    assert (plan.state, plan.pairs.count()) == ("ready", 4)


def test_plans_are_for_who_sees_the_whole_zone(zone, admin, field):
    plan = propose(zone, admin)
    lead = make_actor(zone, "grid_leader", "chain", field[0].chain_id)
    with pytest.raises(NotAllowed):
        propose(zone, lead)
    with pytest.raises(Http404):
        actions.drop(plan_id=plan.pk, by=lead)
    assert not AssignmentPair.objects.visible_to(lead).exists()
    with pytest.raises(NotAllowed):
        actions.drop(plan_id=plan.pk, by=make_actor(zone, "leader"))
    actions.drop(plan_id=plan.pk, by=admin)
    with pytest.raises(Refusal, match="不用了"):
        accept(plan, admin)
