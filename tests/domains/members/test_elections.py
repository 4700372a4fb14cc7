"""Elections and terms: what people enter, what the rules stop, and the warnings before."""

from datetime import date, datetime

import pytest

from honglian.domains.members.models import OrgTerm
from honglian.domains.members.organising import actions, terms
from honglian.domains.members.organising.actions.electing import Result
from honglian.foundation.orgs.api import PartyOrg, Post
from honglian.foundation.workflow.models import WorkItem
from honglian.kit import clock
from honglian.kit.errors import Refusal
from tests.domains.party import add_org

TODAY = date(2026, 11, 25)
VOTE = Result(
    expected=9, present=9, seats=3, candidates=4, fewest_votes=6, secretary="党员01",
    committee="党员02 组织委员、党员03 宣传委员",
)  # fmt: skip


def test_an_election_ends_the_old_posts_and_begins_a_term(party):
    add_org(party.zone, "X", "旁支部", "branch", party.committee)
    PartyOrg.rows.filter(pk=party.branch.pk).update(term_ends_on=date(2026, 12, 20))
    actions.reelect(org_id=party.branch.pk, on=date(2026, 11, 2), by=party.staff)
    term = actions.record_election(
        org_id=party.branch.pk, on=date(2026, 11, 20), result=VOTE, by=party.staff
    )
    assert (term.ends_on, term.expected) == (date(2029, 11, 20), 9)
    held = Post.objects.filter(org=party.branch, ends_on=None).values_list(
        "kind", "person_name", "duty"
    )
    assert sorted(held) == [
        ("committee", "党员02", "组织委员"), ("committee", "党员03", "宣传委员"),
        ("secretary", "党员01", ""),
    ]  # fmt: skip
    assert OrgTerm.rows.filter(org=party.branch).count() == 2


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ({"present": 7}, "ORG-012", "不足五分之四"),
        ({"candidates": 3}, "ORG-012", "差额不足"),
        ({"fewest_votes": 4}, "ORG-012", "半数"),
        ({"seats": 4, "candidates": 5}, "refused", "填了 3 名"),
        ({"present": 10}, "refused", "请核对"),
        ({"excused": {"ill": 1}}, "ORG-018", "上级党组织同意"),
        ({"excused": {"busy": 1}, "excused_agreed": True}, "ORG-018", "五类"),
        ({"secretary": "党员01、党员04"}, "refused", "书记填 1 名"),
        ({"secretary": "党员02"}, "refused", "填了两次"),
        ({"secretary": "党员10"}, "ORG-015", "还不是正式党员"),
        ({"secretary": "邻居书记"}, "ORG-016", "西山食品党支部"),
    ],
)
def test_an_unlawful_election_is_not_entered(party, change, code, words):
    Post.objects.create(org=party.other, kind="secretary", person_name="邻居书记")
    PartyOrg.rows.filter(pk=party.branch.pk).update(term_ends_on=date(2026, 12, 20))
    actions.reelect(org_id=party.branch.pk, on=date(2026, 11, 2), by=party.staff)
    result = Result(**{**VOTE.__dict__, **change})
    with pytest.raises(Refusal, match=words) as refused:
        actions.record_election(
            org_id=party.branch.pk, on=date(2026, 11, 20), result=result, by=party.staff
        )
    assert refused.value.code == code
    assert Post.objects.get(org=party.branch, ends_on=None).person_name == "secretary同志"


def test_excused_voters_are_taken_off_when_agreed(party):
    PartyOrg.rows.filter(pk=party.branch.pk).update(term_ends_on=date(2026, 12, 20))
    actions.reelect(org_id=party.branch.pk, on=date(2026, 11, 2), by=party.staff)
    result = Result(
        **{**VOTE.__dict__, "present": 7, "excused": {"ill": 1}, "excused_agreed": True}
    )
    term = actions.record_election(
        org_id=party.branch.pk, on=date(2026, 11, 20), result=result, by=party.staff
    )
    assert (term.expected, term.excused) == (8, {"ill": 1})


def test_an_early_or_late_election_and_too_long_a_term_need_more(party):
    PartyOrg.rows.filter(pk=party.branch.pk).update(term_ends_on=date(2026, 10, 1))
    actions.reelect(org_id=party.branch.pk, on=date(2026, 9, 2), by=party.staff)
    late = {"org_id": party.branch.pk, "on": date(2026, 11, 20), "result": VOTE, "by": party.staff}
    with pytest.raises(Refusal, match="ORG-011"):
        actions.record_election(**late)
    with pytest.raises(Refusal, match="ORG-009"):
        actions.record_election(**late, paper_no="5号", term_ends_on=date(2031, 1, 1))
    actions.record_election(**late, paper_no="5号")


def test_appointed_bodies_hold_no_elections(party):
    chain = add_org(
        party.zone, "F", "产业园党支部", "functional_branch", party.committee, is_functional=True
    )
    with pytest.raises(Refusal, match="上级指定"):
        actions.reelect(org_id=chain.pk, on=TODAY, by=party.admin)


@pytest.mark.parametrize(
    ("day", "level"),
    [(181, None), (180, "soon"), (90, "near"), (30, "close"), (0, "close"), (-1, "over")],
)
def test_warnings_come_at_180_90_and_30_days(day, level):
    found = terms.level(date.fromordinal(TODAY.toordinal() + day), TODAY)
    assert (found and found.code) == level


def test_terms_lie_on_the_secretarys_desk_until_extended_or_renewed(party):
    PartyOrg.rows.filter(pk=party.branch.pk).update(term_ends_on=date(2027, 2, 1))
    assert terms.sweep(party.zone.pk) == 1
    item = WorkItem.rows.get(kind="members.org_term")
    assert (item.state, item.urgency, item.holder_user_id) == ("near", 2, party.secretary.user_id)
    with clock.at(datetime(2027, 1, 10, 9, tzinfo=clock.CHINA)):
        assert terms.sweep(party.zone.pk) == terms.sweep(party.zone.pk) == 1
        item.refresh_from_db()
        assert (item.state, item.urgency, item.events.count()) == ("close", 1, 2)
        with pytest.raises(Refusal, match="一般不超过 1 年"):
            actions.extend(
                org_id=party.branch.pk, on=date(2027, 1, 9), to=date(2028, 2, 2), paper_no="6号",
                by=party.admin,
            )  # fmt: skip
        with pytest.raises(Refusal, match="批复文号"):
            actions.extend(
                org_id=party.branch.pk, on=date(2027, 1, 9), to=date(2027, 9, 1), paper_no="",
                by=party.admin,
            )  # fmt: skip
        actions.extend(
            org_id=party.branch.pk, on=date(2027, 1, 9), to=date(2027, 9, 1), paper_no="6号",
            by=party.admin,
        )  # fmt: skip
    item.refresh_from_db()
    assert (item.state, item.closed_at is None) == ("renewed", False)
    party.branch.refresh_from_db()
    assert party.branch.term_ends_on == date(2027, 9, 1)
