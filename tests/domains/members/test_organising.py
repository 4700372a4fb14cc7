"""The life of organisations: application to dissolution, elections, and who takes part."""

from datetime import date

import pytest

from honglian.domains.members import actions as posts
from honglian.domains.members import placing
from honglian.domains.members.models import TakingPart
from honglian.domains.members.organising import actions, thresholds
from honglian.domains.members.organising.actions.electing import Result
from honglian.foundation.orgs.api import OrgTie, PartyOrg, Post, orgs_as_of
from honglian.foundation.workflow.models import WorkItem
from honglian.kit import clock
from honglian.kit.errors import NotAllowed, Refusal
from tests.domains.party import add_member, add_org

TODAY = date(2026, 11, 25)


def ask_for(party, by=None, **fields):
    given = {
        "parent_id": party.committee.pk,
        "type_code": "branch",
        "name": "新桥电子党支部",
        "applied_on": date(2026, 9, 1),
        "formal": 4,
        "units": ["新桥电子公司"],
        "by": by or party.staff,
    }
    return actions.apply_to_found(**{**given, **fields})


def founded(party):
    org = ask_for(party)
    actions.approve(org_id=org.pk, on=date(2026, 9, 20), paper_no="党组〔2026〕9号", by=party.admin)
    actions.prepare(org_id=org.pk, on=date(2026, 9, 22), by=party.staff)
    vote = Result(expected=4, present=4, seats=1, candidates=2, fewest_votes=3, secretary="新人甲")
    actions.record_election(org_id=org.pk, on=date(2026, 9, 28), result=vote, by=party.staff)
    org.refresh_from_db()
    return org


# Setting up


def test_from_application_to_founding_and_its_line_on_the_desk(party):
    org = ask_for(party)
    item = WorkItem.rows.get(kind="members.org_set_up", object_id=org.pk)
    assert (item.holder_role, item.expected) == ("org_admin", "批复")
    assert clock.local(item.due_at).date() == date(2026, 10, 1)
    assert org.pk not in [o.pk for o in orgs_as_of(party.zone.pk, TODAY)]
    actions.approve(org_id=org.pk, on=date(2026, 9, 20), paper_no="党组〔2026〕9号", by=party.admin)
    item.refresh_from_db()
    assert (item.holder_user_id, item.expected) == (party.staff.user_id, "筹备选举")
    actions.prepare(org_id=org.pk, on=date(2026, 9, 22), by=party.staff)
    vote = Result(expected=4, present=4, seats=1, candidates=2, fewest_votes=3, secretary="新人甲")
    actions.record_election(org_id=org.pk, on=date(2026, 9, 28), result=vote, by=party.staff)
    org.refresh_from_db()
    item.refresh_from_db()
    assert (org.status, org.founded_on, org.term_ends_on) == (
        "active", date(2026, 9, 28), date(2029, 9, 28),
    )  # fmt: skip
    assert item.closed_at is not None
    assert [a.verb for a in org.acts.all()] == ["apply", "approve", "prepare", "elect"]
    there = {d: [o.pk for o in orgs_as_of(party.zone.pk, d)] for d in (date(2026, 9, 27), TODAY)}
    assert org.pk not in there[date(2026, 9, 27)]
    assert org.pk in there[TODAY]


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"formal": 2}, "ORG-022"),
        ({"type_code": "general_branch", "formal": 40}, "ORG-003"),
        ({"type_code": "committee", "formal": 99}, "ORG-004"),
        ({"type_code": "project_branch", "months": 5}, "ORG-023"),
    ],
)
def test_a_set_up_below_its_threshold_is_stopped_with_the_rule(party, fields, rule):
    with pytest.raises(Refusal) as refused:
        ask_for(party, **fields)
    assert refused.value.code == rule
    assert rule in refused.value.message
    assert not PartyOrg.rows.filter(name="新桥电子党支部").exists()


def test_a_special_case_is_explained_and_kept(party):
    org = ask_for(party, type_code="committee", formal=90, excuse="上级批准先行组建")
    [act] = org.acts.all()
    assert [f["rule"] for f in act.findings] == ["ORG-004"]
    assert "上级批准先行组建" in act.text


def test_six_units_warn_and_are_tied_once_it_stands(party):
    units = [f"{n}厂" for n in range(1, 7)]
    org = ask_for(party, type_code="joint_branch", units=units)
    assert [f["rule"] for f in org.acts.get().findings] == ["ORG-005"]
    actions.approve(org_id=org.pk, on=date(2026, 9, 20), paper_no="9号", by=party.admin)
    actions.prepare(org_id=org.pk, on=date(2026, 9, 22), by=party.staff)
    vote = Result(expected=4, present=4, seats=1, candidates=2, fewest_votes=3, secretary="新人甲")
    actions.record_election(org_id=org.pk, on=date(2026, 9, 28), result=vote, by=party.staff)
    assert OrgTie.rows.filter(org=org, kind="unit").count() == 5
    [checked] = [c for c in thresholds.checkup(party.admin) if c.org.pk == org.pk]
    assert "ORG-005" in [f.rule.id for f in checked.findings]


def test_nobody_answers_their_own_application_and_a_no_needs_its_reason(party):
    org = ask_for(party, by=party.admin)
    with pytest.raises(NotAllowed, match="另一人"):
        actions.approve(org_id=org.pk, on=date(2026, 9, 2), paper_no="1号", by=party.admin)
    with pytest.raises(Refusal, match="理由"):
        actions.refuse(org_id=org.pk, on=date(2026, 9, 2), text=" ", by=party.staff)
    actions.refuse(org_id=org.pk, on=date(2026, 9, 2), text="与邻近支部合并更好", by=party.staff)
    with pytest.raises(Refusal, match="未批准"):
        actions.approve(org_id=org.pk, on=date(2026, 9, 3), paper_no="1号", by=party.staff)


def test_a_late_answer_is_noted_and_days_out_of_order_are_refused(party):
    org = ask_for(party)
    with pytest.raises(Refusal, match="早于申请日期"):
        actions.approve(org_id=org.pk, on=date(2026, 8, 31), paper_no="1号", by=party.admin)
    with pytest.raises(Refusal, match="今天之后"):
        actions.approve(org_id=org.pk, on=date(2026, 11, 26), paper_no="1号", by=party.admin)
    actions.approve(org_id=org.pk, on=date(2026, 10, 2), paper_no="1号", by=party.admin)
    assert [f["rule"] for f in org.acts.get(verb="approve").findings] == ["ORG-008"]


# Reorganising


def test_a_circle_of_superiors_is_named_and_nothing_changes(party):
    below = add_org(party.zone, "D8", "下级党总支", "general_branch", party.committee)
    with pytest.raises(Refusal, match="高新区企业党委 → 下级党总支 → 高新区企业党委"):
        actions.change(
            org_id=party.committee.pk, on=TODAY, parent_id=below.pk, paper_no="1号", by=party.admin
        )
    party.committee.refresh_from_db()
    assert party.committee.parent is None
    with pytest.raises(Refusal, match="成圈"):
        actions.change(
            org_id=below.pk, on=TODAY, parent_id=below.pk, paper_no="1号", by=party.admin
        )


def test_a_change_of_superior_needs_a_paper_and_moves_sight(party):
    upper = add_org(party.zone, "D8", "东片党总支", "general_branch", party.committee)
    with pytest.raises(Refusal, match="文号"):
        actions.change(org_id=party.other.pk, on=TODAY, parent_id=upper.pk, by=party.admin)
    actions.change(
        org_id=party.other.pk, on=TODAY, parent_id=upper.pk, name="西山党支部", paper_no="2号",
        by=party.admin,
    )  # fmt: skip
    act = party.other.acts.get(verb="change")
    assert "上级：高新区企业党委 → 东片党总支" in act.text
    with pytest.raises(Refusal, match="没有要变更"):
        actions.change(org_id=party.other.pk, on=TODAY, name="西山党支部", by=party.admin)


def test_merging_moves_the_members_that_day_and_ends_the_posts(party):
    with pytest.raises(Refusal, match="启动调整"):
        actions.merge(
            org_id=party.branch.pk, into_id=party.other.pk, on=TODAY, paper_no="3号", by=party.admin
        )
    actions.adjust(org_id=party.branch.pk, on=date(2026, 11, 1), text="人数减少", by=party.admin)
    actions.merge(
        org_id=party.branch.pk, into_id=party.other.pk, on=TODAY, paper_no="3号", by=party.admin
    )
    yesterday = date(2026, 11, 24)
    assert placing.sizes_on(party.zone.pk, yesterday) == {party.branch.pk: (9, 10)}
    assert placing.sizes_on(party.zone.pk, TODAY) == {party.other.pk: (9, 10)}
    assert not Post.objects.filter(org=party.branch, ends_on=None).exists()
    party.branch.refresh_from_db()
    assert party.branch.status == "merged"


def test_a_branch_with_members_is_not_dissolved(party):
    actions.adjust(org_id=party.branch.pk, on=TODAY, text="企业停产", by=party.admin)
    with pytest.raises(Refusal, match="还有 10 名党员"):
        actions.dissolve(
            org_id=party.branch.pk, on=TODAY, paper_no="4号", text="停产", by=party.admin
        )
    with pytest.raises(Refusal, match="下面还有"):
        actions.adjust(org_id=party.committee.pk, on=TODAY, text="试", by=party.admin)
        actions.dissolve(
            org_id=party.committee.pk, on=TODAY, paper_no="4号", text="试", by=party.admin
        )


def test_a_branch_short_for_three_months_is_on_the_work_list(party):
    for member in party.members[:7]:
        placing.move(member, to=party.other, on=date(2026, 8, 20))
    [short] = [c for c in thresholds.checkup(party.admin) if c.org.pk == party.branch.pk]
    assert short.strength.months_short == 3
    assert "正式党员 2 名，已连续 3 个月不足 3 名" in short.findings[0].sentence
    earlier = thresholds.checkup(party.admin, date(2026, 11, 19))
    rules = {f.rule.id for c in earlier if c.org.pk == party.branch.pk for f in c.findings}
    assert "ORG-020" not in rules


# Posts


def test_one_secretary_of_one_branch_but_functional_bodies_do_not_count(party):
    chain = add_org(
        party.zone, "F", "产业园党支部", "functional_branch", party.committee, is_functional=True
    )
    name = "secretary同志"
    posts.appoint(org_id=chain.pk, kind="secretary", person_name=name, by=party.admin)
    with pytest.raises(Refusal, match="ORG-016"):
        posts.appoint(org_id=party.other.pk, kind="secretary", person_name=name, by=party.admin)
    posts.appoint(
        org_id=party.other.pk, kind="secretary", person_name=name, is_namesake=True, by=party.admin
    )
    doubled = [c for c in thresholds.checkup(party.admin) if c.org.pk == party.other.pk]
    assert "ORG-016" in [f.rule.id for c in doubled for f in c.findings]


def test_a_secretary_of_less_than_a_year_is_explained(party):
    new = add_member(
        party.other, 60, name="新同志", joined_on=date(2025, 3, 1), full_on=date(2026, 3, 1)
    )
    given = {
        "org_id": party.other.pk,
        "kind": "secretary",
        "person_name": new.name,
        "by": party.admin,
    }
    with pytest.raises(Refusal, match="ORG-015"):
        posts.appoint(**given)
    posts.appoint(**given, excuse="企业仅此一名骨干")


# Other structures and temporary organisations


def test_an_organisation_stands_in_several_structures(party):
    chain = party.zone.chains.all()[0]
    made = [
        actions.tie(org_id=party.branch.pk, kind=kind, name=name, on=TODAY, by=party.staff)
        for kind, name in (("chain", chain.name), ("park", "横沟片区"), ("grid", "第三网格"))
    ]
    assert made[0].code == chain.code
    with pytest.raises(Refusal, match="已经登记"):
        actions.tie(org_id=party.branch.pk, kind="park", name="横沟片区", on=TODAY, by=party.staff)
    with pytest.raises(Refusal, match="没有产业链"):
        actions.tie(org_id=party.branch.pk, kind="chain", name="造船", on=TODAY, by=party.staff)
    actions.untie(org_id=party.branch.pk, tie_id=made[1].pk, on=TODAY, by=party.staff)
    assert party.branch.ties.filter(ends_on=None).count() == 2


def temporary(party, **fields):
    given = {
        "approver_id": party.committee.pk,
        "name": "电池一期项目临时党支部",
        "project": "电池一期项目",
        "duties": "协调用工、审批和安全",
        "until": date(2026, 12, 31),
        "on": date(2026, 6, 1),
        "paper_no": "党组〔2026〕6号",
        "secretary": "江承志",
        "committee": "甘愿、顾念远",
        "by": party.admin,
    }
    return actions.appoint_temporary(**{**given, **fields})


def test_a_temporary_organisation_counts_nobody_and_goes_with_the_project(party):
    before = placing.sizes_on(party.zone.pk, TODAY)
    org = temporary(party)
    for member in party.members[:3]:
        actions.join(org_id=org.pk, member_id=member.pk, on=date(2026, 6, 2), by=party.admin)
    actions.start(org_id=org.pk, on=date(2026, 6, 2), by=party.admin)
    assert placing.sizes_on(party.zone.pk, TODAY) == before
    assert {m.branch_id for m in party.members} == {party.branch.pk}
    item = WorkItem.rows.get(kind="members.temporary", object_id=org.pk)
    assert clock.local(item.due_at).date() == date(2026, 12, 31)
    with pytest.raises(Refusal, match="组织关系不转到那里"):
        placing.move(party.members[0], to=PartyOrg.rows.get(pk=org.pk), on=TODAY)
    actions.prolong(org_id=org.pk, on=TODAY, until=date(2027, 3, 31), by=party.admin)
    with pytest.raises(Refusal, match="完成或终止"):
        actions.close(org_id=org.pk, on=TODAY, outcome="", by=party.admin)
    actions.close(org_id=org.pk, on=TODAY, outcome="项目投产", by=party.admin)
    assert not TakingPart.rows.filter(org=org, ends_on=None).exists()
    assert not Post.objects.filter(org=org, ends_on=None).exists()
    item.refresh_from_db()
    assert item.closed_at is not None
    assert placing.sizes_on(party.zone.pk, TODAY) == before


def test_a_member_does_not_belong_to_a_second_branch(party):
    with pytest.raises(Refusal, match="组织关系在东风机电党支部") as refused:
        actions.join(org_id=party.other.pk, member_id=party.members[0].pk, on=TODAY, by=party.admin)
    assert refused.value.code == "ORG-017"
    org = temporary(party)
    actions.join(org_id=org.pk, member_id=party.members[0].pk, on=TODAY, by=party.admin)
    with pytest.raises(Refusal, match="已经参加"):
        actions.join(org_id=org.pk, member_id=party.members[0].pk, on=TODAY, by=party.admin)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"until": date(2026, 6, 1)}, "晚于成立日期"),
        ({"secretary": "甲、乙"}, "书记填 1 名"),
        ({"paper_no": " "}, "文号"),
    ],
)
def test_a_temporary_organisation_needs_task_secretary_and_paper(party, fields, words):
    with pytest.raises(Refusal, match=words):
        temporary(party, **fields)


def test_only_those_above_decide(party):
    with pytest.raises(NotAllowed):
        ask_for(party, by=party.secretary)
    with pytest.raises(NotAllowed):
        temporary(party, by=party.leader)


def test_an_organisation_does_not_decide_about_itself(party):
    with pytest.raises(NotAllowed, match="由上级党组织决定"):
        actions.adjust(org_id=party.committee.pk, on=TODAY, text="试", by=party.staff)
    own = party.add("own", "committee_staff", "org", party.branch.pk)
    with pytest.raises(NotAllowed, match="由上级党组织决定"):
        actions.adjust(org_id=party.branch.pk, on=TODAY, text="试", by=own)
    actions.adjust(org_id=party.branch.pk, on=TODAY, text="试", by=party.staff)
