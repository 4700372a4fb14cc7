"""What a branch owes: only what applies, period by period, and who is reminded when."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from honglian.domains.members.development import actions as development
from honglian.domains.members.models import FloatingContact, FloatingStay
from honglian.domains.partylife.frequency import KINDS
from honglian.domains.partylife.life.models import LifeMeeting
from honglian.domains.partylife.meetings import selectors
from honglian.domains.partylife.meetings.duty import standings
from honglian.domains.partylife.meetings.models import Meeting, PartyGroup, Reminder
from honglian.domains.partylife.meetings.reminding import remind
from honglian.domains.partylife.meetings.tasks import watch
from honglian.foundation.orgs.api import PartyOrg, Post
from honglian.foundation.workflow.api import desk
from honglian.kit import clock
from honglian.kit.actor import Actor
from tests.domains.party import TODAY, add_org
from tests.domains.partylife.test_meetings import minuted

DAY = TODAY.date()


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, tzinfo=clock.CHINA)


def record(branch, kind, day, **fields):
    """A meeting as a ledger leaves it."""
    number = f"T{Meeting.rows.count():06d}"
    return Meeting.rows.create(
        zone=branch.zone, branch=branch, number=number, kind=kind, topic=kind, planned_on=day,
        held_on=day, minuted_on=day, state="confirmed", **fields,
    )  # fmt: skip


def duties(branch, year=2026):
    return {d.kind.code: d for d in standings([branch], year)[0].duties}


def test_only_what_applies_is_asked_for(party):
    large, small = duties(party.branch), duties(party.other)
    assert "committee_meeting" in large
    assert large["committee_meeting"].why == "正式党员 9 名，应设支委会"
    assert "committee_meeting" not in small
    assert not {"group_meeting", "activist_review", "abroad_contact"} & large.keys()
    excused = {kind.code: why for kind, why in standings([party.other], 2026)[0].excused}
    assert excused["committee_meeting"].startswith("没有设支委会，正式党员 0 名")


def test_a_committee_that_is_elected_meets_whatever_the_size(party):
    Post.objects.create(org=party.other, kind="committee", person_name="甲")
    assert duties(party.other)["committee_meeting"].why == "设支委会（委员 2 名）"


def test_rates_are_counted_period_by_period_and_the_running_one_not_at_all(party):
    for day in (date(2026, 1, 20), date(2026, 1, 21), date(2026, 8, 3)):
        record(party.branch, "member_meeting", day)
    duty = duties(party.branch)["member_meeting"]
    assert [c.held for c in duty.counts] == [2, 0, 1, 0]
    assert (duty.met, len(duty.ended), duty.rate) == (2, 3, Decimal("0.6667"))
    assert (duty.missing, duty.current.period.last) == (1, date(2026, 12, 31))
    assert "MT-01" in duty.sentence


def test_late_and_unwritten_records_do_not_count_and_are_shown(party):
    record(party.branch, "party_lecture", date(2026, 5, 6), late=True)
    meeting = record(party.branch, "party_lecture", date(2026, 8, 6))
    Meeting.rows.filter(pk=meeting.pk).update(state="held")
    duty = duties(party.branch)["party_lecture"]
    assert (duty.met, duty.late) == (0, 1)


def test_a_branch_is_asked_from_the_period_of_its_foundation(party):
    young = add_org(party.zone, "Y1", "新党支部", "branch", party.committee,
                    founded_on=date(2026, 9, 20))  # fmt: skip
    assert len(duties(young)["theme_party_day"].counts) == 3
    assert standings([young], 2025)[0].rate is None


@pytest.mark.parametrize("kind", ["functional_branch", "temporary_branch", "committee"])
def test_organisations_without_members_of_their_own_owe_nothing(party, kind):
    org = add_org(party.zone, "F1", "产业园", kind, party.committee)
    assert not selectors.branches(party.admin).filter(pk=org.pk).exists()


def test_every_group_has_to_meet(party):
    for name in ("甲组", "乙组"):
        PartyGroup.rows.create(
            zone=party.zone, branch=party.branch, name=name, starts_on=date(2026, 9, 1)
        )
    one, two = PartyGroup.rows.all()
    record(party.branch, "group_meeting", date(2026, 9, 5), group=one)
    record(party.branch, "group_meeting", date(2026, 9, 6), group=one)
    record(party.branch, "group_meeting", date(2026, 10, 5), group=one)
    record(party.branch, "group_meeting", date(2026, 10, 5), group=two)
    duty = duties(party.branch)["group_meeting"]
    assert [c.period.first.month for c in duty.counts] == [9, 10, 11]
    assert [c.held for c in duty.counts] == [0, 1, 0]


def test_reviews_of_activists_are_taken_from_their_development(party):
    with clock.at(at(date(2026, 1, 20))):
        person = development.start(
            branch_id=party.branch.pk, name="甘愿", gender="1", birth_date=date(1998, 5, 4),
            applied_on=date(2025, 10, 2), documents=("入党申请书",), by=party.secretary,
        )  # fmt: skip
    for no, day in ((2, date(2025, 10, 20)), (3, date(2025, 12, 1)), (6, date(2026, 6, 3))):
        person.steps.create(no=no, on=day, version="2014", entered_by="甲")
    type(person).rows.filter(pk=person.pk).update(current=6)
    duty = duties(party.branch)["activist_review"]
    assert [c.held for c in duty.counts] == [1, 0]
    assert duty.why == "有入党积极分子 1 名，每名都要考察"


def test_contacts_with_members_abroad_are_taken_from_their_stay(party):
    stay = FloatingStay.rows.create(
        zone=party.zone, member=party.members[0], name="党员01", home_branch=party.branch,
        home_name="东风机电党支部", kind="abroad", left_on=date(2025, 9, 1), place="某国",
        registered_on=date(2025, 9, 1),
    )  # fmt: skip
    FloatingContact.objects.create(stay=stay, on=date(2026, 3, 2), way="call", entered_by="甲")
    duty = duties(party.branch)["abroad_contact"]
    assert [c.held for c in duty.counts] == [1, 0]
    assert "abroad_contact" not in duties(party.other)


def test_life_meetings_count_without_being_entered_twice(party):
    LifeMeeting.rows.create(
        zone=party.zone, branch=party.branch, theme="主题", planned_on=date(2026, 11, 2),
        held_on=date(2026, 11, 3), host_name="甲", state="held",
    )  # fmt: skip
    duty = duties(party.branch)["org_life_meeting"]
    assert (duty.missing, duty.light(DAY)) == (0, "done")


def test_the_level_above_sees_averages_with_their_denominators(party):
    for month in range(1, 11):
        record(party.branch, "theme_party_day", date(2026, month, 5))
    rows = selectors.standings_of(party.staff, 2026)
    assert [s.branch for s in rows] == [party.other, party.branch]
    total = next(t for t in selectors.totals(rows) if t.kind.code == "theme_party_day")
    assert (total.asked, total.kept, total.branches, total.missing) == (20, 10, 2, 2)
    assert total.share == Decimal("0.5")
    assert [s.branch for s in selectors.standings_of(party.neighbour, 2026)] == [party.other]
    assert selectors.standings_of(party.admin, 2026, party.branch.pk)[0].branch == party.branch


def test_many_branches_cost_a_handful_of_queries(party, django_assert_max_num_queries):
    for n in range(30):
        add_org(party.zone, f"M{n}", f"支部{n}", "branch", party.committee)
    branches = list(PartyOrg.rows.filter(zone=party.zone, type="branch"))
    with django_assert_max_num_queries(14):
        assert len(standings(branches, 2026)) == 32


def test_a_reminder_comes_some_days_before_the_end_once_and_goes_when_held(party):
    with clock.at(at(date(2026, 11, 22))):
        watch(zone_id=party.zone.pk)
        assert not Reminder.rows.filter(kind="theme_party_day").exists()
        assert Reminder.rows.filter(branch=party.branch, kind="heart_talk").count() == 1
    with clock.at(at(date(2026, 11, 23))):
        watch(zone_id=party.zone.pk)
        line = desk(party.secretary).get(title="主题党日本期还差 1 次")
        assert clock.local(line.due_at).date() == date(2026, 11, 30)
        assert remind(zone_id=party.zone.pk, by=Actor.system(party.zone.pk)) == 0
    minuted(party, "theme_party_day")
    assert not desk(party.secretary).filter(title__startswith="主题党日本期").exists()


def test_reminders_of_a_period_that_is_over_leave_the_desk(party):
    with clock.at(at(date(2026, 11, 26))):
        remind(zone_id=party.zone.pk, by=Actor.system(party.zone.pk))
    with clock.at(at(date(2026, 12, 1))):
        remind(zone_id=party.zone.pk, by=Actor.system(party.zone.pk))
        kept = Reminder.rows.filter(kind="theme_party_day", branch=party.branch)
        assert [r.state for r in kept] == ["over"]


def test_the_worked_example_of_a_year(party):
    """Held every month but August: 11/12, from our own table of examples."""
    for month in set(range(1, 13)) - {8}:
        record(party.other, "theme_party_day", date(2025, month, 10))
    duty = duties(party.other, 2025)["theme_party_day"]
    assert duty.rate == Decimal("0.9167")
    assert KINDS["theme_party_day"].words == "每月 1 次"
    assert duty.light(DAY + timedelta(1)) == "overdue"


def test_every_figure_opens_exactly_its_meetings(party):
    for day in (date(2026, 8, 3), date(2026, 8, 9), date(2026, 9, 2)):
        record(party.branch, "theme_party_day", day)
    record(party.branch, "theme_party_day", date(2026, 8, 20), late=True)
    record(party.other, "theme_party_day", date(2026, 8, 4))
    browser = party.browser("staff")
    text = browser.get("/life/frequency/?kind=theme_party_day&year=2026").content.decode()
    label = "东风机电党支部，8 月：要求 1 次，已开 2 次，已达标"
    cell = re.search(rf'href="([^"]+)" aria-label="{label}"', text)
    shown = browser.get(cell.group(1).replace("&amp;", "&")).content.decode()
    assert "共 2 次会议活动" in shown
    missing = browser.get("/life/frequency/?kind=theme_party_day&only=missing").content.decode()
    assert "只看本期还差主题党日的支部" in missing


def test_the_page_of_a_branch_says_what_is_missing_by_when(party):
    text = party.browser("secretary").get(f"/life/branches/{party.branch.pk}/").content.decode()
    assert "还差 1 次，12月31日 周四前" in text
    assert "MT-01" in text
    assert "没有党小组" in text
    page = party.browser("secretary").get("/life/frequency/")
    assert page.url == f"/life/branches/{party.branch.pk}/"
    assert party.browser("neighbour").get(f"/life/branches/{party.branch.pk}/").status_code == 404
