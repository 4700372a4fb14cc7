"""A department's order: signing, contact, objection, extension, pause, and the clocks of each."""

from datetime import timedelta

import pytest

from honglian.domains.cases import actions
from honglian.domains.cases.models import Ask
from honglian.foundation.workflow.models import WorkItem
from honglian.kit import clock
from honglian.kit.errors import NotAllowed, Refusal
from tests.domains.cases.conftest import MORNING, again, order_of, person


def local(moment):
    return f"{clock.local(moment):%m-%d %H:%M}"


def tax(case):
    return order_of(case, "tax")


def test_the_next_limit_moves_from_sign_to_contact_to_finish(cast, at):
    with at():
        case = cast.dispatched()
    worker = cast.works_in("tax")
    # L3 of Xianning: sign in 2 working hours, contact in 4, finish in 7 days.
    assert (tax(case).due_kind, local(tax(case).due_at)) == ("sign", "11-24 11:00")
    assert local(again(case).due_at) == local(tax(case).finish_due_at) == "12-01 17:30"
    with at(hours=1):
        actions.sign(number=case.number, by=worker)
    assert (tax(case).due_kind, local(tax(case).due_at)) == ("contact", "11-24 15:30")
    with at(hours=2):
        actions.contact(number=case.number, way="call", text="约明天上门", by=worker)
    assert (tax(case).due_kind, local(tax(case).due_at)) == ("finish", "12-01 17:30")
    assert WorkItem.rows.get(pk=tax(case).item_id).due_at == tax(case).due_at


def test_contacting_signs_as_well_and_must_be_real(cast, at):
    with at():
        case = cast.dispatched()
    worker = cast.works_in("tax")
    with at(hours=1):
        with pytest.raises(Refusal, match="电话或上门"):
            actions.contact(number=case.number, way="wechat", by=worker)
        with pytest.raises(Refusal, match="还没有到"):
            later = MORNING + timedelta(hours=2)
            actions.contact(number=case.number, way="call", when=later, by=worker)
        with pytest.raises(Refusal, match="早于派单"):
            earlier = MORNING - timedelta(hours=2)
            actions.contact(number=case.number, way="call", when=earlier, by=worker)
        actions.contact(number=case.number, way="visit", by=worker)
    assert (tax(case).state, tax(case).signed_at) == ("contacted", MORNING + timedelta(hours=1))


def test_an_upheld_objection_needs_a_new_lead(cast, at):
    with at():
        case = cast.dispatched()
    with at(hours=1):
        ask = actions.object_to(
            number=case.number, reason="不归税务", basis="三定方案第5条", by=cast.works_in("tax")
        )
        actions.rule_objection(
            number=case.number, ask_id=ask.pk, upheld=True, answer="改派财政", by=cast.dispatcher
        )
    stays = again(case)
    assert (tax(case).state, stays.state, stays.lead, stays.open_orders) == (
        "returned",
        "dispatched",
        None,
        0,
    )
    desk = WorkItem.rows.get(pk=stays.item_id)
    assert (desk.holder_role, desk.expected) == ("dispatcher", "改派")
    assert local(stays.due_at) == "11-24 10:30"  # half an hour after the ruling
    with at(hours=2):
        actions.redispatch(
            number=case.number, lead="finance", reason="异议成立", by=cast.dispatcher
        )
    assert again(case).lead.code == "finance"
    assert WorkItem.rows.get(pk=stays.item_id).holder_role == ""


def test_a_rejected_objection_goes_on_as_signed(cast):
    case = cast.dispatched()
    worker = cast.works_in("tax")
    ask = actions.object_to(number=case.number, reason="不归我们", basis="条例", by=worker)
    actions.rule_objection(
        number=case.number, ask_id=ask.pk, upheld=False, answer="首接负责", by=cast.dispatcher
    )
    assert (tax(case).state, tax(case).due_kind) == ("signed", "contact")
    with pytest.raises(Refusal, match="最多提 1 次"):
        actions.object_to(number=case.number, reason="还是不归", basis="条例", by=worker)
    with pytest.raises(Refusal, match="处理：不同意"):
        actions.rule_objection(
            number=case.number, ask_id=ask.pk, upheld=True, answer="改", by=cast.dispatcher
        )


def test_an_objection_after_the_window_is_refused(cast, at):
    with at():
        case = cast.dispatched()
    with at(hours=8), pytest.raises(Refusal, match="已于 11-24 15:30 截止"):
        actions.object_to(number=case.number, reason="不归", basis="条", by=cast.works_in("tax"))


def test_an_extension_is_granted_by_somebody_else_and_moves_the_limit(cast, at):
    with at():
        case = cast.dispatched()
        worker = cast.works_in("tax")
        actions.sign(number=case.number, by=worker)
        ask = actions.ask_extension(number=case.number, reason="等省局", wanted="5 天", by=worker)
        with pytest.raises(Refusal, match="已有一项延期申请"):
            actions.ask_extension(number=case.number, reason="等", wanted="5 天", by=worker)
        with pytest.raises(NotAllowed):
            actions.decide_extension(number=case.number, ask_id=ask.pk, granted=True, by=worker)
        actions.decide_extension(number=case.number, ask_id=ask.pk, granted=True, by=cast.leader)
    assert local(again(case).due_at) == "12-07 17:30"  # 12 days end on a Sunday: Monday
    with at(hours=1), pytest.raises(Refusal, match="最多延期 1 次"):
        actions.ask_extension(number=case.number, reason="再等", wanted="1 天", by=worker)


def test_nobody_approves_what_the_same_person_asked_for(cast):
    case = cast.dispatched()
    worker = cast.works_in("tax")
    actions.sign(number=case.number, by=worker)
    ask = actions.ask_extension(number=case.number, reason="等", wanted="5 天", by=worker)
    from dataclasses import replace

    same_person = replace(cast.leader, user_id=worker.user_id)
    with pytest.raises(NotAllowed, match="别人审批"):
        actions.decide_extension(number=case.number, ask_id=ask.pk, granted=True, by=same_person)


@pytest.mark.parametrize(
    ("after", "wanted", "said"),
    [
        ({}, "5 工作日", "同样的单位"),
        ({}, "16 天", "最多延长 15 天"),
        ({}, "很久", "看不懂时限"),
        ({"days": 7, "hours": 1}, "2 天", "已来不及申请"),
        ({"days": 8}, "2 天", "不能再申请延期"),
    ],
)
def test_extensions_that_are_refused(cast, at, after, wanted, said):
    with at():
        case = cast.dispatched()
        actions.sign(number=case.number, by=cast.works_in("tax"))
    with at(**after), pytest.raises(Refusal, match=said):
        actions.ask_extension(
            number=case.number, reason="等", wanted=wanted, by=cast.works_in("tax")
        )


def test_denying_an_extension_needs_a_reason(cast):
    case = cast.dispatched()
    worker = cast.works_in("tax")
    actions.sign(number=case.number, by=worker)
    ask = actions.ask_extension(number=case.number, reason="等", wanted="5 天", by=worker)
    with pytest.raises(Refusal, match="写明原因"):
        actions.decide_extension(number=case.number, ask_id=ask.pk, granted=False, by=cast.leader)
    actions.decide_extension(
        number=case.number, ask_id=ask.pk, granted=False, answer="抓紧", by=cast.leader
    )
    assert (tax(case).extensions, Ask.objects.get(pk=ask.pk).decision) == (0, "denied")


def test_an_answer_lets_open_requests_lapse(cast):
    case = cast.dispatched()
    worker = cast.works_in("tax")
    actions.contact(number=case.number, way="call", by=worker)
    ask = actions.ask_extension(number=case.number, reason="等", wanted="5 天", by=worker)
    actions.reply(number=case.number, text="提前办好了", by=worker)
    assert Ask.objects.get(pk=ask.pk).decision == "lapsed"
    assert WorkItem.rows.get(pk=ask.item_id).closed_at is not None


def test_a_pause_stops_the_finish_clock_and_gives_the_time_back(cast, at):
    with at():
        case = cast.dispatched()
        worker = cast.works_in("tax")
        actions.contact(number=case.number, way="call", by=worker)
    with at(hours=1):
        until = MORNING + timedelta(days=10)
        actions.pause(number=case.number, reason="等企业补材料", until=until, by=worker)
    assert (tax(case).due_at, tax(case).due_kind, again(case).due_at) == (None, "paused", None)
    with at(days=3, hours=1):
        actions.resume(number=case.number, by=worker)
    # The closings of the 25th and 26th passed while it stood still: 1 December + 2 days.
    assert local(again(case).due_at) == "12-03 17:30"


def test_pauses_have_an_end(cast, at):
    with at():
        case = cast.dispatched()
        worker = cast.works_in("tax")
        with pytest.raises(Refusal, match="不能“暂停计时”"):
            actions.pause(number=case.number, reason="等", until=MORNING + timedelta(1), by=worker)
        actions.contact(number=case.number, way="call", by=worker)
        with pytest.raises(Refusal, match="最多暂停 30 天"):
            actions.pause(number=case.number, reason="等", until=MORNING + timedelta(60), by=worker)
        with pytest.raises(Refusal, match="现在之后"):
            actions.pause(number=case.number, reason="等", until=MORNING, by=worker)


def test_where_the_lead_does_not_wait_its_answer_ends_the_others(cast):
    config = cast.zone.config
    config["cases"]["lead_waits_for_co"] = False
    cast.zone.save(update_fields=["config"])
    case = cast.dispatched(co=("finance",))
    actions.reply(number=case.number, text="办好了", by=cast.works_in("tax"))
    assert (again(case).state, order_of(case, "finance").state) == ("replied", "withdrawn")


def test_a_late_reply_keeps_its_limit_for_the_judgement(cast, at):
    with at():
        case = cast.dispatched()
    with at(days=20):
        actions.reply(number=case.number, text="晚了", by=cast.works_in("tax"))
    assert tax(case).due_at is None
    assert tax(case).replied_at > tax(case).finish_due_at


def test_notes_are_for_colleagues(cast):
    from honglian.domains.cases import selectors

    case = cast.dispatched()
    actions.sign(number=case.number, by=cast.works_in("tax"))
    actions.note(number=case.number, text="企业资料不全", by=cast.works_in("tax"))
    assert "企业资料不全" not in [e.text for e in selectors.timeline(cast.boss, case)]


def test_two_people_of_a_department_share_its_orders(cast):
    case = cast.dispatched()
    colleague = person(
        cast.zone, "dept_worker", "department", cast.works_in("tax").department_id, "另一位"
    )
    actions.sign(number=case.number, by=colleague)
    with pytest.raises(Refusal, match="不能“签收”"):
        actions.sign(number=case.number, by=cast.works_in("tax"))


def test_setting_apart_needs_a_leader(cast):
    case = cast.dispatched()
    worker = cast.works_in("tax")
    with pytest.raises(Refusal, match="挂账须经分管领导批准"):
        actions.reply(number=case.number, text="办不了", outcome="suspended", by=worker)
    actions.sign(number=case.number, by=worker)
    ask = actions.ask_suspension(number=case.number, reason="规划调整前不能供地", by=worker)
    with pytest.raises(Refusal, match="已有一项挂账申请"):
        actions.ask_suspension(number=case.number, reason="同上", by=worker)
    with pytest.raises(Refusal, match="写明原因"):
        actions.decide_suspension(number=case.number, ask_id=ask.pk, granted=False, by=cast.leader)
    actions.decide_suspension(
        number=case.number, ask_id=ask.pk, granted=False, answer="先找临时用地", by=cast.leader
    )
    assert tax(case).state == "signed"
    ask = actions.ask_suspension(number=case.number, reason="临时用地也没有", by=worker)
    actions.decide_suspension(number=case.number, ask_id=ask.pk, granted=True, by=cast.leader)
    assert (tax(case).state, tax(case).outcome, again(case).state) == (
        "replied",
        "suspended",
        "replied",
    )
    assert again(case).outcome == "suspended"


def test_an_answer_from_signed_lets_requests_lapse_too(cast):
    case = cast.dispatched()
    worker = cast.works_in("tax")
    actions.sign(number=case.number, by=worker)
    ask = actions.ask_extension(number=case.number, reason="等", wanted="3 天", by=worker)
    actions.reply(number=case.number, text="办好了", by=worker)
    assert Ask.objects.get(pk=ask.pk).decision == "lapsed"
