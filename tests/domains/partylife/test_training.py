"""Trainings follow from real gaps; nothing counts hours, points or attendance."""

from datetime import date, timedelta

import pytest
from django.http import Http404

from honglian.domains.partylife.models import Meeting, Training, TrainingOrg
from honglian.domains.partylife.training import actions, gaps
from honglian.foundation.orgs.api import Post
from honglian.kit import clock
from honglian.kit.errors import Refusal
from tests.domains.party import TODAY
from tests.domains.partylife.test_rectify import registered

DAY = TODAY.date()


def arranged(party, **more) -> Training:
    facts = {
        "org_id": party.committee.pk, "kind": "class", "audience": "secretaries",
        "topic": "新任书记怎样抓支部、懂产业、帮企业", "on": DAY, "org_ids": [party.branch.pk],
    }  # fmt: skip
    return actions.arrange(by=party.staff, **facts | more)


def test_no_column_counts_hours_points_or_attendance():
    names = {f.name for m in (Training, TrainingOrg) for f in m._meta.get_fields()}
    words = ("hour", "point", "score", "sign", "check", "rank", "duration")
    assert not [n for n in names for w in words if w in n]


def test_the_needs_come_from_records_with_a_reason_each(party):
    registered(party)
    party.branch.term_ends_on = date(2027, 1, 10)
    party.branch.save()
    with clock.at(TODAY + timedelta(20)):
        found = {n.gap.code: n.reasons for n in gaps.needs(party.staff)}
    assert found["overdue"] == ["东风机电党支部：1 条整改事项逾期"]
    assert found["vacancy"] == ["西山食品党支部：没有书记"]
    assert found["term"] == ["东风机电党支部：2027-01-10 届满"]
    assert len(found["life"]) == len(found["appraisal"]) == 2
    assert "returned" not in found
    assert found["untrained"] == ["东风机电党支部：书记secretary同志 2026 年还没有参加集中培训"]


def test_a_new_secretary_is_a_need_for_a_year(party):
    Post.objects.create(
        org=party.other, kind="secretary", person_name="新书记", starts_on=date(2026, 3, 1)
    )
    found = {n.gap.code: n.reasons for n in gaps.needs(party.staff)}
    assert found["fresh"] == ["西山食品党支部：新书记 2026-03-01 起任书记"]
    assert "vacancy" not in found
    own = [reason for n in gaps.needs(party.neighbour) for reason in n.reasons]
    assert own
    assert all(reason.startswith("西山食品党支部：") for reason in own)


def test_missed_meetings_and_themed_days_without_a_subject_are_needs(party):
    Meeting.rows.create(
        zone=party.zone, branch=party.branch, number="HY1", kind="theme_party_day", topic="学习",
        planned_on=date(2026, 3, 5), held_on=date(2026, 3, 5), state="minuted",
    )  # fmt: skip
    found = {n.gap.code: n.reasons for n in gaps.needs(party.staff)}
    assert "支部党员大会缺 3 期" in found["meetings"][0]
    assert "主题党日缺 9 期" in found["meetings"][0]
    assert found["fusion"] == ["东风机电党支部：今年 1 次主题党日都没有业务主题"]


def test_a_need_fills_the_form_in(party):
    text = party.browser("staff").get("/life/trainings/new/?need=vacancy").content.decode()
    assert "支部委员会的组成、选举和空缺补选" in text
    assert "西山食品党支部：没有书记" in text


def test_held_with_what_was_agreed(party):
    found = arranged(party)
    assert found.item.holder_user_id == party.users["staff"].pk
    with pytest.raises(Refusal, match="请写商定了什么"):
        actions.hold(training_id=found.pk, agreed=" ", by=party.staff)
    actions.hold(
        training_id=found.pk, agreed="每支部结对一名老书记", people="两名书记", by=party.staff
    )
    found.refresh_from_db()
    assert (found.state, found.agreed) == ("held", "每支部结对一名老书记")


def test_the_invited_see_it_and_write_nothing(party):
    found = arranged(party)
    assert Training.objects.visible_to(party.secretary).get() == found
    assert not Training.objects.visible_to(party.neighbour).exists()
    with pytest.raises(Http404):
        actions.hold(training_id=found.pk, agreed="我来写", by=party.secretary)
    assert party.browser("secretary").get(f"/life/trainings/{found.pk}/").status_code == 200
    assert party.browser("neighbour").get(f"/life/trainings/{found.pk}/").status_code == 404


def test_days_in_the_wrong_order_and_strangers_are_refused(party):
    with pytest.raises(Refusal, match="结束日期早于开始日期"):
        arranged(party, until=DAY - timedelta(1))
    with pytest.raises(Refusal, match="不在您的范围内"):
        actions.arrange(
            org_id=party.branch.pk, kind="reading", audience="members", topic="读书", on=DAY,
            org_ids=[party.other.pk], by=party.secretary,
        )  # fmt: skip
