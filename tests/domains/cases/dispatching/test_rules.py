"""Dispatch rules from the draft to the proposal on a case's page, and the trial on the past."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from honglian import cli
from honglian.domains.cases import actions as case_actions
from honglian.domains.cases.dispatching import actions, past, selectors
from honglian.domains.cases.models import DispatchRule, RuleSet
from honglian.domains.cases.proposing.actions import take_rule
from honglian.domains.cases.proposing.selectors import proposal_for
from honglian.foundation.audit.models import AuditEntry
from honglian.kit.errors import NotAllowed, Refusal
from tests.domains.cases.conftest import again, department, order_of
from tests.domains.cases.test_pages import browser

EMPTY = {
    "categories": [],
    "chains": [],
    "parks": [],
    "classes": [],
    "words": [],
    "without": [],
    "returned_by": [],
    "co": [],
    "level": "",
    "since": None,
    "until": None,
}


def write(cast, draft, name="退税找税务", **more):
    values = {**EMPTY, "name": name, "priority": 10, "lead": "tax"} | more
    return actions.write_rule(set_id=draft.pk, values=values, by=cast.dispatcher)


@pytest.fixture
def rules(cast):
    """In force: what speaks of refunds goes to the tax office, what it gave back to finance."""
    department(cast.zone, "tax"), department(cast.zone, "finance")
    draft = actions.draft_rules(name="第一版", by=cast.dispatcher)
    write(cast, draft, words=["退税"], level="L2", co=["finance"])
    write(cast, draft, "税务退回的", priority=5, returned_by=["tax"], lead="finance")
    return actions.enforce_rules(set_id=draft.pk, by=cast.dispatcher)


def test_the_page_of_a_case_shows_the_rule_its_reasons_and_takes_it(cast, rules):
    case = cast.report("退税三个月没下来", category="tax")
    advice = proposal_for(cast.dispatcher, case).advice
    assert (advice.rule, advice.lead_code) == ("退税找税务", "tax")
    assert [name for name, _ in advice.passed_over] == ["税务退回的"]
    client = browser(cast.dispatcher)
    page = client.get(reverse("cases:detail", args=[case.number])).content.decode()
    assert "说到“退税”" in page
    assert "退回的" in page
    client.post(reverse("cases:take_rule", args=[case.number]), {"category": "tax"})
    done = again(case)
    assert (done.state, done.lead.code, done.level) == ("dispatched", "tax", "L2")
    assert order_of(done, "finance").role == "co"


def test_what_a_department_gave_back_is_proposed_to_the_next(cast, rules):
    case = cast.dispatched(lead="tax", text="退税的事")
    order = order_of(case, "tax")
    said = {"reason": "归财政", "basis": "三定规定", "by": cast.works_in("tax")}
    case_actions.sign(number=case.number, order_id=order.pk, by=cast.works_in("tax"))
    asked = case_actions.object_to(number=case.number, order_id=order.pk, **said)
    case_actions.rule_objection(
        number=case.number, ask_id=asked.pk, upheld=True, answer="同意", by=cast.dispatcher
    )
    assert past.returned_by(case) == ["tax"]
    assert selectors.advice_for(case, ["tax"]).lead_code == "finance"


def test_rules_never_act_without_a_person(cast, rules):
    case = cast.report("退税三个月没下来", category="tax")
    assert again(case).state == "created"
    with pytest.raises(NotAllowed):
        take_rule(number=case.number, category="tax", by=cast.boss)


def test_a_set_in_force_is_not_changed_and_a_new_one_takes_its_place(cast, rules):
    with pytest.raises(Refusal, match="只有草稿能改"):
        write(cast, rules)
    draft = actions.draft_rules(name="第二版", by=cast.dispatcher)
    assert draft.rules.count() == rules.rules.count() == 2
    actions.enforce_rules(set_id=draft.pk, by=cast.dispatcher)
    assert again(rules).state == RuleSet.State.RETIRED
    assert selectors.in_force(cast.zone.pk) == draft


def test_a_circle_or_a_tie_is_refused_in_a_sentence(cast, rules):
    draft = actions.draft_rules(name="转圈", by=cast.dispatcher)
    write(cast, draft, "财政退回的", priority=6, returned_by=["finance"], lead="tax")
    with pytest.raises(Refusal, match="来回转"):
        actions.enforce_rules(set_id=draft.pk, by=cast.dispatcher)
    tie = actions.draft_rules(name="撞车", by=cast.dispatcher)
    write(cast, tie, "另一条", priority=10, lead="finance")
    with pytest.raises(Refusal, match="优先级都是 10"):
        actions.enforce_rules(set_id=tie.pk, by=cast.dispatcher)
    page = browser(cast.dispatcher).get(reverse("cases:rule_set", args=[tie.pk])).content.decode()
    assert "优先级都是 10" in page
    assert selectors.in_force(cast.zone.pk) == rules


def test_every_write_is_on_record(cast, rules):
    verbs = set(AuditEntry.rows.values_list("verb", flat=True))
    assert {"cases.draft_rules", "cases.write_rule", "cases.enforce_rules"} <= verbs


def test_a_rule_is_written_on_its_page(cast):
    department(cast.zone, "tax")
    client = browser(cast.dispatcher)
    client.post(reverse("cases:rules_draft"), {"name": "页面写的"})
    draft = RuleSet.rows.get()
    url = reverse("cases:rule_new", args=[draft.pk])
    wrong = client.post(url, {"name": "缺主办", "priority": "1"})
    assert wrong.status_code == 422
    assert "缺主办" in wrong.content.decode()
    given = {"name": "供电", "priority": "1", "lead": "tax", "words": "跳闸、停电 欠压"}
    client.post(url, given | {"categories": ["energy"]})
    rule = DispatchRule.rows.get()
    assert rule.words == ["跳闸", "停电", "欠压"]
    client.post(reverse("cases:rule", args=[draft.pk, rule.pk]), given | {"priority": "7"})
    assert again(rule).priority == 7
    client.post(reverse("cases:rule_drop", args=[draft.pk, rule.pk]))
    assert not DispatchRule.rows.exists()
    client.post(reverse("cases:rules_step", args=[draft.pk, "discard"]))
    assert not RuleSet.rows.exists()
    assert browser(cast.boss).get(reverse("cases:rules")).status_code == 403


def test_the_trial_says_what_would_change_and_why(cast, rules, capsys):
    department(cast.zone, "hr")
    cast.dispatched(lead="tax", text="退税没有到账")
    moved = cast.dispatched(lead="hr", text="退税要什么材料")
    cast.dispatched(lead="hr", text="招不到电工")
    first, last = past.span(None, None)
    cases = past.visible_between(cast.dispatcher, first, last)
    names = selectors.names_of(cast.zone.pk)
    trial = selectors.try_on_past(selectors.rules_of(rules), cases, names)
    assert (trial.cases, trial.matched, trial.agreed, trial.silent) == (3, 2, 1, 1)
    assert trial.by_rule == (("退税找税务", 2, 1),)
    assert [c.number for c in trial.changes] == [moved.number]
    assert trial.changes[0].because == ("说到“退税”",)
    page = browser(cast.dispatcher).get(reverse("cases:rule_trial", args=[rules.pk]))
    assert "会派到别处的" in page.content.decode()
    assert cli.main(["rules", "dispatch", "--dry-run", "--zone", cast.zone.code, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["agreement"] == 0.5
    assert said["changes"][0]["number"] == moved.number
    assert cli.main(["rules", "dispatch", "--zone", cast.zone.code]) == cli.REFUSED


def test_a_draft_is_compared_with_what_is_in_force(cast, rules):
    department(cast.zone, "hr")
    case = cast.dispatched(lead="tax", text="退税没有到账")
    draft = actions.draft_rules(name="第二版", by=cast.dispatcher)
    rule = draft.rules.get(name="退税找税务")
    values = {name: getattr(rule, name) for name in [*EMPTY, "name", "priority"]}
    actions.write_rule(
        set_id=draft.pk, rule_id=rule.pk, values=values | {"lead": "hr"}, by=cast.dispatcher
    )
    page = browser(cast.dispatcher).get(reverse("cases:rule_trial", args=[draft.pk]))
    assert "1 件派法不同" in page.content.decode()
    assert case.number in page.content.decode()
