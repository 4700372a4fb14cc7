"""A meeting from plan to confirmed minutes, and a decision until it is carried out."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.http import Http404

from honglian.domains.enterprises.models import Enterprise
from honglian.domains.partylife.meetings import actions, notices
from honglian.domains.partylife.meetings.actions import Present
from honglian.domains.partylife.meetings.models import Decision, Meeting
from honglian.domains.partylife.meetings.people import invited
from honglian.domains.partylife.meetings.selectors import attendance, fused, late, themed, warnings
from honglian.foundation.audit.models import AuditEntry
from honglian.foundation.files.api import Prepared, attachments_of
from honglian.foundation.notify.api import InboxMessage
from honglian.foundation.workflow.api import desk, timeline
from honglian.kit import clock
from honglian.kit.errors import NotAllowed, Refusal
from tests.domains.party import TODAY, add_member

DAY = TODAY.date()


def planned(party, kind="member_meeting", day=DAY, **facts):
    facts = {"place": "二楼会议室", "host": "江承志", "agenda": "学习\n讨论预备党员转正"} | facts
    return actions.plan(
        branch_id=party.branch.pk, kind=kind, topic="第四季度党员大会", planned_on=day,
        by=party.secretary, **facts,
    )  # fmt: skip


def roll(meeting, absent=()):
    return [
        Present(p.name, p.member_id, p.probationary, present=p.name not in absent,
                reason="出差" if p.name in absent else "")
        for p in invited(meeting)
    ]  # fmt: skip


def held(party, kind="member_meeting", day=DAY, absent=(), **facts):
    meeting = planned(party, kind, day, **facts)
    return actions.hold(
        meeting_id=meeting.pk, held_on=day, roll=roll(meeting, absent), by=party.secretary
    )


def minuted(party, kind="member_meeting", day=DAY, **more):
    meeting = held(party, kind, day)
    more = {"minutes": "同意。", "speaker": "江承志"} | more
    return actions.minute(meeting_id=meeting.pk, by=party.secretary, **more)


def test_a_meeting_goes_from_plan_to_confirmed_minutes(party):
    meeting = planned(party, day=DAY + timedelta(3), planned_time=time(9, 30))
    line = desk(party.secretary).get(object_id=meeting.pk)
    assert (line.expected, line.number) == ("发通知", meeting.number)
    with clock.at(TODAY + timedelta(3)):
        actions.call(meeting_id=meeting.pk, by=party.secretary)
        actions.hold(
            meeting_id=meeting.pk, held_on=clock.today(), roll=roll(meeting, {"党员03"}),
            by=party.secretary,
        )  # fmt: skip
        actions.minute(meeting_id=meeting.pk, minutes="一致同意。", by=party.secretary)
        done = actions.confirm(meeting_id=meeting.pk, by=party.staff)
    assert (done.state, done.expected, done.present, done.late) == ("confirmed", 10, 9, False)
    assert done.absences == "党员03（出差）"
    assert not desk(party.secretary).filter(object_id=meeting.pk).exists()
    verbs = [e.verb for e in timeline(done.item_id, internal=True)]
    assert verbs == ["plan", "notice", "hold", "minute", "confirm"]
    assert AuditEntry.rows.filter(verb="meetings.minute").count() == 1


def test_the_notice_reaches_accounts_and_is_there_to_copy(party):
    other = party.add("clerk", "grid_worker", "org", party.branch.pk)
    meeting = planned(party, day=DAY + timedelta(1), planned_time=time(14))
    actions.call(meeting_id=meeting.pk, by=party.secretary)
    got = InboxMessage.objects.filter(topic="partylife.meeting")
    assert [m.user_id for m in got] == [other.user_id]
    assert "14:00" in got[0].body
    text = notices.text(meeting)
    assert "地点：二楼会议室" in text
    assert "1. 学习" in text


def test_a_notice_needs_a_place_and_a_day_ahead(party):
    meeting = planned(party, day=DAY + timedelta(1), place="")
    with pytest.raises(Refusal, match="地点"):
        actions.call(meeting_id=meeting.pk, by=party.secretary)
    gone = planned(party, day=DAY - timedelta(1))
    with pytest.raises(Refusal, match="已经过了"):
        actions.call(meeting_id=gone.pk, by=party.secretary)


def test_put_off_and_cancelled_tell_those_who_were_told(party):
    party.add("clerk", "grid_worker", "org", party.branch.pk)
    meeting = planned(party, day=DAY + timedelta(1))
    actions.call(meeting_id=meeting.pk, by=party.secretary)
    with pytest.raises(Refusal, match="为什么改期"):
        actions.put_off(
            meeting_id=meeting.pk, planned_on=DAY + timedelta(2), reason=" ", by=party.secretary
        )
    moved = actions.put_off(
        meeting_id=meeting.pk, planned_on=DAY + timedelta(2), reason="赶工", by=party.secretary
    )
    assert (moved.state, moved.put_off) == ("planned", 1)
    actions.call(meeting_id=meeting.pk, by=party.secretary)
    gone = actions.cancel(meeting_id=meeting.pk, reason="停电", by=party.secretary)
    assert gone.state == "cancelled"
    titles = list(InboxMessage.objects.order_by("pk").values_list("title", flat=True))
    assert [t[:2] for t in titles] == ["会议", "改期", "会议", "取消"]
    with pytest.raises(Refusal, match="已取消"):
        actions.hold(meeting_id=meeting.pk, held_on=DAY, roll=[], by=party.secretary)


def test_the_roll_is_prefilled_from_the_members_of_the_day(party):
    add_member(party.branch, 40, name="外出", floating="out")
    add_member(party.other, 41, name="别家")
    people = {p.name: p for p in invited(planned(party))}
    assert "别家" not in people
    assert people["党员10"].probationary
    assert (people["外出"].counts, people["外出"].why) == (False, "流动外出")
    assert people["党员01"].counts


@pytest.mark.parametrize(
    ("people", "words"),
    [
        ([Present("甲", present=False)], "甲没有到会，请写原因"),
        ([Present("甲", present=False, reason="病假")], "实到应在 1 名以上"),
        ([], "实到应在 1 名以上"),
    ],
)
def test_numbers_that_do_not_add_up_are_refused(party, people, words):
    meeting = planned(party)
    with pytest.raises(Refusal, match=words):
        actions.hold(meeting_id=meeting.pk, held_on=DAY, roll=people, by=party.secretary)
    assert Meeting.rows.get(pk=meeting.pk).state == "planned"


def test_a_meeting_is_not_held_before_its_day(party):
    meeting = planned(party)
    with pytest.raises(Refusal, match="还没有开"):
        actions.hold(
            meeting_id=meeting.pk, held_on=DAY + timedelta(1), roll=roll(meeting),
            by=party.secretary,
        )  # fmt: skip


def test_an_incomplete_record_is_refused_and_names_what_is_missing(party):
    meeting = held(party, host="", agenda="")
    with pytest.raises(Refusal, match="主持人、议程、记录正文") as no:
        actions.minute(meeting_id=meeting.pk, minutes="", by=party.secretary)
    assert no.value.code == "LR-01"


def test_a_file_stands_for_the_text_and_none_is_ever_asked_for(party):
    meeting = held(party)
    paper = Prepared("记录.pdf", "document", "application/pdf", b"%PDF-1.4 test")
    done = actions.minute(meeting_id=meeting.pk, minutes="", files=[paper], by=party.secretary)
    assert done.state == "minuted"
    assert len(attachments_of(done, internal=True)) == 1
    assert attachments_of(minuted(party), internal=True) == []


@pytest.mark.parametrize(("days", "is_late"), [(7, False), (8, True)])
def test_minutes_after_seven_days_are_marked(party, days, is_late):
    meeting = held(party, day=DAY - timedelta(days))
    done = actions.minute(meeting_id=meeting.pk, minutes="补记。", by=party.secretary)
    assert done.late is is_late
    assert any("LR-02" in w for w in warnings(done)) is is_late


def test_sent_back_minutes_keep_the_day_on_which_they_first_came(party):
    meeting = minuted(party)
    actions.send_back(meeting_id=meeting.pk, reason="补上发言", by=party.staff)
    with clock.at(TODAY + timedelta(20)):
        again = actions.minute(meeting_id=meeting.pk, minutes="补上了。", by=party.secretary)
    assert (again.minuted_on, again.late) == (DAY, False)


def test_confirmed_minutes_open_again_only_with_a_reason(party):
    meeting = minuted(party)
    actions.confirm(meeting_id=meeting.pk, by=party.secretary)
    with pytest.raises(Refusal):
        actions.minute(meeting_id=meeting.pk, minutes="改了", by=party.secretary)
    with pytest.raises(Refusal, match="更正"):
        actions.amend(meeting_id=meeting.pk, reason="", by=party.secretary)
    assert (
        actions.amend(meeting_id=meeting.pk, reason="人数有误", by=party.secretary).state
        == "minuted"
    )


def test_a_vote_needs_a_quorum_and_a_majority_of_those_entitled(party):
    meeting = held(party)
    votes = {"meeting_id": meeting.pk, "by": party.secretary, "entitled": 11}
    with pytest.raises(Refusal, match="ORG-013"):
        actions.decide(text="甲", voters=5, in_favour=5, **votes)
    with pytest.raises(Refusal, match="加起来 8 名"):
        actions.decide(text="甲", voters=7, in_favour=6, against=2, **votes)
    assert actions.decide(text="乙", voters=6, in_favour=6, **votes).passed
    lost = actions.decide(text="丙", voters=9, in_favour=5, against=4, **votes)
    assert lost.passed is False
    with pytest.raises(Refusal, match="没有通过"):
        actions.assign(
            decision_id=lost.pk, owner="甲", due_on=DAY + timedelta(9), by=party.secretary
        )


def test_a_decision_becomes_work_with_owner_day_and_desk(party):
    meeting = minuted(party, decisions=["建立党员先锋岗", "建立党员先锋岗", "走访困难职工"])
    first = meeting.decisions.first()
    assert meeting.decisions.count() == 2
    due = DAY + timedelta(9)
    actions.assign(
        decision_id=first.pk, owner="secretary同志", due_on=due,
        owner_user_id=party.secretary.user_id, by=party.secretary,
    )  # fmt: skip
    line = desk(party.secretary).get(kind="partylife.decision")
    assert (line.state_name, line.number) == ("办理中", f"{meeting.number}-1")
    assert clock.local(line.due_at).date() == due
    assert line.root_id == meeting.item_id
    with clock.at(TODAY + timedelta(11)):
        assert list(late(Decision.rows.all())) == [first]
        done = actions.finish(decision_id=first.pk, result="设岗 6 个", by=party.secretary)
        assert done.is_late
    assert not desk(party.secretary).filter(kind="partylife.decision").exists()
    assert "晚于期限" in timeline(meeting.item_id, internal=True)[-1].text
    again = actions.reopen(decision_id=first.pk, reason="只挂了牌", by=party.secretary)
    assert (again.state, again.done_on) == ("open", None)


def test_work_needs_an_owner_and_a_day_ahead(party):
    decision = minuted(party, decisions=["做一件事"]).decisions.get()
    with pytest.raises(Refusal, match="由谁负责"):
        actions.assign(decision_id=decision.pk, owner=" ", due_on=DAY, by=party.secretary)
    with pytest.raises(Refusal, match="不能早于今天"):
        actions.assign(
            decision_id=decision.pk, owner="甲", due_on=DAY - timedelta(1), by=party.secretary
        )
    with pytest.raises(Refusal, match="本支部的账号"):
        actions.assign(
            decision_id=decision.pk, owner="甲", due_on=DAY, owner_user_id=party.neighbour.user_id,
            by=party.secretary,
        )  # fmt: skip


def test_a_themed_day_says_what_it_did_for_the_business(party):
    firm = Enterprise.rows.create(
        zone=party.zone, uscc="914212000000000011", name="东风机电公司", party_org=party.branch
    )
    meeting = held(party, "theme_party_day", topic_kind="quality", enterprise_id=firm.pk)
    figure = {"result_name": "一次合格率", "result_before": Decimal("96.2"),
              "result_value": Decimal("98.1"), "problem": "焊点虚焊"}  # fmt: skip
    with pytest.raises(Refusal, match="单位"):
        actions.minute(
            meeting_id=meeting.pk, minutes="现场攻关。", business=figure, by=party.secretary
        )
    with pytest.raises(Refusal, match="从哪里来"):
        actions.minute(
            meeting_id=meeting.pk, minutes="现场攻关。", business=figure | {"result_unit": "%"},
            by=party.secretary,
        )  # fmt: skip
    whole = figure | {"result_unit": "%", "result_evidence": "质检日报 11 月 20 日"}
    actions.minute(meeting_id=meeting.pk, minutes="现场攻关。", business=whole, by=party.secretary)
    minuted(party, "theme_party_day")
    assert (fused(party.admin).count(), themed(party.admin).count()) == (1, 2)
    with pytest.raises(Refusal, match="只有主题党日"):
        planned(party, topic_kind="quality")


def test_the_rate_of_attendance_leaves_probationary_members_apart(party):
    meeting = held(party, absent={"党员01", "党员10"})
    share, rest, rest_all = attendance(meeting)
    assert (share, rest, rest_all) == (Decimal(8) / 9, 0, 1)


def test_one_person_at_two_places_and_one_photo_three_times_are_pointed_out(party):
    one = held(party, planned_time=time(9))
    two = held(party, "theme_party_day", planned_time=time(9))
    assert any("LR-06" in w for w in warnings(two))
    three = held(party, "heart_talk", planned_time=time(15))
    photo = Prepared("合影.jpg", "photo", "image/jpeg", b"same bytes")
    for meeting in (one, two):
        actions.add_files(meeting_id=meeting.pk, files=[photo], by=party.secretary)
    assert not any("LR-07" in w for w in warnings(one))
    actions.add_files(meeting_id=three.pk, files=[photo], by=party.secretary)
    assert any("LR-07" in w for w in warnings(three))


def test_nobody_acts_on_another_branch(party):
    meeting = planned(party)
    with pytest.raises(Http404):
        actions.cancel(meeting_id=meeting.pk, reason="不关我事", by=party.neighbour)
    with pytest.raises(NotAllowed):
        actions.cancel(meeting_id=meeting.pk, reason="只看", by=party.leader)
    with pytest.raises(Refusal, match="由党员所在的党支部"):
        actions.plan(
            branch_id=party.committee.pk, kind="member_meeting", topic="会", planned_on=DAY,
            by=party.admin,
        )  # fmt: skip


def test_a_group_has_meetings_of_its_own(party):
    with pytest.raises(Refusal, match="哪个党小组"):
        planned(party, "group_meeting")
    group = actions.start_group(branch_id=party.branch.pk, name="一车间党小组", by=party.secretary)
    with pytest.raises(Refusal, match="已有"):
        actions.start_group(branch_id=party.branch.pk, name="一车间党小组", by=party.secretary)
    first = planned(party, "group_meeting", group_id=group.pk)
    people = [
        Present(p.name, p.member_id, counts=n < 4, present=n < 4)
        for n, p in enumerate(invited(first))
    ]
    actions.hold(meeting_id=first.pk, held_on=DAY, roll=people, by=party.secretary)
    second = planned(party, "group_meeting", group_id=group.pk)
    assert [p.counts for p in invited(second)] == [True] * 4 + [False] * 6
    actions.end_group(group_id=group.pk, by=party.secretary)
    with pytest.raises(Refusal, match="哪个党小组"):
        planned(party, "group_meeting", group_id=group.pk)


def test_a_meeting_may_be_written_down_afterwards(party):
    meeting = held(party, day=date(2026, 11, 20))
    assert (meeting.state, meeting.held_on) == ("held", date(2026, 11, 20))
