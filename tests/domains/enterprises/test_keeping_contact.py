"""Leave covers, ties, promises that change hands, and leaving only after the handover."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from honglian.domains.enterprises import actions, selectors
from honglian.domains.enterprises.contacts import actions as contacts
from honglian.domains.enterprises.contacts import selectors as people
from honglian.domains.enterprises.contacts.binding import follow_pledges
from honglian.domains.enterprises.models import ContactLog, ContactPledge, Instructor, LeaveCover
from honglian.foundation.access.api import actor_for
from honglian.foundation.audit.models import AuditEntry
from honglian.foundation.notify.models import InboxMessage
from honglian.foundation.workflow.models import WorkEvent, WorkItem
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.errors import NotAllowed, Refusal
from tests.foundation.places import make_actor, make_grant, make_user

TODAY = clock.today()
WEEK = timedelta(days=7)


@pytest.fixture
def mate(zone, other) -> Actor:
    """The other instructor with an account and nothing of his own."""
    user = make_user(zone, "mate", name="林深")
    Instructor.rows.filter(pk=other.pk).update(user=user)
    other.refresh_from_db()
    return actor_for(make_grant(zone, user, "instructor", "pledge"), name="林深")


def promise(enterprise, instructor, by, **fields):
    fields = {
        "way": "call",
        "happened_on": TODAY,
        "text": "问补助",
        "promise": "问清补助时间",
    } | fields
    fields.setdefault("promise_due_on", TODAY + WEEK)
    return actions.log_contact(
        enterprise_id=enterprise.pk, instructor_id=instructor.pk, by=by, **fields
    )


def cover(absent, by_whom, by, start=TODAY, until=TODAY + WEEK):
    return contacts.cover_leave(
        absent_id=absent.pk, cover_id=by_whom.pk, starts_on=start, until=until, by=by
    )


def test_the_cover_sees_enterprises_and_desk_in_the_time_and_not_after(
    enterprise, instructor, other, guide, mate, admin
):
    promise(enterprise, instructor, guide)
    assert not selectors.enterprises(mate).exists()
    cover(instructor, other, admin)
    assert list(selectors.enterprises(mate)) == [enterprise]
    assert WorkItem.objects.held_by(mate).get().kind == "enterprises.promise"
    assert list(selectors.enterprises(guide)) == [enterprise]  # who is away still may look
    assert InboxMessage.objects.filter(user_id=mate.user_id, topic="pledges.cover").exists()
    with clock.at(clock.now() + timedelta(days=9)):
        assert not selectors.enterprises(mate).exists()
        assert not WorkItem.objects.held_by(mate).exists()


def test_the_cover_keeps_a_promise_and_hands_back_his_own(
    enterprise, instructor, other, guide, mate, admin
):
    entry = promise(enterprise, instructor, guide)
    cover(instructor, other, admin)
    actions.keep_promise(entry_id=entry.pk, by=mate)
    mine = promise(enterprise, other, mate, promise="约银行")
    assert mine.keeper == other
    with clock.at(clock.now() + timedelta(days=9)):
        assert follow_pledges(enterprise.zone_id, by=Actor.system(enterprise.zone_id)) == 1
    mine.refresh_from_db()
    assert mine.keeper == instructor


def test_other_work_of_who_is_away_stays_his(zone, instructor, other, guide, mate, admin):
    cover(instructor, other, admin)
    WorkItem.rows.create(
        zone=zone, kind="partylife.criticism", object_id=1, title="私", url="/", state="open",
        state_name="待办", holder_user=instructor.user, opened_at=clock.now(),
    )  # fmt: skip
    assert not WorkItem.objects.held_by(mate).exists()


@pytest.mark.parametrize(
    ("start", "until", "words"),
    [(0, -1, "早于开始"), (-9, -3, "已经过去"), (2, 3, "已由林深代班")],
    ids=["backwards", "past", "twice"],
)
def test_a_leave_that_makes_no_sense_is_refused(instructor, other, admin, start, until, words):
    cover(instructor, other, admin)
    days = [TODAY + timedelta(days=n) for n in (start, until)]
    with pytest.raises(Refusal, match=words):
        cover(instructor, other, admin, *days)


def test_nobody_stands_in_for_himself_or_while_away(instructor, other, admin):
    with pytest.raises(Refusal, match="自己给自己") as no:
        cover(instructor, instructor, admin)
    assert no.value.field == "cover"
    cover(other, instructor, admin)
    with pytest.raises(Refusal, match="自己也请假"):
        cover(instructor, other, admin)
    with pytest.raises(IntegrityError), transaction.atomic():
        LeaveCover.rows.create(
            zone=other.zone, absent=other, cover=other, starts_on=TODAY, until=TODAY, made_by="x"
        )


def test_an_instructor_asks_for_himself_and_not_for_others(instructor, other, guide, mate):
    made = cover(instructor, other, guide)
    with pytest.raises(Http404):
        cover(instructor, other, make_actor(instructor.zone, "dispatcher", "department", 1))
    with pytest.raises(NotAllowed):
        contacts.call_off_cover(cover_id=made.pk, by=mate)
    contacts.call_off_cover(cover_id=made.pk, by=guide)
    assert not people.stand_in_for(mate)
    with pytest.raises(Refusal, match="已经结束"):
        contacts.call_off_cover(cover_id=made.pk, by=guide)


def test_a_tie_is_never_overruled(enterprise, elsewhere, instructor, other, guide, admin):
    with pytest.raises(Refusal, match="先把这家企业交给别人"):
        contacts.declare_conflict(
            instructor_id=instructor.pk, enterprise_id=enterprise.pk, why="持股", by=admin
        )
    tie = contacts.declare_conflict(
        instructor_id=other.pk, enterprise_id=enterprise.pk, why="配偶任财务负责人", by=admin
    )
    for kind in ("primary", "deputy", "leader"):
        with pytest.raises(Refusal, match="CT-03"):
            actions.pledge(enterprise_id=enterprise.pk, instructor_id=other.pk, kind=kind, by=admin)
    contacts.lift_conflict(conflict_id=tie.pk, by=admin)
    actions.pledge(enterprise_id=enterprise.pk, instructor_id=other.pk, by=admin)


def test_on_any_day_there_is_one_primary(enterprise, instructor, other, guide, admin):
    """A handover planned for a later day changes nothing before it and leaves no gap."""
    day = TODAY + WEEK
    actions.pledge(enterprise_id=enterprise.pk, instructor_id=other.pk, starts_on=day, by=admin)
    for shift, wanted in ((0, instructor), (6, instructor), (7, other), (30, other)):
        with clock.at(clock.now() + timedelta(days=shift)):
            rows = ContactPledge.rows.filter(enterprise=enterprise, kind="primary")
            found = [p.instructor for p in rows if _holds(p, clock.today())]
            assert found == [wanted], shift
    with pytest.raises(Refusal, match="不能早于现任"):
        actions.pledge(
            enterprise_id=enterprise.pk, instructor_id=instructor.pk, starts_on=TODAY, by=admin
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactPledge.rows.create(
            zone=enterprise.zone, enterprise=enterprise, instructor=instructor, starts_on=TODAY
        )


def _holds(pledge, day: date) -> bool:
    return pledge.starts_on <= day and (pledge.ends_on is None or day < pledge.ends_on)


def test_overlapping_spans_are_refused(enterprise, instructor, other, admin):
    ContactPledge.rows.create(
        zone=enterprise.zone, enterprise=enterprise, instructor=other,
        starts_on=TODAY - WEEK, ends_on=TODAY + WEEK,
    )  # fmt: skip
    with pytest.raises(Refusal, match="CT-01"):
        actions.pledge(enterprise_id=enterprise.pk, instructor_id=instructor.pk, by=admin)
    helper = {"enterprise_id": enterprise.pk, "instructor_id": instructor.pk, "kind": "leader"}
    actions.pledge(**helper, ends_on=TODAY + WEEK, by=admin)
    with pytest.raises(Refusal, match="这段日期里已经是"):
        actions.pledge(**helper, starts_on=TODAY + timedelta(days=3), by=admin)
    actions.pledge(**helper, starts_on=TODAY + WEEK, by=admin)
    with pytest.raises(Refusal, match="主指导员不填止期"):
        actions.pledge(**(helper | {"kind": "primary"}), ends_on=TODAY + WEEK, by=admin)


def test_a_promise_kept_late_or_withdrawn_is_told_apart(enterprise, instructor, guide):
    old = TODAY - timedelta(days=20)
    late = promise(enterprise, instructor, guide, happened_on=old, promise_due_on=TODAY - WEEK)
    assert selectors.overdue_promises(guide).get() == late
    actions.keep_promise(entry_id=late.pk, by=guide)
    gone = promise(enterprise, instructor, guide)
    with pytest.raises(Refusal, match="为什么撤回"):
        actions.withdraw_promise(entry_id=gone.pk, reason=" ", by=guide)
    actions.withdraw_promise(entry_id=gone.pk, reason="政策停办，已向企业说明", by=guide)
    states = {e.pk: e.promise_code for e in ContactLog.rows.all()}
    assert states == {late.pk: "late", gone.pk: "withdrawn"}
    assert {i.state for i in WorkItem.rows.all()} == {"late", "withdrawn"}
    with pytest.raises(Refusal, match="已在"):
        actions.keep_promise(entry_id=gone.pk, by=guide)
    with pytest.raises(Refusal, match="还没有到"):
        other = promise(enterprise, instructor, guide)
        actions.keep_promise(entry_id=other.pk, day=TODAY + WEEK, by=guide)


def test_promises_go_with_the_enterprise(enterprise, instructor, other, guide, mate, admin):
    entry = promise(enterprise, instructor, guide)
    actions.pledge(enterprise_id=enterprise.pk, instructor_id=other.pk, by=admin)
    entry.refresh_from_db()
    item = WorkItem.objects.held_by(mate).get()
    assert (entry.keeper, item.object_id, item.holder_name) == (other, entry.pk, "林深")
    assert not WorkItem.objects.held_by(guide).exists()
    assert WorkEvent.objects.filter(item=item, verb="hand_on").exists()


def test_leaving_is_refused_until_everything_is_handed_over(
    enterprise, instructor, other, guide, mate, admin
):
    entry = promise(enterprise, instructor, guide)
    with pytest.raises(Refusal, match="1 家包保企业、1 件没兑现的承诺") as no:
        contacts.leave(instructor_id=instructor.pk, on=TODAY, by=admin)
    assert no.value.code == "CT-02"
    pledge = ContactPledge.rows.get(enterprise=enterprise)
    to = {f"pledge-{pledge.pk}": other.pk}
    for wrong in (instructor.pk, 10**9):
        with pytest.raises(Refusal, match="另一名在册"):
            contacts.hand_over(
                instructor_id=instructor.pk, to={f"pledge-{pledge.pk}": wrong}, day=TODAY, by=admin
            )
    assert contacts.hand_over(instructor_id=instructor.pk, to=to, day=TODAY, by=admin) == 1
    entry.refresh_from_db()
    assert entry.keeper == other
    left = contacts.leave(instructor_id=instructor.pk, on=TODAY, by=admin)
    assert left.left_on == TODAY
    with pytest.raises(Refusal, match="已于"):
        actions.pledge(enterprise_id=enterprise.pk, instructor_id=instructor.pk, by=admin)
    verbs = set(AuditEntry.rows.values_list("verb", flat=True))
    assert {"pledges.hand_over", "pledges.leave", "pledges.pledge"} <= verbs


def test_demands_that_the_leaver_follows_are_open_too(
    enterprise, instructor, other, guide, mate, admin
):
    from honglian.domains.cases import actions as cases
    from honglian.domains.cases.models import Case

    number = cases.report(text="缺普工三十人", enterprise_id=enterprise.pk, by=guide).case.number
    case = Case.rows.get(number=number)
    pledge = ContactPledge.rows.get(enterprise=enterprise)
    hand = {"instructor_id": instructor.pk, "day": TODAY, "by": admin}
    contacts.hand_over(to={f"pledge-{pledge.pk}": other.pk}, **hand)
    with pytest.raises(Refusal, match="1 件跟着的诉求"):
        contacts.leave(instructor_id=instructor.pk, on=TODAY, by=admin)
    contacts.hand_over(to={f"case-{case.pk}": other.pk}, **hand)
    case.refresh_from_db()
    assert case.reporter_user_id == mate.user_id
    contacts.leave(instructor_id=instructor.pk, on=TODAY, by=admin)
    contacts.come_back(instructor_id=instructor.pk, by=admin)
    assert Instructor.rows.get(pk=instructor.pk).left_on is None


def test_only_who_sees_the_whole_zone_lets_somebody_leave(zone, enterprise, instructor, guide):
    lead = make_actor(zone, "grid_leader", "chain", enterprise.chain_id)
    with pytest.raises(NotAllowed, match="党群工作部"):
        contacts.leave(instructor_id=instructor.pk, on=TODAY, by=lead)


def test_who_was_not_contacted_for_too_long_is_listed(zone, enterprise, elsewhere, guide, admin):
    rows = selectors.enterprises(admin)
    assert list(people.out_of_touch(rows, zone.pk)) == [enterprise]
    promise(enterprise, Instructor.rows.get(code="Z1"), guide)
    assert not people.out_of_touch(rows, zone.pk).exists()
