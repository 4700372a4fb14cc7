"""A person's 25 steps: what is refused and by which article, what is explained, who decides."""

from datetime import date

import pytest

from honglian.domains.members.development import actions, selectors
from honglian.domains.members.models import Development, DevelopmentStep
from honglian.foundation.audit.models import AuditEntry
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.errors import NotAllowed, Refusal
from tests.domains.party import add_org

UPPER = {"body": "高新区企业党委", "outcome": "agreed"}
BRANCH = {"body": "支部委员会", "outcome": "agreed"}
VOTE = {
    "body": "支部大会", "outcome": "agreed", "secret": True,
    "expected": 9, "present": 8, "in_favour": 7,
}  # fmt: skip
WAY = {
    2: (date(2024, 3, 20), {}),
    3: (date(2024, 9, 10), BRANCH),
    4: (date(2024, 9, 12), {}),
    5: (date(2024, 9, 12), {"people": "张某、李某"}),
    6: (date(2025, 3, 10), {}),
    7: (date(2025, 9, 22), BRANCH),
    8: (date(2025, 9, 25), UPPER),
    9: (date(2025, 9, 26), {"people": "张某、李某"}),
    10: (date(2025, 10, 10), {"body": "党支部", "outcome": "agreed"}),
    11: (date(2025, 10, 20), {"days": 3}),
    12: (date(2025, 10, 22), BRANCH),
    13: (date(2025, 10, 27), UPPER),
    14: (date(2025, 10, 28), {}),
    15: (date(2025, 11, 3), VOTE),
    16: (date(2025, 11, 20), {}),
    17: (date(2025, 12, 1), UPPER),
    18: (date(2025, 12, 2), {}),
    19: (date(2025, 12, 2), {}),
    20: (date(2025, 12, 20), {}),
    21: (date(2026, 5, 2), {}),
    22: (date(2026, 11, 3), {}),
    23: (date(2026, 11, 10), VOTE),
    24: (date(2026, 11, 20), UPPER),
    25: (date(2026, 11, 25), {}),
}


def begin(party, **more) -> Development:
    facts = {
        "branch_id": party.branch.pk, "name": "陈某", "gender": "1", "by": party.secretary,
        "birth_date": date(1996, 5, 4), "applied_on": date(2024, 3, 1),
    } | more  # fmt: skip
    return actions.start(**facts)


def enter(party, development, no, on=None, **facts):
    day, usual = WAY[no]
    by = facts.pop("by", party.staff if no in (8, 13, 17, 24) else party.secretary)
    return actions.record_step(
        development_id=development.pk, no=no, on=on or day, by=by, **(usual | facts)
    )


def walked(party, last: int, **more) -> Development:
    development = begin(party, **more)
    for no in range(2, last + 1):
        enter(party, development, no)
    return again(development)


def again(development: Development) -> Development:
    return Development.rows.get(pk=development.pk)


def test_the_whole_way_ends_in_the_files(party):
    done = walked(party, 25)
    assert (done.state, done.current) == ("full", 25)
    assert done.item.closed_at is not None
    versions = dict(done.steps.values_list("no", "version"))
    assert (versions[3], versions[21], versions[22]) == ("2014", "2014", "2026")
    assert AuditEntry.rows.filter(verb="members.develop").count() == 25


def refused(party, development, no, code, match, **facts):
    before = DevelopmentStep.objects.count()
    with pytest.raises(Refusal, match=match) as caught:
        enter(party, development, no, **facts)
    assert caught.value.code == code
    assert DevelopmentStep.objects.count() == before
    return caught.value


def test_a_candidate_a_day_too_early_is_refused_with_rule_and_article(party):
    development = walked(party, 6)
    no = refused(party, development, 7, "DEV-03", "最早 2025-09-10", on=date(2025, 9, 9))
    assert "发展党员工作细则》（2014 年" in no.source
    assert no.source.endswith("第十三条")
    enter(party, development, 7, on=date(2025, 9, 10))


def test_cultivation_elsewhere_is_carried_over(party):
    development = begin(party, applied_on=date(2025, 9, 1), activist_since=date(2025, 9, 5))
    days = {2: date(2025, 9, 20), 3: date(2026, 2, 1), 4: date(2026, 2, 2), 5: date(2026, 2, 2)}
    for no, day in {**days, 6: date(2026, 8, 1)}.items():
        enter(party, development, no, on=day)
    assert selectors.rows(again(development))[6].window.earliest == date(2026, 9, 5)


@pytest.mark.parametrize(
    ("facts", "match"),
    [
        ({}, "请填公示起止"),
        ({"from_day": date(2026, 9, 21), "to_day": date(2026, 9, 24)}, "只有 4 个工作日"),
        ({"from_day": date(2026, 10, 1), "to_day": date(2026, 10, 8)}, "只有 1 个工作日"),
        ({"from_day": date(2026, 10, 19), "to_day": date(2026, 10, 23)}, "最早 2026-10-24"),
    ],
)
def test_publicity_counts_workdays_and_must_be_over(party, facts, match):
    development = walked(party, 6)
    on = date(2026, 10, 23)
    refused(party, development, 7, "DEV-04", match, on=on, **facts)


def test_publicity_of_five_workdays_is_enough(party):
    development = walked(party, 6)
    days = {"from_day": date(2026, 10, 19), "to_day": date(2026, 10, 23)}
    enter(party, development, 7, on=date(2026, 10, 24), **days)


def test_a_past_decision_is_judged_by_the_rules_of_its_day(party):
    development = walked(party, 7)
    assert development.records[-1].from_day is None


@pytest.mark.parametrize(
    ("no", "last", "code", "match", "facts"),
    [
        (3, 2, "DEV-12", "还没有到", {"on": date(2026, 11, 26)}),
        (3, 2, "DEV-12", "早于", {"on": date(2024, 3, 19)}),
        (7, 3, "DEV-12", "要先登记第 5 步", {}),
        (11, 10, "DEV-05", "须不少于 3 天或 24 学时", {"days": 2, "hours": 23}),
        (15, 14, "DEV-06", "最晚 2025-11-27", {"on": date(2025, 11, 28)}),
        (15, 14, "DEV-07", "没有超过半数，不能登记", {"in_favour": 4}),
        (15, 14, "DEV-07", "无记名", {"secret": False}),
        (15, 14, "DEV-07", "人数不对", {"in_favour": 9, "present": 8}),
        (17, 16, "DEV-08b", "最长到 2026-05-03", {"on": date(2026, 5, 4), "excuse": "调查"}),
        (22, 21, "DEV-09", "2026-11-03 才满", {"on": date(2026, 11, 2)}),
        (23, 22, "DEV-07", "没有超过半数", {"in_favour": 4}),
    ],
)
def test_unlawful_steps_are_refused(party, no, last, code, match, facts):
    refused(party, walked(party, last), no, code, match, **facts)


def test_late_steps_need_an_explanation_that_is_kept(party):
    development = begin(party)
    refused(party, development, 2, "DEV-02", "超过一个月", on=date(2024, 4, 2))
    entry = enter(party, development, 2, on=date(2024, 4, 2), excuse="本人出差在外")
    assert entry.findings[0]["rule"] == "DEV-02"


def test_an_approval_after_three_months_needs_a_reason(party):
    development = walked(party, 16)
    refused(party, development, 17, "DEV-08", "一般应在 2026-02-03", on=date(2026, 2, 4))
    enter(party, development, 17, on=date(2026, 2, 4), excuse="函调未回")


def test_an_applicant_must_be_eighteen(party):
    with pytest.raises(Refusal, match="未满 18") as caught:
        begin(party, birth_date=date(2006, 3, 2))
    assert caught.value.code == "DEV-01"
    begin(party, birth_date=date(2006, 3, 1))


def test_who_was_removed_waits_five_years(party):
    facts = {"former_exit": "removed", "former_exit_on": date(2021, 6, 1)}
    with pytest.raises(Refusal, match="最早 2026-06-01") as caught:
        begin(party, applied_on=date(2026, 5, 31), **facts)
    assert caught.value.code == "MB-04b"


def test_a_functional_branch_develops_nobody(party):
    park = add_org(party.zone, "D9", "大健康产业园党支部", "functional_branch", party.committee)
    with pytest.raises(Refusal, match="不发展党员") as caught:
        begin(party, branch_id=park.pk, by=party.admin)
    assert caught.value.code == "ORG-021"


def test_decisions_are_entered_by_people_only(party):
    development = walked(party, 2)
    system = Actor.system(party.zone.pk)
    refused(party, development, 3, "DEV-13", "只能由工作人员", by=system)
    refused(party, development, 3, "DEV-13", "组织名称", body=" ")


def test_a_branch_does_not_approve_its_own_request(party):
    development = walked(party, 12)
    with pytest.raises(NotAllowed, match="不能自己批自己"):
        enter(party, development, 13, by=party.secretary)


def test_a_refusal_of_the_meeting_is_recorded_and_the_step_stays_open(party):
    development = walked(party, 14)
    enter(party, development, 15, outcome="refused", in_favour=2)
    development = again(development)
    assert development.current == 14
    assert 15 not in development.taken
    enter(party, development, 15, on=date(2025, 11, 20))
    assert again(development).current == 15


def test_probation_is_prolonged_once_by_half_a_year_to_a_year(party):
    development = walked(party, 22)
    postponed = {"outcome": "postponed", "on": date(2026, 11, 10)}
    refused(party, development, 23, "refused", "延长几个月", **postponed)
    refused(party, development, 23, "DEV-09", "6 至 12 个月", extension=5, **postponed)
    enter(party, development, 23, extension=6, **postponed)
    development = again(development)
    assert development.extension_months == 6
    assert selectors.rows(development)[22].window.earliest == date(2027, 5, 3)
    refused(party, development, 23, "DEV-10", "2027-05-03 才满")


def test_a_second_extension_is_refused(party):
    development = walked(party, 22)
    postponed = {"outcome": "postponed", "extension": 6}
    enter(party, development, 23, **postponed)
    with clock.at(clock.now().replace(year=2027, month=6)):
        refused(
            party, development, 23, "DEV-09", "已经延长过一次", on=date(2027, 6, 1), **postponed
        )


def test_a_step_is_entered_once_but_reviews_repeat(party):
    development = walked(party, 6)
    enter(party, development, 6, on=date(2025, 9, 5))
    refused(party, development, 4, "step_twice", "已经登记过")


def test_contacts_are_one_or_two_and_sponsors_two(party):
    development = walked(party, 4)
    refused(party, development, 5, "refused", "1 至 2 名", people="甲、乙、丙")
    enter(party, development, 5, people="甲")
    for no in (6, 7, 8):
        enter(party, development, no)
    refused(party, development, 9, "refused", "2 名正式党员", people="甲")


def test_a_wrong_entry_is_withdrawn_and_stays_on_record(party):
    development = walked(party, 3)
    entry = development.records[-1]
    with pytest.raises(Refusal, match="为什么"):
        actions.withdraw_step(
            development_id=development.pk, step_id=entry.pk, reason=" ", by=party.secretary
        )
    actions.withdraw_step(
        development_id=development.pk, step_id=entry.pk, reason="日期写错", by=party.secretary
    )
    development = again(development)
    assert development.current == 2
    assert development.steps.get(pk=entry.pk).withdrawn
    enter(party, development, 3, on=date(2024, 9, 11))


def test_a_step_that_others_stand_on_is_not_withdrawn(party):
    development = walked(party, 5)
    third = next(r for r in development.records if r.no == 3)
    with pytest.raises(Refusal, match="请先撤回它"):
        actions.withdraw_step(
            development_id=development.pk, step_id=third.pk, reason="错", by=party.secretary
        )


def test_stopping_and_going_on(party):
    development = walked(party, 3)
    actions.stop(development_id=development.pk, reason="本人离职", by=party.secretary)
    refused(party, development, 4, "wrong_state", "已终止")
    actions.resume(development_id=development.pk, reason="回来了", by=party.secretary)
    enter(party, development, 4)


def test_the_desk_of_the_secretary_shows_the_next_deadline(party):
    item = walked(party, 14).item
    assert item.holder_user_id == party.users["secretary"].pk
    assert clock.local(item.due_at).date() == date(2025, 11, 27)
    assert item.expected == "登记支部大会讨论接收"


def test_the_half_yearly_review_is_missed_in_words(party):
    development = walked(party, 6)
    assert selectors.next_review(development) == date(2025, 9, 10)
    assert any("半年考察应在 2025-09-10" in w for w in selectors.warnings(development))


def test_others_branches_do_not_see_it(party):
    development = begin(party)
    assert not selectors.developments(party.neighbour).exists()
    assert selectors.developments(party.staff).get() == development
    assert selectors.developments(party.leader).get() == development
    with pytest.raises(NotAllowed):
        begin(party, by=party.leader)


def test_counts_by_stage(party):
    begin(party)
    walked(party, 7, name="李某")
    counts = {code: n for code, _, n in selectors.by_stage(party.admin)}
    assert counts == {"application": 1, "activist": 0, "candidate": 1, "probationary": 0, "full": 0}
