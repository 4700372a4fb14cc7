"""A department asks, somebody else decides: objections to a dispatch and extensions."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.urls import reverse

from honglian.algo.workdays import Duration, WorkCalendar, due_at
from honglian.foundation.audit.api import record
from honglian.foundation.workflow.steps import append, move_item, new_item
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import NotAllowed, Refusal
from honglian.kit.events import emit

from ..events import ExtensionAsked, ExtensionDecided, ObjectionRuled, OrderObjected
from ..models import Ask, Order
from ..states import ASK, ORDER
from . import _frame as frame
from ._frame import DISPATCHER, Rules, Step
from ._orders import end_order
from ._settle import answered, settle
from .orders import _move, _open, _save

APPROVER = "leader"


def _put(ask: Ask, step: Step, *, holder_role: str, expected: str) -> None:
    """Store a request and lay it on the desk of who decides."""
    ask.save(force_insert=True)
    order = ask.order
    item = new_item(
        table=ASK,
        state=ask.decision,
        kind="cases.ask",
        object_id=ask.pk,
        root_id=step.case.item_id,
        zone_id=order.zone_id,
        number=step.case.number,
        title=f"{frame.unit_of(order)}{ask.get_kind_display()}：{step.case.title}"[:200],
        url=reverse("cases:decide", args=[step.case.number, ask.pk]),
        expected=expected,
        urgency=frame.urgency(step.case),
        due_at=order.due_at,
        due_kind="decide",
        holder_role=holder_role,
        chain_id=step.case.chain_id,
        opened_at=step.at,
    )
    item.save(force_insert=True)
    Ask.objects.filter(pk=ask.pk).update(item_id=item.pk)
    ask.item = item


def _new_ask(order: Order, step: Step, kind: str, reason: str, **more: str) -> Ask:
    return Ask(
        order=order,
        kind=kind,
        reason=reason,
        asked_by=step.by.name[:64],
        asked_by_user_id=step.by.user_id,
        asked_at=step.at,
        **more,
    )


@action("cases.handle")
def object_to(
    *, number: str, reason: str, basis: str, order_id: int | None = None, by: Actor
) -> Ask:
    """Say that this is not ours: once, within the window, with reason and basis (WH-03)."""
    order, _, step = _open(number, order_id, by)
    ORDER.apply(order.state, "object")
    rules = Rules.of(order.zone_id)
    cases = rules.config.cases
    if order.objections >= cases.objection_times:
        raise Refusal(
            f"每张工单最多提 {cases.objection_times} 次异议，已经用过。请先办理，"
            "仍有分歧请联系派单员提请分管领导协调。",
            code="objected_before",
        )
    last = due_at(order.dispatched_at, Duration.parse(cases.objection_window), rules.calendar)
    if step.at > last:
        raise Refusal(
            f"提出异议的时限是派单后 {cases.objection_window}，"
            f"已于 {clock.local(last):%m-%d %H:%M} 截止。请先办理。",
            code="window_over",
        )
    reason = frame.check_text(reason, label="异议理由", field="reason", most=500)
    basis = frame.check_text(basis, label="依据（职责文件、条款）", field="basis", most=300)
    _move(order, step, "object", text=f"{reason}（依据：{basis}）", internal=True)
    order.objections += 1
    _save(order, step, objections=order.objections)
    ask = _new_ask(order, step, Ask.Kind.OBJECTION, reason, basis=basis)
    _put(ask, step, holder_role=DISPATCHER, expected="裁定异议")
    append(step.lines)
    record(by=by, verb="cases.object", target=order, label=str(step.case), note=reason)
    emit(OrderObjected(order, ask, by))
    return ask


def _decided(number: str, ask_id: int, kind: str, by: Actor) -> tuple[Ask, list[Order], Step]:
    """An open request of the locked case; refusal when somebody decided it before."""
    case = frame.locked(by, number)
    ask = get_object_or_404(Ask, pk=ask_id, kind=kind, order__case=case)
    if ask.decision != Ask.Decision.OPEN:
        who = f"由 {ask.decided_by} " if ask.decided_by else ""
        when = clock.local(ask.decided_at)
        raise Refusal(
            f"这项申请已{who}于 {when:%m-%d %H:%M} 处理：{ask.get_decision_display()}。",
            code="decided",
        )
    if by.user_id is not None and ask.asked_by_user_id == by.user_id:
        raise NotAllowed("自己提出的申请要由别人审批。", code="own_request")
    orders = frame.orders_of(case)
    ask.order = next(o for o in orders if o.pk == ask.order_id)
    ask.order.case = case
    return ask, orders, Step(case, by)


def _decide(ask: Ask, step: Step, granted: bool, answer: str) -> None:
    ask.decision = Ask.Decision.GRANTED if granted else Ask.Decision.DENIED
    ask.decided_by, ask.decided_at, ask.answer = step.by.name[:64], step.at, answer
    ask.save(update_fields=["decision", "decided_by", "decided_at", "answer"])
    move_item(ask.item_id, ASK, ask.decision, at=step.at)


@action("cases.dispatch")
def rule_objection(*, number: str, ask_id: int, upheld: bool, answer: str, by: Actor) -> Order:
    """The dispatcher rules: upheld returns the order, otherwise the department goes on."""
    ask, orders, step = _decided(number, ask_id, Ask.Kind.OBJECTION, by)
    answer = frame.check_text(answer, label="裁定意见", field="answer", most=500)
    order = ask.order
    _decide(ask, step, upheld, answer)
    if upheld:
        end_order(order, step, Rules.of(order.zone_id), verb="uphold", text=answer)
        if not answered(step.case, orders, step):
            settle(step.case, orders, step)
    else:
        _move(order, step, "deny", text=answer, internal=True)
        _save(order, step, signed_at=order.signed_at or step.at)
    append(step.lines)
    verdict = "异议成立" if upheld else "异议不成立"
    record(by=by, verb="cases.rule_objection", target=order, label=str(step.case), note=verdict)
    emit(ObjectionRuled(order, ask, by, upheld))
    return order


@action("cases.handle")
def ask_extension(
    *, number: str, reason: str, wanted: str, order_id: int | None = None, by: Actor
) -> Ask:
    """Ask for more time before the limit, with reasons and progress (WH-05)."""
    order, _, step = _open(number, order_id, by)
    ORDER.apply(order.state, "ask_extension")
    rules = Rules.of(order.zone_id)
    _in_time(order, step, rules)
    reason = frame.check_text(reason, label="延期理由和进展", field="reason", most=500)
    duration = _duration(order, wanted, rules, step)
    if Ask.objects.filter(order=order, kind=Ask.Kind.EXTENSION, decision="open").exists():
        raise Refusal("已有一项延期申请在等审批，请等结果。", code="pending")
    step.say(
        "ask_extension",
        item_id=order.item_id,
        text=f"申请延长 {duration.chinese()}：{reason}",
        unit_name=order.department.name,
        internal=True,
    )
    ask = _new_ask(order, step, Ask.Kind.EXTENSION, reason, wanted=duration.chinese())
    _put(ask, step, holder_role=APPROVER, expected="审批延期")
    append(step.lines)
    record(by=by, verb="cases.ask_extension", target=order, label=str(step.case), note=reason)
    emit(ExtensionAsked(order, ask, by))
    return ask


def _in_time(order: Order, step: Step, rules: Rules) -> None:
    """Early enough before the limit, and not more often than the zone allows."""
    cases = rules.config.cases
    if order.extensions >= cases.extension_times:
        raise Refusal(
            f"每张工单最多延期 {cases.extension_times} 次，已经用过。请按期答复，"
            "确实办不到的请选“解释说明”或“挂账”并说明原因。",
            code="extended_before",
        )
    if step.at >= order.finish_due_at:
        raise Refusal(
            f"办理时限已于 {clock.local(order.finish_due_at):%m-%d %H:%M} 到期，"
            "到期后不能再申请延期，请尽快答复。",
            code="overdue",
        )
    earliest = due_at(step.at, Duration.parse(cases.extension_ask_before), rules.calendar)
    if not _short_limit(order) and earliest > order.finish_due_at:
        raise Refusal(
            f"延期要在到期前至少 {cases.extension_ask_before} 申请，"
            f"本单 {clock.local(order.finish_due_at):%m-%d %H:%M} 到期，已来不及申请。",
            code="too_late",
        )


def _short_limit(order: Order) -> bool:
    """Limits counted in hours leave no whole workday before them: any moment before is early."""
    return Duration.parse(order.limits["finish"]).base_unit in ("minutes", "working_minutes")


def _duration(order: Order, wanted: str, rules: Rules, step: Step) -> Duration:
    """The time asked for, in the unit of the limit, not beyond the zone's longest extension."""
    limit = Duration.parse(order.limits["finish"])
    try:
        duration = Duration.parse(wanted)
    except ValueError as error:
        raise Refusal(f"{error}。", code="bad_duration", field="wanted") from error
    if duration.base_unit != limit.base_unit:
        raise Refusal(
            f"本单时限是 {limit.chinese()}，延长的时间请用同样的单位来写，例如“{limit.chinese()}”。",
            code="other_unit",
            field="wanted",
        )
    longest = Duration.parse(rules.config.cases.extension_max)
    if _later(step.at, duration, longest, rules.calendar):
        raise Refusal(
            f"最多延长 {rules.config.cases.extension_max}，请改短。",
            code="too_long",
            field="wanted",
        )
    return duration


def _later(start, one: Duration, other: Duration, calendar: WorkCalendar) -> bool:
    if one.base_unit == other.base_unit:
        return one.base_amount > other.base_amount
    return due_at(start, one, calendar) > due_at(start, other, calendar)


@action("cases.approve_extension")
def decide_extension(
    *, number: str, ask_id: int, granted: bool, answer: str = "", by: Actor
) -> Order:
    """Grant or deny more time; never one's own request. The enterprise sees a granted one."""
    ask, orders, step = _decided(number, ask_id, Ask.Kind.EXTENSION, by)
    order = ask.order
    verb = "extend" if granted else "deny_extension"
    ORDER.apply(order.state, verb)
    answer = frame.check_length(answer, label="审批意见", field="answer", most=500)
    if not granted and not answer:
        raise Refusal("不同意延期请写明原因，承办部门要据此安排。", code="empty", field="answer")
    _decide(ask, step, granted, answer)
    if granted:
        text = f"延长 {ask.wanted}。理由：{ask.reason}"
        _move(order, step, "extend", text=text, data={"extend": ask.wanted})
        order.extensions += 1
        _save(order, step, extensions=order.extensions)
        settle(step.case, orders, step)
    else:
        _move(order, step, "deny_extension", text=answer, internal=True)
    append(step.lines)
    record(by=by, verb="cases.decide_extension", target=order, label=str(step.case), note=answer)
    emit(ExtensionDecided(order, ask, by, granted))
    return order
