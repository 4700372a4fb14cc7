"""Dues: bases of a year, months paid, late and in advance, gifts, and the grid of a branch."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from honglian.domains.members.dues import actions, selectors
from honglian.domains.members.dues.brackets import TABLE
from honglian.domains.members.dues.months import Account
from honglian.domains.members.models import DuesBase, DuesPayment, PartyMember
from honglian.foundation.orgs.api import PartyOrg
from honglian.kit import clock
from honglian.kit.errors import Refusal

TODAY = date(2026, 11, 25)


def base(party, member=0, amount="5001", **facts) -> DuesBase:
    facts = {"category": "salaried", "year": 2026} | facts
    return actions.set_base(
        member_id=party.members[member].pk, base=Decimal(amount), by=party.secretary, **facts
    )


def pay(party, month, member=0, **facts) -> list[DuesPayment]:
    facts = {"paid_on": TODAY, "branch_id": party.branch.pk, "by": party.secretary} | facts
    return actions.pay(member_id=party.members[member].pk, first=date(2026, month, 1), **facts)


def refused(words, act, *args, **facts):
    with pytest.raises(Refusal) as no:
        act(*args, **facts)
    assert words in no.value.message
    return no.value


@pytest.mark.parametrize(("category", "amount", "due"), TABLE.vectors)
def test_every_example_of_the_table_is_what_a_member_is_asked_for(party, category, amount, due):
    row = base(party, amount=str(amount), category=category)
    assert (row.due, row.agreed) == (due, due)
    assert PartyMember.rows.get(pk=party.members[0].pk).dues_monthly == due


def test_less_than_the_table_needs_a_paper(party):
    assert refused("批准文号", base, party, agreed=Decimal(5)).code == "DUE-03"
    assert base(party, agreed=Decimal(5), approval="企党〔2026〕8号").agreed == 5
    assert base(party, 1, agreed=Decimal(100)).agreed == 100


def test_a_base_stands_for_the_year(party):
    base(party)
    no = refused("年内一般不变", base, party, amount="12000")
    assert no.code == "DUE-07"
    base(party, amount="12000", excuse="调岗，工资明显变化")
    assert DuesBase.rows.get().agreed == Decimal("240.00")
    base(party, year=2027)
    assert PartyMember.rows.get(pk=party.members[0].pk).dues_monthly == Decimal("240.00")


def test_functional_organisations_collect_nothing(party):
    PartyOrg.rows.filter(pk=party.branch.pk).update(type="functional_branch")
    assert refused("不收党费", base, party).code == "ORG-021"


def test_months_in_advance_share_a_receipt(party):
    base(party)
    base(party, year=2027)
    rows = pay(party, 11, months=3)
    assert {r.receipt for r in rows} == {"DF20261100001"}
    assert [r.month for r in rows] == [date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)]
    cells = selectors.grid(party.branch, 2026, TODAY)[0].cells
    assert [c.standing for c in cells[10:]] == ["paid", "ahead"]
    assert selectors.paid_to(party.members[0]) == date(2027, 1, 1)


def test_a_month_is_paid_once_until_its_entry_is_voided(party):
    base(party)
    (row,) = pay(party, 11)
    assert refused("已经登记过（75.02 元", pay, party, 11).code == "paid_already"
    actions.void(payment_id=row.pk, reason="登错了人", by=party.secretary)
    refused("已经作废", actions.void, payment_id=row.pk, reason="再来", by=party.secretary)
    assert pay(party, 11)
    assert DuesPayment.rows.count() == 2


def test_late_payment_is_explained(party):
    base(party)
    pay(party, 5)
    no = refused("补交一般不超过 6 个月", pay, party, 4)
    assert no.code == "DUE-02"
    assert pay(party, 4, excuse="长期驻外，已补交")[0].excuse


def test_nobody_pays_for_the_time_before_joining(party):
    probationer = len(party.members) - 1  # joined on 1 March 2026
    base(party, probationer)
    assert refused("还不用交党费", pay, party, 2, probationer, excuse="补").code == "DUE-01"
    assert pay(party, 3, probationer, excuse="入党后补交")


def test_dues_go_to_the_branch_of_the_membership(party):
    base(party)
    facts = {"branch_id": party.other.pk, "by": party.staff}
    assert refused("应向其所在支部交纳", pay, party, 11, **facts).code == "DUE-06"


def test_days_of_payment_are_in_order(party):
    base(party)
    refused("之后", pay, party, 11, paid_on=date(2026, 11, 26))
    refused("早于前面“加入党组织”", pay, party, 11, paid_on=date(2015, 6, 1))


def test_without_a_base_the_sum_is_asked_for(party):
    assert refused("还没有核定", pay, party, 11).code == "no_base"
    assert pay(party, 11, amount=Decimal("20"))[0].amount == 20
    refused("大于 0", pay, party, 10, amount=Decimal(0))


def test_a_large_gift_goes_to_the_centre(party):
    give = {"member_id": party.members[0].pk, "branch_id": party.branch.pk, "by": party.secretary}
    _, none = actions.give(amount=Decimal("999.99"), **give)
    row, found = actions.give(amount=Decimal("1000"), **give)
    assert none is None
    assert found.rule.id == "DUE-04"
    passed = actions.pass_on(payment_id=row.pk, on=TODAY, by=party.staff)
    assert passed.passed_on == TODAY
    refused("已于", actions.pass_on, payment_id=row.pk, on=TODAY, by=party.staff)


def account(owed_from: int, year: int = 2026) -> Account:
    """Paid in each month before ``owed_from``."""
    paid = {date(year, m, 1): Decimal(50) for m in range(1, owed_from)}
    return Account(date(2015, 7, 1), {year: Decimal(50)}, paid)


@pytest.mark.parametrize(
    ("owed_from", "months", "tone"),
    [(11, 0, ""), (10, 1, ""), (9, 2, ""), (8, 3, "soon"), (6, 5, "soon"), (5, 6, "overdue")],
)
def test_arrears_turn_yellow_after_three_months_and_red_after_six(party, owed_from, months, tone):
    """The running month is not due before it ends."""
    assert account(owed_from).in_a_row(TODAY) == months
    base(party)
    for month in range(1, owed_from):
        pay(party, month, excuse="年初以来")
    line = selectors.grid(party.branch, 2026, TODAY)[0]
    assert (line.in_a_row, line.tone) == (months, tone)


def test_a_part_payment_is_owed_but_breaks_the_row():
    paid = {date(2026, 9, 1): Decimal(20)}
    found = Account(date(2015, 7, 1), {2026: Decimal(50)}, paid)
    assert found.in_a_row(TODAY) == 1
    assert [c.month.month for c in found.owed(TODAY)] == list(range(1, 11))
    assert found.cell(date(2026, 9, 1), TODAY).standing == "part"


def test_whoever_is_relieved_owes_nothing():
    found = Account(date(2015, 7, 1), {2026: Decimal(0)}, {})
    assert found.in_a_row(TODAY) == 0
    assert found.cell(date(2026, 5, 1), TODAY).standing == "none"


def test_paid_to_stops_at_a_gap():
    months = {date(2026, m, 1): Decimal(50) for m in (1, 2, 4)}
    assert Account(date(2015, 7, 1), {2026: Decimal(50)}, months).paid_to() == date(2026, 2, 1)


def test_the_sums_of_branches(party):
    base(party)
    pay(party, 11)
    line = next(s for s in selectors.sums(party.staff, 2026) if s.branch == party.branch)
    assert (line.people, line.without_base, line.collected) == (10, 9, Decimal("75.02"))
    assert line.behind == 1


def test_a_branch_sees_its_own_dues_only(party):
    assert [b.name for b in selectors.branches(party.neighbour)] == ["西山食品党支部"]
    assert party.browser("neighbour").get(f"/dues/{party.branch.pk}/").status_code == 404
    assert party.browser("leader").get(f"/dues/{party.branch.pk}/").status_code == 200
    assert party.browser("leader").get(f"/dues/{party.branch.pk}/collect/").status_code == 403


def test_the_month_is_collected_by_ticking(party):
    for member in range(3):
        base(party, member)
    browser = party.browser("secretary")
    url = f"/dues/{party.branch.pk}/collect/"
    assert "党员01 75.02 元" in browser.get(url).content.decode()
    ticked = [party.members[0].pk, party.members[2].pk]
    assert browser.post(url, {"members": ticked, "paid_on": "2026-11-20"}).status_code == 302
    assert DuesPayment.rows.filter(month=date(2026, 11, 1)).count() == 2
    assert "党员02" in (page := browser.get(url).content.decode())
    assert "党员01" not in page


def test_pages_of_dues(party):
    browser, member = party.browser("secretary"), party.members[0].pk
    assert browser.get("/dues/").status_code == 302
    form = {"category": "salaried", "base": "5001"}
    assert browser.post(f"/members/{member}/dues/2026/", form).status_code == 302
    page = browser.get(f"/dues/{party.branch.pk}/").content.decode()
    assert "75.02" in page
    assert "连续欠交" in page
    late = {"first": "2026-01", "months": 1, "paid_on": "2026-11-20"}
    answer = browser.post(f"/members/{member}/dues/", late)
    assert answer.status_code == 422
    assert "DUE-02" in answer.content.decode()
    assert browser.post(f"/members/{member}/dues/", late | {"excuse": "驻外"}).status_code == 302
    row = DuesPayment.rows.get()
    receipt = browser.get(f"/dues/payments/{row.pk}/").content.decode()
    assert row.receipt in receipt
    assert "2026年1月" in receipt
    gift = browser.post(
        f"/members/{member}/dues/gift/", {"amount": "1200", "paid_on": "2026-11-20"}, follow=True
    )
    assert "DUE-04" in gift.content.decode()
    assert browser.post(f"/dues/payments/{row.pk}/void/", {"reason": "登错"}).status_code == 302
    assert "全年已收" in party.browser("staff").get("/dues/").content.decode()
    export = browser.post("/dues/payments/", {"export": "xlsx"})
    assert export.status_code == 200
    assert "spreadsheet" in export["Content-Type"]


def test_the_grid_of_a_branch_takes_the_same_queries_for_one_or_ten(
    party, django_assert_num_queries
):
    base(party)
    with clock.at(datetime(2026, 11, 25, 10, tzinfo=clock.CHINA)), django_assert_num_queries(4):
        assert len(selectors.grid(party.branch, 2026)) == 10
