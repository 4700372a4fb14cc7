"""A whistle from report to rating, and every place where it may not go."""

import pytest
from django.http import Http404

from honglian.domains.cases import actions, selectors
from honglian.domains.cases.models import Case
from honglian.foundation.workflow.models import WorkEvent, WorkItem
from honglian.kit.errors import Conflict, NotAllowed, Refusal
from tests.domains.cases.conftest import again, order_of


def verbs(case):
    rows = WorkEvent.objects.filter(root_id=again(case).item_id).order_by("at", "id")
    return list(rows.values_list("verb", flat=True))


def test_the_whole_life(cast):
    case = cast.report()
    assert (case.state, case.channel, case.enterprise) == ("created", "enterprise", cast.enterprise)
    actions.dispatch(number=case.number, lead="tax", co=["finance"], by=cast.dispatcher)
    assert again(case).open_orders == 2
    actions.reply(number=case.number, text="协办已核对。", by=cast.works_in("finance"))
    assert again(case).state == "dispatched"
    actions.reply(number=case.number, text="已退税。", by=cast.works_in("tax"))
    assert (again(case).state, again(case).open_orders) == ("replied", 0)
    actions.call_back(
        number=case.number,
        reached=True,
        contacted=True,
        solved=True,
        satisfaction="satisfied",
        by=cast.dispatcher,
    )
    actions.close(number=case.number, by=cast.dispatcher)
    actions.rate(number=case.number, satisfaction="satisfied", text="办得快", by=cast.boss)
    done = again(case)
    assert (done.state, done.satisfaction, done.was_solved) == ("closed", "satisfied", True)
    assert verbs(case) == [
        *("report", "accept", "dispatch", "send", "send"),
        *("sign", "contact", "reply", "sign", "contact", "reply", "all_replied"),
        *("call_back", "close", "rate"),
    ]
    assert not WorkItem.rows.filter(root_id=done.item_id, closed_at=None).exists()


def test_a_case_may_be_rated_before_it_is_archived(cast):
    case = cast.replied()
    actions.rate(number=case.number, satisfaction="basically", by=cast.boss)
    actions.close(number=case.number, by=cast.dispatcher)
    assert (again(case).state, again(case).satisfaction) == ("closed", "basically")


def test_a_case_with_an_open_order_cannot_be_archived(cast):
    case = cast.dispatched(co=("finance",))
    actions.reply(number=case.number, text="好了", by=cast.works_in("tax"))
    with pytest.raises(Refusal, match="不能“归档”"):
        actions.close(number=case.number, by=cast.dispatcher)


def test_the_database_itself_refuses_to_rest_a_case_with_open_orders(cast):
    from django.db import IntegrityError, transaction

    case = cast.dispatched()
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.rows.filter(pk=case.pk).update(state="replied")


def test_the_second_dispatcher_learns_who_was_faster(cast):
    case = cast.dispatched()
    with pytest.raises(Conflict, match="已由 王敏 于 .* 派给 税务分局"):
        actions.dispatch(number=case.number, lead="finance", by=cast.dispatcher)


def test_without_a_category_the_lead_has_to_be_named(cast):
    case = cast.report(category="")
    with pytest.raises(Refusal, match="请选主办部门"):
        actions.dispatch(number=case.number, by=cast.dispatcher)


def test_the_category_names_the_departments(cast):
    case = cast.report(category="safety")
    assert case.level == "L2"
    actions.dispatch(number=case.number, by=cast.dispatcher)
    codes = [o.department.code for o in case.orders.select_related("department").order_by("id")]
    assert codes == ["emergency", "fire", "construction", "market"]


def test_refusing_needs_one_of_the_six_situations_and_a_reason(cast):
    case = cast.report()
    with pytest.raises(Refusal, match="不予受理只有这几类"):
        actions.refuse(number=case.number, situation="busy", reason="忙", by=cast.dispatcher)
    with pytest.raises(Refusal, match="请填写告知内容"):
        actions.refuse(number=case.number, situation="secret", reason=" ", by=cast.dispatcher)
    actions.refuse(
        number=case.number, situation="statutory", reason="请向仲裁委申请。", by=cast.dispatcher
    )
    assert (again(case).state, again(case).refusal_code) == ("not_accepted", "statutory")
    told = selectors.timeline(cast.boss, again(case))[-1]
    assert "请向仲裁委申请" in told.text


def test_classifying_sets_level_and_enterprise_until_dispatch(cast):
    case = cast.report(by=cast.dispatcher, category="", enterprise_name="清泉")
    actions.classify(
        number=case.number,
        category="energy",
        enterprise_id=cast.enterprise.pk,
        level="L1",
        by=cast.dispatcher,
    )
    changed = again(case)
    assert (changed.category, changed.level, changed.enterprise) == (
        "energy",
        "L1",
        cast.enterprise,
    )
    assert changed.chain_id == cast.enterprise.chain_id
    actions.dispatch(number=case.number, by=cast.dispatcher)
    with pytest.raises(Refusal, match="不能“分类定级”"):
        actions.classify(number=case.number, level="L4", by=cast.dispatcher)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("text", "", "请填写诉求内容"),
        ("text", "字" * 700_000, "诉求内容有 700,000 字，最多 5,000 字"),
        ("category", "moon", "没有“moon”这个诉求类别"),
        ("level", "L9", "没有“L9”这个等级"),
        ("reporter_mobile", "12345", "手机号码"),
        ("title", "长" * 81, "标题有 81 字"),
    ],
)
def test_what_cannot_be_taken_in(cast, field, value, said):
    with pytest.raises(Refusal, match=said) as refused:
        cast.report(**{"text": "停电了", field: value})
    assert refused.value.field == field
    assert not Case.rows.exists()


def test_an_enterprise_reports_for_itself_only(cast):
    with pytest.raises(Http404):
        cast.report(enterprise_id=cast.enterprise.pk + 1)


def test_an_outside_number_comes_once(cast):
    first = cast.report(by=cast.dispatcher, outside_number="12345-1")
    with pytest.raises(Conflict, match=f"已登记为 {first.number}"):
        cast.report(by=cast.dispatcher, outside_number="12345-1")


def test_a_department_works_on_its_own_order_only(cast):
    case = cast.dispatched()
    other = cast.works_in("fire")
    with pytest.raises(Http404):
        actions.sign(number=case.number, by=other)
    with pytest.raises(NotAllowed):
        actions.sign(number=case.number, by=cast.dispatcher)


def test_changing_the_lead_withdraws_the_old_one(cast):
    case = cast.dispatched(co=("finance",))
    actions.redispatch(
        number=case.number, lead="finance", add=["econ"], reason="职责在财政", by=cast.dispatcher
    )
    states = {
        (o.department.code, o.role): o.state for o in case.orders.select_related("department").all()
    }
    assert states == {
        ("tax", "lead"): "withdrawn",
        ("finance", "co"): "withdrawn",
        ("finance", "lead"): "sent",
        ("econ", "co"): "sent",
    }
    assert (again(case).open_orders, again(case).lead.code) == (2, "finance")


def test_a_department_is_not_sent_two_orders(cast):
    case = cast.dispatched()
    with pytest.raises(Refusal, match="已经在办这件诉求"):
        actions.redispatch(number=case.number, add=["tax"], reason="x", by=cast.dispatcher)
    with pytest.raises(Refusal, match="已经是主办"):
        actions.redispatch(number=case.number, lead="tax", reason="x", by=cast.dispatcher)
    helped = cast.dispatched(co=("finance",))
    actions.reply(number=helped.number, text="已核对", by=cast.works_in("finance"))
    with pytest.raises(Refusal, match="已经答复，不能改作主办"):
        actions.redispatch(number=helped.number, lead="finance", reason="x", by=cast.dispatcher)
    with pytest.raises(Refusal, match="没有改动"):
        actions.redispatch(number=case.number, reason="x", by=cast.dispatcher)


def test_withdrawing_the_last_waiting_order_completes_the_case(cast):
    case = cast.dispatched(co=("finance",))
    actions.reply(number=case.number, text="好了", by=cast.works_in("tax"))
    actions.withdraw(
        number=case.number,
        order_id=order_of(case, "finance").pk,
        reason="不用了",
        by=cast.dispatcher,
    )
    assert again(case).state == "replied"


def test_merging_keeps_a_trace_on_both_and_takes_the_orders_back(cast):
    main, twin = cast.dispatched(), cast.dispatched()
    actions.merge(number=twin.number, into=main.number, reason="同一件事", by=cast.dispatcher)
    merged = again(twin)
    assert (merged.state, merged.merged_into_id, merged.open_orders) == ("merged", main.pk, 0)
    assert order_of(twin, "tax").state == "withdrawn"
    assert verbs(main)[-1] == "merge"
    assert verbs(twin)[-2:] == ["merge", "withdraw"]


def test_what_cannot_be_merged(cast):
    main, twin, third = cast.dispatched(), cast.report(), cast.report()
    with pytest.raises(Refusal, match="不能并入自己"):
        actions.merge(number=main.number, into=main.number, by=cast.dispatcher)
    actions.merge(number=twin.number, into=main.number, by=cast.dispatcher)
    with pytest.raises(Refusal, match=f"已经并入 {main.number}"):
        actions.merge(number=third.number, into=twin.number, by=cast.dispatcher)
    with pytest.raises(Refusal, match="不能“并案”"):
        actions.merge(number=twin.number, into=main.number, by=cast.dispatcher)
    with pytest.raises(Refusal, match="找不到诉求"):
        actions.merge(number=third.number, into="SQ0", by=cast.dispatcher)
    done = cast.replied()
    actions.close(number=done.number, by=cast.dispatcher)
    with pytest.raises(Refusal, match="已经是“已办结”"):
        actions.merge(number=third.number, into=done.number, by=cast.dispatcher)


def test_similar_open_cases_are_proposed_for_merging(cast):
    case, twin, other = cast.report(), cast.report(), cast.report(category="land")
    assert list(selectors.similar(cast.dispatcher, case)) == [twin]
    assert other not in selectors.similar(cast.dispatcher, case)


def test_comments_of_an_enterprise_are_never_internal(cast):
    case = cast.report()
    actions.comment(number=case.number, text="更急了", internal=True, by=cast.boss)
    actions.comment(number=case.number, text="请先核实", internal=True, by=cast.dispatcher)
    assert [e.text for e in selectors.timeline(cast.boss, case)][-1] == "更急了"
    assert [e.text for e in selectors.timeline(cast.dispatcher, case)][-1] == "请先核实"


def test_supervision_only_rises(cast):
    case = cast.dispatched()
    actions.supervise(number=case.number, level=3, requirement="本周办结", by=cast.leader)
    with pytest.raises(Refusal, match="只能提级"):
        actions.supervise(number=case.number, level=2, requirement="快", by=cast.leader)
    assert again(case).supervision == 3
    assert WorkItem.rows.get(pk=order_of(case, "tax").item_id).urgency == 1


def test_seeing_the_reporters_number_is_on_record(cast):
    from honglian.foundation.audit.models import AuditEntry

    case = cast.report(reporter_mobile="138 0013 8000")
    assert actions.reveal_reporter(number=case.number, by=cast.dispatcher) == "13800138000"
    assert AuditEntry.rows.filter(verb="cases.reveal_reporter", target_id=str(case.pk)).exists()
    with pytest.raises(NotAllowed):
        actions.reveal_reporter(number=case.number, by=cast.boss)


@pytest.fixture
def by_rule(cast):
    cast.zone.config["cases"]["auto_dispatch"] = True
    cast.zone.save(update_fields=["config"])


def test_where_the_zone_wants_it_a_category_dispatches_by_itself(cast, by_rule):
    case = cast.report(category="fire")
    assert (case.state, again(case).lead.code) == ("dispatched", "fire")
    assert verbs(case)[:3] == ["report", "accept", "dispatch"]
    assert cast.report(category="").state == "created"


def test_a_department_out_of_use_leaves_the_case_with_the_dispatcher(cast, by_rule):
    from honglian.foundation.orgs.models import Department

    Department.rows.filter(zone=cast.zone, code="fire").update(is_active=False)
    case = cast.report(category="fire")
    assert (again(case).state, verbs(case)) == ("created", ["report"])
