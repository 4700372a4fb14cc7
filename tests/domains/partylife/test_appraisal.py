"""The yearly appraisal: the cap of a third, grades for full members only, proposals instead of consequences."""

from datetime import date, timedelta

import pytest
from django.http import Http404

from honglian.domains.members.models import PartyMember
from honglian.domains.partylife.appraisal import actions, selectors
from honglian.domains.partylife.models import Appraisal, AppraisalFollowUp
from honglian.foundation.workflow.api import desk
from honglian.kit.errors import NotAllowed, Refusal
from tests.domains.party import TODAY

DAY = TODAY.date()


def begun(party) -> Appraisal:
    return actions.begin(branch_id=party.branch.pk, year=2026, held_on=DAY, by=party.secretary)


def graded(party, found, excellent=3, basic=0, bad=0) -> None:
    rows = [r for r in found.grades.all() if not r.probationary]
    wanted = ["excellent"] * excellent + ["basic"] * basic + ["bad"] * bad
    wanted += ["good"] * (len(rows) - len(wanted))
    grades = {row.pk: grade for row, grade in zip(rows, wanted, strict=True)}
    actions.grade(appraisal_id=found.pk, grades=grades, by=party.secretary)


def test_the_cap_is_a_third_of_all_members_rounded_down(party):
    found = begun(party)  # nine full members and one on probation: ⌊10/3⌋ = 3
    with pytest.raises(Refusal, match=r"优秀最多 3 名，现在是 4 名，请减少 1 名.*AP-01.*第十八条"):
        graded(party, found, excellent=4)
    assert not found.grades.exclude(grade="").exists()
    graded(party, found, excellent=3)
    assert found.grades.filter(grade="excellent").count() == 3


def test_members_on_probation_take_part_without_a_grade(party):
    found = begun(party)
    row = found.grades.get(probationary=True)
    with pytest.raises(Refusal, match="AP-02"):
        actions.grade(appraisal_id=found.pk, grades={row.pk: "good"}, by=party.secretary)


def test_everybody_needs_a_grade_before_it_is_concluded(party):
    found = begun(party)
    with pytest.raises(Refusal, match="AP-03"):
        actions.conclude(appraisal_id=found.pk, by=party.secretary)
    graded(party, found)
    assert actions.conclude(appraisal_id=found.pk, by=party.secretary).state == "concluded"


def test_a_low_grade_is_put_before_the_branch_and_changes_nothing(party):
    found = begun(party)
    before = list(PartyMember.rows.order_by("pk").values())
    graded(party, found, excellent=1, basic=1, bad=1)
    actions.conclude(appraisal_id=found.pk, by=party.secretary)
    assert list(PartyMember.rows.order_by("pk").values()) == before
    follows = {f.kind: f for f in AppraisalFollowUp.objects.all()}
    assert {k: f.state for k, f in follows.items()} == {"help": "waiting", "proposal": "waiting"}
    titles = [i.title for i in desk(party.secretary)]
    assert any("民主评议不合格" in t for t in titles)
    done = actions.decide(
        follow_up_id=follows["proposal"].pk, decision="限期改正三个月", body="支部党员大会",
        decided_on=DAY, by=party.secretary,
    )  # fmt: skip
    assert done.state == "decided"
    with pytest.raises(Refusal, match="已经按这次评议作出决定"):
        actions.reopen(appraisal_id=found.pk, text="记错了", by=party.secretary)


def test_a_correction_takes_open_proposals_back(party):
    found = begun(party)
    graded(party, found, bad=1)
    actions.conclude(appraisal_id=found.pk, by=party.secretary)
    actions.reopen(appraisal_id=found.pk, text="选错了人", by=party.secretary)
    assert AppraisalFollowUp.objects.get().state == "void"
    graded(party, found)
    actions.conclude(appraisal_id=found.pk, by=party.secretary)
    assert not any("不合格" in i.title for i in desk(party.secretary))


def test_once_a_year_after_the_meeting(party):
    with pytest.raises(Refusal, match="不能晚于今天"):
        actions.begin(
            branch_id=party.branch.pk, year=2026, held_on=DAY + timedelta(1), by=party.secretary
        )
    begun(party)
    with pytest.raises(Refusal, match="已经登记"):
        begun(party)
    with pytest.raises(Refusal, match="不能多于发出的"):
        actions.begin(
            branch_id=party.branch.pk, year=2025, held_on=date(2026, 1, 10), ballots_given=9,
            ballots_back=10, by=party.secretary,
        )  # fmt: skip


def test_others_do_not_reach_it(party):
    found = begun(party)
    with pytest.raises(Http404):
        actions.conclude(appraisal_id=found.pk, by=party.neighbour)
    with pytest.raises(NotAllowed):
        actions.conclude(appraisal_id=found.pk, by=party.leader)


def test_the_figures_of_the_year_open_their_records(party):
    found = begun(party)
    graded(party, found, basic=1)
    actions.conclude(appraisal_id=found.pk, by=party.secretary)
    browser = party.browser("staff")
    figures = selectors.figures(party.staff, 2026)
    assert {f.code: f.value for f in figures} == {
        "concluded": 1, "waiting": 1, "excellent": 3, "good": 5, "basic": 1, "bad": 0,
    }  # fmt: skip
    for figure in figures:
        text = browser.get(figure.url).content.decode()
        assert f"共 {figure.value} {figure.unit if figure.code != 'concluded' else '次'}" in text


def test_the_page_refuses_beside_the_form_and_keeps_what_was_chosen(party):
    found = begun(party)
    browser = party.browser("secretary")
    url = f"/life/appraisals/{found.pk}/grade/"
    rows = [r for r in found.grades.all() if not r.probationary]
    data = {f"grade_{r.pk}": "excellent" if n < 4 else "good" for n, r in enumerate(rows)}
    answer = browser.post(url, data)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "AP-01" in text
    assert text.count('value="excellent" selected') == 4
    data[f"grade_{rows[0].pk}"] = "good"
    assert browser.post(url, data).status_code == 302
