"""Life meetings: prepared, held, followed up; and what was said there is for those it concerns."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.http import Http404

from honglian.domains.partylife.life import actions, selectors
from honglian.domains.partylife.models import Criticism, LifeMeeting, RectifyItem
from honglian.domains.partylife.rectify import actions as rectify
from honglian.foundation.audit.models import AuditEntry
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.errors import NotAllowed, Refusal
from tests.domains.party import TODAY
from tests.domains.partylife.test_rectify import paper

TODAY_ = TODAY.date()
SECRET = "开会爱打断别人"


def prepared(party, **more) -> LifeMeeting:
    facts = {"theme": "对照检查找差距", "planned_on": TODAY_ + timedelta(2)} | more
    return actions.plan(branch_id=party.branch.pk, by=party.secretary, **facts)


def held(party, **more) -> LifeMeeting:
    meeting = prepared(party)
    for step in ("theme", "study", "talks", "opinions"):
        actions.prepare(meeting_id=meeting.pk, step=step, by=party.secretary)
    return actions.hold(meeting_id=meeting.pk, held_on=TODAY_, by=party.secretary, **more)


def seats(meeting) -> dict[str, object]:
    return {s.name: s for s in meeting.seats.all()}


def say(party, meeting, critic="党员01", target="党员02", by=None, **more) -> Criticism:
    at = seats(meeting)
    return actions.criticise(
        meeting_id=meeting.pk,
        critic_id=at[critic].pk,
        target_id=at[target].pk if target else None,
        category="style",
        content=SECRET,
        by=by or party.secretary,
        **more,
    )


@pytest.fixture
def member(party) -> Actor:
    """党员01 has an account of their own in the branch."""
    party.add("worker", "grid_worker", "org", party.branch.pk)
    user = party.users["worker"]
    user.name = "党员01"
    user.save()
    return party.actors["worker"]


def test_everybody_on_record_has_a_seat(party, member):
    meeting = prepared(party)
    assert meeting.seats.count() == 10
    assert seats(meeting)["党员01"].user_id == member.user_id
    assert seats(meeting)["党员02"].user_id is None
    assert meeting.host_user_id == party.users["secretary"].pk
    with pytest.raises(Refusal, match="已有一次在准备"):
        prepared(party)


def test_missing_preparation_must_be_explained(party):
    meeting = prepared(party)
    actions.prepare(meeting_id=meeting.pk, step="theme", by=party.secretary)
    with pytest.raises(Refusal, match="会前集中学习、开展谈心谈话、听取党员群众意见") as no:
        actions.hold(meeting_id=meeting.pk, held_on=TODAY_, by=party.secretary)
    assert no.value.field == "missing_because"
    done = actions.hold(
        meeting_id=meeting.pk,
        held_on=TODAY_,
        missing_because="随时召开，事前未集中",
        by=party.secretary,
    )
    assert done.state == "held"


def test_only_those_it_concerns_read_it(party, member):
    meeting = held(party)
    say(party, meeting, "党员02", "党员01")
    say(party, meeting, "党员02", "党员03")
    other = party.add("bystander", "grid_worker", "org", party.branch.pk)
    read = {
        name: Criticism.objects.visible_to(actor).count()
        for name, actor in {
            "host": party.secretary,
            "member": member,
            "bystander": other,
            "staff": party.staff,
            "admin": party.admin,
            "leader": party.leader,
            "neighbour": party.neighbour,
            "machine": Actor.system(party.zone.pk),
        }.items()
    }
    assert read == dict.fromkeys(read, 0) | {"host": 2, "member": 1}


def test_what_was_said_is_stored_encrypted(party):
    said = say(party, held(party))
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM partylife_criticism WHERE id = %s", [said.pk])
        stored = cursor.fetchone()[0]
    assert SECRET not in str(stored)
    assert Criticism.objects.visible_to(party.secretary).get().content == SECRET


def test_every_reading_is_on_record_and_no_log_holds_the_words(party, member):
    meeting = held(party)
    say(party, meeting, "党员01", "党员02")
    browser = party.browser("worker")
    assert SECRET in browser.get(f"/life/life-meetings/{meeting.pk}/said/").content.decode()
    actions.read_criticisms(meeting_id=meeting.pk, by=party.secretary)
    readings = AuditEntry.rows.filter(verb="life.read", target_id=str(meeting.pk))
    assert [r.actor_name for r in readings.order_by("pk")] == ["党员01", "secretary同志"]
    for entry in AuditEntry.rows.all():
        assert SECRET not in f"{entry.note}{entry.changes}{entry.target_label}"


def test_the_page_of_words_is_not_there_for_anybody_else(party, member):
    meeting = held(party)
    say(party, meeting)
    party.add("bystander", "grid_worker", "org", party.branch.pk)
    url = f"/life/life-meetings/{meeting.pk}/said/"
    # The bystander's account belongs to no seat; the level above has no right at all.
    codes = {
        name: party.browser(name).get(url).status_code
        for name in ("secretary", "worker", "bystander", "staff", "admin", "leader", "neighbour")
    }
    assert codes == {
        "secretary": 200, "worker": 200, "bystander": 404, "staff": 404, "admin": 403, "leader": 403,
        "neighbour": 404,
    }  # fmt: skip
    for name in ("staff", "admin", "leader", "bystander", "secretary"):
        text = party.browser(name).get(f"/life/life-meetings/{meeting.pk}/").content.decode()
        assert SECRET not in text
        assert "批评意见 1 条" in text


def test_a_member_notes_only_what_they_said(party, member):
    meeting = held(party)
    say(party, meeting, "党员01", "党员01", by=member)
    with pytest.raises(NotAllowed, match="只能记自己说的"):
        say(party, meeting, "党员02", "党员01", by=member)
    assert Criticism.rows.get().is_self


def test_who_was_absent_said_nothing(party):
    meeting = prepared(party)
    away = seats(meeting)["党员04"]
    actions.hold(
        meeting_id=meeting.pk, held_on=TODAY_, absences={away.pk: "出差"}, missing_because="急",
        by=party.secretary,
    )  # fmt: skip
    with pytest.raises(Refusal, match="没有到会"):
        say(party, meeting, "党员04")


def test_self_criticism_and_two_criticisms_each_are_reminded_of(party):
    meeting = held(party)
    for name in seats(meeting):
        if name != "党员09":
            say(party, meeting, name, name)
        say(party, meeting, name, None)
        if name != "党员08":
            say(party, meeting, name, "党员05" if name != "党员05" else "党员06")
    said = selectors.said(meeting)
    assert (said.selves, said.others) == (9, 19)
    assert ["党员09" in said.findings[0], "党员08" in said.findings[1]] == [True, True]
    assert "CR-01" in said.findings[0]
    assert "CR-02" in said.findings[1]
    assert (
        "CR-01"
        in party.browser("secretary").get(f"/life/life-meetings/{meeting.pk}/").content.decode()
    )
    assert (
        "CR-01"
        not in party.browser("staff").get(f"/life/life-meetings/{meeting.pk}/").content.decode()
    )


def test_a_problem_goes_into_the_ledger_once(party):
    meeting = held(party)
    said = say(party, meeting, "党员01", "党员02")
    facts = {
        "meeting_id": meeting.pk, "issue": "会上发言不够民主", "category": "style",
        "kind": "immediate", "seat_id": seats(meeting)["党员02"].pk, "by": party.secretary,
    }  # fmt: skip
    item = actions.raise_problem(criticism_id=said.pk, **facts)
    assert (item.life_meeting, item.source, item.owner_name) == (meeting, "life_meeting", "党员02")
    assert SECRET not in f"{item.issue}{item.cause}{item.note}"
    with pytest.raises(Refusal, match="只列一次"):
        actions.raise_problem(criticism_id=said.pk, **facts | {"issue": "换个说法"})
    with pytest.raises(Refusal, match="只列一次"):
        actions.raise_problem(**facts)
    with pytest.raises(Http404):
        actions.raise_problem(
            criticism_id=said.pk, **facts | {"by": party.staff, "issue": "又一条"}
        )
    assert RectifyItem.rows.count() == 1


def test_the_next_meeting_opens_with_the_last_list(party):
    first = held(party)
    with pytest.raises(Refusal, match="还没有一条问题"):
        actions.settle(meeting_id=first.pk, by=party.secretary)
    item = actions.raise_problem(
        meeting_id=first.pk, issue="谈心谈话走过场", category="work", kind="immediate",
        measure="逐人谈到", responsible="党员01", due_on=date(2026, 12, 10), by=party.secretary,
    )  # fmt: skip
    actions.settle(meeting_id=first.pk, by=party.secretary)
    rectify.apply_close(item_id=item.pk, files=[paper()], by=party.secretary)
    rectify.sign_off(item_id=item.pk, text="查了谈话记录", by=party.staff)
    with clock.at(TODAY + timedelta(200)):
        second = prepared(party, planned_on=TODAY_ + timedelta(210))
        assert second.previous == first
        assert selectors.carried_over(party.secretary, second) == [item]
        text = party.browser("secretary").get(f"/life/life-meetings/{second.pk}/").content.decode()
        assert "谈心谈话走过场" in text
        assert "已销号，待回头看" in text
        assert "通报上次问题的整改情况" in selectors.missing_preparation(second)
