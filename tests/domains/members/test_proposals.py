"""What the rules suggest: found daily, once each, answered by people, gone when mended."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from honglian.domains.members.dues import actions as dues
from honglian.domains.members.floating import actions as floating
from honglian.domains.members.models import PartyMember, Proposal
from honglian.domains.members.proposals import actions
from honglian.domains.members.standing import actions as standing
from honglian.domains.members.standing import activity
from honglian.domains.members.tasks import look_daily
from honglian.foundation.workflow.api import desk
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

TODAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def _sources():
    """Other domains report activity too; here only what a test says."""
    kept = dict(activity._sources)
    activity._sources.clear()
    yield
    activity._sources.clear()
    activity._sources.update(kept)


def look(party) -> set[str]:
    actions.look(zone_id=party.zone.pk, by=Actor.system(party.zone.pk))
    return set(Proposal.rows.filter(state="open").values_list("rule", flat=True))


def behind(party, paid_to: int) -> None:
    member = party.members[0].pk
    dues.set_base(
        member_id=member, year=2026, category="salaried", base=Decimal(5000), by=party.secretary
    )
    dues.pay(
        member_id=member, branch_id=party.branch.pk, first=date(2026, 1, 1), months=paid_to,
        excuse="年初预交", by=party.secretary,
    )  # fmt: skip


def later(days: int):
    return clock.at(datetime(2026, 11, 25, 10, tzinfo=clock.CHINA) + timedelta(days=days))


def test_nothing_is_suggested_where_all_is_well(party):
    behind(party, 10)
    assert look(party) == set()


@pytest.mark.parametrize(("paid_to", "rule"), [(8, None), (7, "DUE-08"), (4, "DUE-05")])
def test_arrears_are_suggested_at_three_and_six_months(party, paid_to, rule):
    behind(party, paid_to)
    assert look(party) == ({rule} if rule else set())
    assert PartyMember.rows.get(pk=party.members[0].pk).standing == "normal"


def test_a_suggestion_lies_on_the_branchs_desk_once(party):
    behind(party, 4)
    look(party)
    look(party)
    proposal = Proposal.rows.get()
    item = desk(party.secretary).get()
    assert (
        item.title == "党员01已连续 6 个月没有交党费，请支部了解原因；无正当理由的，按规定研究处置"
    )
    assert (item.expected, clock.local(item.due_at).date()) == (
        "研究并登记处理情况", date(2026, 12, 9),
    )  # fmt: skip
    assert proposal.branch == party.branch


def test_it_goes_when_the_cause_goes(party):
    behind(party, 4)
    look(party)
    dues.pay(
        member_id=party.members[0].pk, branch_id=party.branch.pk, first=date(2026, 5, 1), months=6,
        by=party.secretary,
    )  # fmt: skip
    assert look(party) == set()
    assert Proposal.rows.get().state == "gone"
    assert not desk(party.secretary).exists()


def test_an_answer_is_kept_and_not_asked_again_for_a_while(party):
    behind(party, 4)
    look(party)
    proposal = Proposal.rows.get()
    with pytest.raises(Refusal, match="写明处理情况"):
        actions.answer(proposal_id=proposal.pk, verb="dismiss", text=" ", by=party.secretary)
    actions.answer(
        proposal_id=proposal.pk, verb="handle", text="已谈话，本人答应补交", by=party.secretary
    )
    assert look(party) == set()
    with later(91):
        assert look(party) == {"DUE-05"}
    with pytest.raises(Refusal, match="已经办完"):
        actions.answer(proposal_id=proposal.pk, verb="handle", text="再答一次", by=party.secretary)


def test_members_away_lost_and_suspended(party):
    floating.register_out(
        member_id=party.members[1].pk, left_on=date(2026, 3, 1), place="武汉", kind="work",
        registered_on=date(2026, 4, 1), by=party.secretary,
    )  # fmt: skip
    standing.mark_lost(
        member_id=party.members[2].pk, lost_on=date(2026, 5, 25), text="停机", by=party.secretary
    )
    standing.mark_lost(
        member_id=party.members[3].pk, lost_on=date(2026, 5, 26), text="停机", by=party.secretary
    )
    assert look(party) == {"TR-01", "FL-02", "FL-04", "MB-01"}
    assert Proposal.rows.get(rule="MB-01").member == party.members[2]
    matter = standing.open_matter(
        member_id=party.members[2].pk, kind="suspend", reason="失联已满半年", searched="走访",
        by=party.secretary,
    )  # fmt: skip
    standing.decide(matter_id=matter.pk, agreed=True, body="支部大会", by=party.secretary)
    with later(729):
        assert "MB-02" not in look(party)
    with later(731):
        assert "MB-02" in look(party)


def test_silence_of_the_software_says_nothing_about_a_member(party):
    assert look(party) == set()
    seen = {party.members[4].pk: TODAY - timedelta(days=90)}
    activity.report("门禁", lambda zone_id: seen)
    assert look(party) == {"MB-08"}
    activity.report("组织生活", lambda zone_id: {party.members[5].pk: date(2026, 5, 25)}, life=True)
    assert look(party) == {"MB-05", "MB-08"}
    assert set(Proposal.rows.filter(rule="MB-05").values_list("member", flat=True)) == {
        party.members[5].pk
    }


def test_the_daily_job_and_the_pages(party):
    behind(party, 4)
    look_daily(zone_id=party.zone.pk)
    proposal, browser = Proposal.rows.get(), party.browser("secretary")
    page = browser.get(f"/proposals/{proposal.pk}/").content.decode()
    assert "DUE-05" in page
    assert "不合格党员组织处置办法" in page
    assert "看支部党费" in page
    assert "已连续 6 个月" in browser.get("/proposals/").content.decode()
    url = f"/proposals/{proposal.pk}/dismiss/"
    assert party.browser("leader").post(url, {"text": "不用办理"}).status_code == 403
    assert party.browser("neighbour").get(url).status_code == 404
    assert browser.post(url, {"text": ""}).status_code == 422
    assert browser.post(url, {"text": "本人住院，已按困难党员报批"}).status_code == 302
    assert "困难党员" in browser.get(f"/proposals/{proposal.pk}/").content.decode()
    member = browser.get(f"/members/{proposal.member_id}/").content.decode()
    assert "登记党费" in member
