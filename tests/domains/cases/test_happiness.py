"""Call-back and rating: unhappy opens once by itself, the second time a leader steps in."""

import pytest
from django.http import Http404

from honglian.domains.cases import actions
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from tests.domains.cases.conftest import again, order_of


def unhappy(cast, case):
    actions.rate(number=case.number, satisfaction="dissatisfied", text="没解决", by=cast.boss)
    return again(case)


def test_unhappy_reopens_once_then_calls_a_leader(cast):
    case = unhappy(cast, cast.replied())
    assert (case.state, case.reopened, case.satisfaction, case.rated_at) == (
        "dispatched",
        1,
        "",
        None,
    )
    lead = order_of(case, "tax")
    assert (lead.state, lead.due_kind) == ("signed", "finish")
    actions.reply(number=case.number, text="再办一次", by=cast.works_in("tax"))
    case = unhappy(cast, case)
    assert (case.state, case.reopened, case.supervision) == ("replied", 1, 3)


def test_unhappy_after_archiving_opens_the_case_again(cast):
    case = cast.replied()
    actions.close(number=case.number, by=cast.dispatcher)
    case = unhappy(cast, case)
    assert (case.state, case.closed_at, case.open_orders) == ("dispatched", None, 1)


def test_an_unhappy_call_back_does_the_same(cast):
    case = cast.replied()
    actions.call_back(
        number=case.number,
        reached=True,
        contacted=False,
        solved=False,
        satisfaction="dissatisfied",
        by=cast.dispatcher,
    )
    assert again(case).state == "dispatched"


def test_a_call_back_asks_all_three_questions(cast):
    case = cast.replied()
    for missing in ({}, {"contacted": True}, {"contacted": True, "solved": True}):
        with pytest.raises(Refusal):
            actions.call_back(number=case.number, reached=True, by=cast.dispatcher, **missing)
    actions.call_back(number=case.number, reached=False, by=cast.dispatcher)
    assert (again(case).was_reached, again(case).state) == (False, "replied")


def test_the_same_rating_twice_counts_once_and_another_is_refused(cast):
    case = cast.replied()
    for _ in range(2):
        actions.rate(number=case.number, satisfaction="satisfied", text="好", by=cast.boss)
    with pytest.raises(Refusal, match="评价只能提交一次"):
        actions.rate(number=case.number, satisfaction="dissatisfied", by=cast.boss)
    assert again(case).satisfaction == "satisfied"


def test_rating_comes_too_late(cast, at):
    with at():
        case = cast.replied()
    with at(days=31), pytest.raises(Refusal, match="已于 2026-12-.* 截止"):
        actions.rate(number=case.number, satisfaction="satisfied", by=cast.boss)


def test_nothing_to_rate_before_the_answer(cast):
    with pytest.raises(Refusal, match="不能“评价”"):
        actions.rate(number=cast.dispatched().number, satisfaction="satisfied", by=cast.boss)


def test_a_visitor_rates_with_the_code(cast):
    visitor = Actor.visitor(cast.zone.pk, frozenset({"cases.create"}))
    done = actions.report(text="路灯坏了", enterprise_name="某厂", by=visitor)
    number = done.case.number
    assert len(done.code) == 10
    assert done.code not in done.case.tracking_hash
    actions.dispatch(number=number, lead="tax", by=cast.dispatcher)
    actions.reply(number=number, text="已修", by=cast.works_in("tax"))
    for wrong in ("", "AAAAAAAAAA", done.code.lower()):
        with pytest.raises(Http404):
            actions.rate_with_code(number=number, code=wrong, satisfaction="satisfied", by=visitor)
    actions.rate_with_code(number=number, code=done.code, satisfaction="satisfied", by=visitor)
    assert again(done.case).satisfaction == "satisfied"


def test_a_dispatcher_reopens_with_a_reason(cast):
    case = cast.replied()
    with pytest.raises(Refusal, match="请填写重办理由"):
        actions.reopen(number=case.number, reason="", by=cast.dispatcher)
    actions.reopen(number=case.number, reason="证据不足", by=cast.dispatcher)
    assert again(case).state == "dispatched"
