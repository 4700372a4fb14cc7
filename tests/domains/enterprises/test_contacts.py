"""Who answers for an enterprise, what was promised, and that nobody else gets in between."""

from datetime import date, timedelta

import pytest
from django.http import Http404

from honglian.domains.enterprises import actions, selectors
from honglian.domains.enterprises.models import ContactPledge
from honglian.foundation.audit.models import AuditEntry
from honglian.foundation.workflow.models import WorkEvent, WorkItem
from honglian.kit import clock
from honglian.kit.errors import NotAllowed, Refusal


def log(enterprise, by, **fields):
    fields = {"way": "visit", "happened_on": clock.today(), "text": "看了新产线"} | fields
    return actions.log_contact(enterprise_id=enterprise.pk, by=by, **fields)


def test_a_new_primary_instructor_takes_over_from_the_present_one(enterprise, guide, other, admin):
    day = date(2026, 6, 1)
    new = actions.pledge(
        enterprise_id=enterprise.pk, instructor_id=other.pk, starts_on=day, by=admin
    )
    old = ContactPledge.rows.exclude(pk=new.pk).get(enterprise=enterprise)
    assert (old.ends_on, old.handed_to) == (day, other)
    assert ContactPledge.rows.filter(enterprise=enterprise, ends_on=None).get() == new


def test_the_same_instructor_again_is_refused(enterprise, guide, instructor, admin):
    with pytest.raises(Refusal, match="已经是这家企业的主指导员"):
        actions.pledge(enterprise_id=enterprise.pk, instructor_id=instructor.pk, by=admin)


def test_a_handover_does_not_lie_before_the_present_pledge(enterprise, guide, other, admin):
    with pytest.raises(Refusal, match="不能早于现任"):
        actions.pledge(
            enterprise_id=enterprise.pk,
            instructor_id=other.pk,
            starts_on=date(2025, 12, 1),
            by=admin,
        )
    assert ContactPledge.rows.get(enterprise=enterprise).ends_on is None


def test_a_helper_stands_beside_the_primary(enterprise, guide, other, admin):
    actions.pledge(enterprise_id=enterprise.pk, instructor_id=other.pk, kind="deputy", by=admin)
    assert ContactPledge.rows.filter(enterprise=enterprise, ends_on=None).count() == 2


def test_an_instructor_sees_and_logs_only_guided_enterprises(enterprise, elsewhere, guide):
    assert list(selectors.enterprises(guide)) == [enterprise]
    log(enterprise, guide)
    with pytest.raises(Http404):
        log(elsewhere, guide)


def test_without_the_permission_nothing_is_logged(zone, enterprise):
    from tests.foundation.places import make_actor

    with pytest.raises(NotAllowed):
        log(enterprise, make_actor(zone, "leader"))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"happened_on": clock.today() + timedelta(days=1)}, "还没有到"),
        ({"promise": "问清补助"}, "写一个期限"),
        ({"promise_due_on": clock.today()}, "答应了企业什么事"),
        ({"promise": "问清补助", "promise_due_on": date(2020, 1, 1)}, "早于联系日期"),
    ],
)
def test_a_contact_that_makes_no_sense_is_refused(enterprise, guide, fields, words):
    with pytest.raises(Refusal, match=words):
        log(enterprise, guide, **fields)


def test_a_promise_lies_on_the_desk_until_it_is_kept(enterprise, guide):
    due = clock.today() + timedelta(days=5)
    entry = log(enterprise, guide, promise="问清补助时间", promise_due_on=due)
    item = WorkItem.objects.held_by(guide).get()
    assert clock.local(item.due_at).date() == due
    assert "问清补助时间" in item.title
    actions.keep_promise(entry_id=entry.pk, by=guide)
    assert not WorkItem.objects.held_by(guide).exists()
    assert [e.verb for e in WorkEvent.objects.filter(item=item)] == ["promise", "keep"]


def test_a_promise_is_kept_once(enterprise, guide):
    entry = log(enterprise, guide, promise="问清补助时间", promise_due_on=clock.today())
    actions.keep_promise(entry_id=entry.pk, by=guide)
    with pytest.raises(Refusal, match="已在"):
        actions.keep_promise(entry_id=entry.pk, by=guide)


def test_seeing_the_telephone_is_on_record(enterprise, guide):
    assert actions.reveal_contact(enterprise_id=enterprise.pk, by=guide) == "13907240001"
    entry = AuditEntry.rows.get(verb="enterprises.reveal_contact")
    assert (entry.actor_name, entry.target_id) == ("顾念远", str(enterprise.pk))


def test_a_change_is_audited_without_the_telephone(enterprise, admin):
    actions.update(
        enterprise_id=enterprise.pk, by=admin, name="第一新材料公司", contact_mobile="13800000000"
    )
    changes = AuditEntry.rows.get(verb="enterprises.update").changes
    assert changes["name"] == ["第1新材料厂", "第一新材料公司"]
    assert changes["contact_mobile"] == ["***", "***"]
    enterprise.refresh_from_db()
    assert enterprise.initials.startswith("dyxcl")


def test_an_unknown_field_is_a_bug(enterprise, admin):
    with pytest.raises(TypeError, match="uscc"):
        actions.update(enterprise_id=enterprise.pk, by=admin, uscc="X")


def test_a_grid_lead_cannot_move_an_enterprise_out_of_reach(zone, enterprise):
    from tests.foundation.places import make_actor

    chain = zone.chains.get(code="nm")
    lead = make_actor(zone, "grid_leader", "chain", chain.pk)
    with pytest.raises(Refusal, match="管辖范围"):
        actions.update(enterprise_id=enterprise.pk, by=lead, chain=zone.chains.get(code="fb"))
    enterprise.refresh_from_db()
    assert enterprise.chain == chain
