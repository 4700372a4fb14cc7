"""Members away from home: out and in, reported, called, back, and what the rules say."""

from datetime import date

import pytest

from honglian.domains.members.floating import actions, selectors
from honglian.domains.members.models import FloatingStay, PartyMember
from honglian.domains.members.transfers import actions as transfers
from honglian.foundation.workflow.api import desk
from honglian.kit.errors import Refusal


def out(party, **facts) -> FloatingStay:
    facts = {
        "member_id": party.members[0].pk, "left_on": date(2026, 8, 1), "place": "武汉市洪山区",
        "host_name": "某街道流动党员党支部", "kind": "work", "by": party.secretary,
    } | facts  # fmt: skip
    return actions.register_out(**facts)


def step(party, stay, verb, on=date(2026, 11, 24), **facts) -> FloatingStay:
    return actions.step(stay_id=stay.pk, verb=verb, on=on, by=party.secretary, **facts)


def refused(words, act, *args, **facts):
    with pytest.raises(Refusal) as no:
        act(*args, **facts)
    assert words in no.value.message
    return no.value


def test_the_way_of_a_stay_and_the_marks_on_the_roster(party):
    stay = out(party, registered_on=date(2026, 11, 2))
    member = PartyMember.rows.get(pk=party.members[0].pk)
    assert (member.floating, member.flow_to) == ("out", "武汉市洪山区")
    assert step(party, stay, "report", date(2026, 11, 10)).state == "reported"
    assert step(party, stay, "manage", date(2026, 11, 11)).state == "managed"
    refused("目前是“已纳入管理”", step, party, stay, "report")
    actions.contact(stay_id=stay.pk, way="life", on=date(2026, 11, 20), by=party.secretary)
    stay.refresh_from_db()
    assert (stay.attended, stay.last_contact) == (1, date(2026, 11, 20))
    step(party, stay, "back", excuse="提前返回")
    member.refresh_from_db()
    assert (member.floating, member.flow_to) == ("returned", "")


def test_days_out_of_order_are_refused(party):
    refused("“登记流出”的日期 2026-11-25 早于", out, party, left_on=date(2026, 11, 26))
    refused("预计返回日期 2026-07-01 早于", out, party, expected_back=date(2026, 7, 1))
    stay = out(party)
    refused("早于前面“流出”", step, party, stay, "report", date(2026, 7, 31))
    step(party, stay, "report", date(2026, 11, 20))
    refused("早于前面“报到”", step, party, stay, "manage", date(2026, 11, 19))
    refused(
        "早于前面“流出”", actions.contact, stay_id=stay.pk, way="call", on=date(2026, 7, 1),
        by=party.secretary,
    )  # fmt: skip


def test_a_short_absence_is_explained(party):
    back = date(2026, 12, 1)
    assert refused("一般不登记为流动党员", out, party, expected_back=back).code == "FL-01"
    assert out(party, expected_back=back, excuse="对方要求登记").excuse


def test_the_host_is_another_branch(party):
    assert refused("不用登记流动", out, party, host_branch_id=party.branch.pk).code == "FL-03"
    assert out(party, host_branch_id=party.other.pk).host_name == "西山食品党支部"


def test_one_stay_at_a_time(party):
    out(party)
    assert refused("返回或转接后才能再登记", out, party).code == "away_already"


def test_both_branches_see_it_and_home_has_it_on_its_desk(party):
    stay = out(party, host_branch_id=party.other.pk)
    assert selectors.stays(party.neighbour).get() == stay
    item = desk(party.secretary).get()
    assert item.expected == "督促报到"
    assert item.due_at.date() == date(2026, 12, 25)


def test_somebody_from_elsewhere_reports_here(party):
    facts = {
        "host_branch_id": party.branch.pk, "name": "甘愿", "home_name": "武汉市某支部",
        "left_on": date(2026, 6, 1), "place": "本区", "by": party.secretary,
    }  # fmt: skip
    stay = actions.register_in(reported_on=date(2026, 11, 3), **facts)
    assert (stay.state, stay.member) == ("reported", None)
    refused("早于前面“流出”", actions.register_in, reported_on=date(2026, 5, 3), **facts)
    facts["home_name"] = "东风机电党支部"
    refused("不用登记流动", actions.register_in, **facts)


@pytest.mark.parametrize(
    ("facts", "rules"),
    [
        ({"registered_on": date(2026, 10, 26)}, set()),
        ({"registered_on": date(2026, 10, 25)}, {"FL-02"}),
        ({"left_on": date(2026, 5, 25)}, {"TR-01"}),
        ({"left_on": date(2026, 5, 25), "is_settled": False}, set()),
        ({"left_on": date(2021, 11, 25), "kind": "abroad", "is_settled": False}, {"FL-05"}),
        ({"left_on": date(2024, 11, 25), "kind": "graduate", "is_settled": False}, {"FL-05"}),
        (
            {"left_on": date(2026, 4, 1), "registered_on": date(2026, 5, 1), "is_settled": False},
            {"FL-02", "FL-04"},
        ),
    ],
)
def test_what_the_rules_say_to_a_stay(party, facts, rules):
    said = selectors.warnings(out(party, **facts))
    assert {
        rule for rule in ("TR-01", "FL-02", "FL-04", "FL-05") for s in said if rule in s
    } == rules
    assert len(said) == len(rules)


def test_a_transfer_ends_the_stay(party):
    stay = out(party)
    transfer = transfers.apply(
        member_id=party.members[0].pk, to_name="武汉市某支部", reason="定居", by=party.secretary
    )
    for verb, who in (("agree", "secretary"), ("issue", "staff")):
        transfers.step(transfer_id=transfer.pk, verb=verb, by=party.actors[who])
    transfers.step(transfer_id=transfer.pk, verb="confirm", receipt_no="1", by=party.secretary)
    stay.refresh_from_db()
    assert stay.state == "transferred"
    assert not desk(party.secretary).exists()


def test_pages_of_a_stay(party):
    browser = party.browser("secretary")
    form = {
        "kind": "work", "left_on": "2026-08-01", "place": "武汉市洪山区", "is_settled": "on",
        "times_a_quarter": "1",
    }  # fmt: skip
    answer = browser.post(f"/members/{party.members[0].pk}/away/", form)
    assert answer.status_code == 302
    page = browser.get(answer.url).content.decode()
    assert "登记一次联系" in page
    stay = FloatingStay.rows.get()
    contact = {"way": "call", "on": "2026-11-24", "text": "一切都好"}
    assert browser.post(f"/floating/{stay.pk}/contact/", contact).status_code == 302
    assert "一切都好" in browser.get(answer.url).content.decode()
    assert browser.post(f"/floating/{stay.pk}/report/", {"on": "2026-11-24"}).status_code == 422
    host = {"on": "2026-11-24", "host_name": "某街道党支部"}
    assert browser.post(f"/floating/{stay.pk}/report/", host).status_code == 302
    assert browser.get("/floating/arrive/").status_code == 200
    assert "组织关系是否应转" in browser.get("/floating/").content.decode()
    assert party.browser("neighbour").get(answer.url).status_code == 404
    assert party.browser("leader").post(f"/floating/{stay.pk}/contact/", contact).status_code == 403
