"""三率: numerator, denominator, who is left out, and a dash where there is nothing to divide by."""

import pytest

from honglian.domains.cases import actions, rates, selectors
from honglian.domains.cases.models import Case
from tests.domains.cases.conftest import again


def called_back(cast, contacted=True, solved=True, satisfaction="satisfied", outcome="solved"):
    case = cast.dispatched()
    worker = cast.works_in("tax")
    if outcome == "suspended":
        actions.sign(number=case.number, by=worker)
        ask = actions.ask_suspension(number=case.number, reason="规划未定", by=worker)
        actions.decide_suspension(number=case.number, ask_id=ask.pk, granted=True, by=cast.leader)
    else:
        actions.reply(number=case.number, text="已办", outcome=outcome, by=worker)
    actions.call_back(
        number=case.number,
        reached=True,
        contacted=contacted,
        solved=solved,
        satisfaction=satisfaction,
        by=cast.dispatcher,
    )
    return again(case)


def by_code(cast, **period):
    return {r.code: r for r in rates.rates(cast.dispatcher, **period)}


def test_without_call_backs_there_is_no_rate(cast):
    cast.replied()
    assert {r.value for r in rates.rates(cast.dispatcher)} == {None}


def test_the_three_rates_and_their_weighted_sum(cast):
    called_back(cast)
    called_back(cast, contacted=False, solved=False, satisfaction="basically")
    called_back(cast, solved=True, satisfaction="basically", outcome="explained")
    called_back(cast, outcome="suspended")  # 挂账 does not count
    cast.report()
    found = by_code(cast)
    assert {r.whole for r in found.values()} == {3}
    assert found["response"].value == pytest.approx(2 / 3)
    assert found["solve"].value == pytest.approx(1 / 3)  # explained is not solved
    assert found["satisfaction"].value == pytest.approx((1 + 0.9 * 2) / 3)
    weighted = 0.1 * 2 / 3 + 0.5 * 1 / 3 + 0.4 * 2.8 / 3
    assert found["overall"].value == pytest.approx(weighted, abs=1e-4)


def test_every_number_opens_to_its_records(cast):
    called_back(cast)
    called_back(cast, solved=False, satisfaction="basically")
    called_back(cast, outcome="suspended")
    rows = selectors.cases(cast.dispatcher)
    valid = rates.valid(rows)
    assert valid.count() == by_code(cast)["solve"].whole == 2
    assert valid.filter(rates.SOLVED).count() == by_code(cast)["solve"].part == 1
    assert rates.excluded(rows).count() == 1
    assert set(valid) | set(rates.excluded(rows)) == set(Case.rows.all())


def test_a_rating_by_the_enterprise_counts_as_a_call_back(cast):
    case = cast.replied()
    actions.rate(
        number=case.number, satisfaction="satisfied", solved=True, contacted=True, by=cast.boss
    )
    assert {r.value for r in rates.rates(cast.dispatcher)} == {1.0}


def test_rates_of_departments_and_periods(cast):
    called_back(cast)
    [(_, name, found)] = rates.rates_by_department(cast.dispatcher)
    assert (name, found[0].value) == ("税务分局", 1.0)
    year = selectors.start_of_year
    assert by_code(cast, since=year(2099))["solve"].value is None
    assert by_code(cast, until=year(2099))["solve"].value == 1.0
    lead = Case.rows.get().lead_id
    assert by_code(cast, lead_id=lead)["solve"].whole == 1
    assert by_code(cast, lead_id=lead + 1000)["solve"].whole == 0


def test_who_may_not_see_cases_gets_no_rate_of_them(cast):
    called_back(cast)
    stranger = cast.works_in("fire")
    assert {r.whole for r in rates.rates(stranger)} == {0}


def test_proposals_for_supervision_follow_the_rules(cast, at):
    with at():
        case = cast.dispatched()
    for after, level in (
        ({"hours": 1}, None),
        ({"days": 5}, 1),
        ({"days": 9}, 2),
        ({"days": 11}, 3),
        ({"days": 17}, 4),
    ):
        with at(**after):
            found = selectors.supervision_proposals(cast.dispatcher)
        assert [p[1] for p in found] == ([level] if level else [])
    with at(days=17):
        actions.supervise(number=case.number, level=4, requirement="今天办结", by=cast.leader)
        assert selectors.supervision_proposals(cast.dispatcher) == []
