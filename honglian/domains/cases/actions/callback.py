"""After the answer: call-back, archive, rating, and opening again when somebody is unhappy."""

from __future__ import annotations

from django.http import Http404

from honglian.algo.workdays import Duration, due_at
from honglian.foundation.audit.api import record
from honglian.foundation.workflow.steps import append
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.kit.events import emit
from honglian.kit.fields import blind_index

from ..events import CaseClosed, CaseRated, CaseReopened
from ..leave.deputies import deputy_of
from ..models import Case, Order
from ..states import CASE, ORDER
from . import _frame as frame
from ._frame import Rules, Step
from ._parts import NOT_RATED, part_back, part_over
from ._settle import lead_of, settle
from ._supervision import press
from .orders import _save

AUTOMATIC_REOPENINGS = 1  # 领域手册 E.4: once by itself, the second time a leader steps in
UNHAPPY_LEVEL = 3


@action("cases.callback")
def call_back(
    *,
    number: str,
    reached: bool,
    contacted: bool | None = None,
    solved: bool | None = None,
    satisfaction: str = "",
    text: str = "",
    by: Actor,
) -> Case:
    """Ask the enterprise the three questions (领域手册 E.4); unhappy opens the case again."""
    case = frame.locked(by, number)
    CASE.apply(case.state, "call_back")
    text = frame.check_length(text, label="回访记录", field="text", most=1000)
    step = Step(case, by)
    if not reached:
        step.say("call_back", text=f"没有联系上。{text}".strip(), data={"reached": False})
        frame.change(case, was_reached=False)
    else:
        _three_answers(contacted, solved, satisfaction)
        said = _answers_in_words(contacted, solved, satisfaction)
        step.say("call_back", text=f"{said}。{text}", data={"satisfaction": satisfaction})
        frame.change(
            case,
            was_reached=True,
            was_contacted=contacted,
            was_solved=solved,
            satisfaction=satisfaction,
        )
        _if_unhappy(case, step, text)
    append(step.lines)
    record(by=by, verb="cases.call_back", target=case, note="" if reached else "未联系上")
    return case


def _three_answers(contacted: bool | None, solved: bool | None, satisfaction: str) -> None:
    if contacted is None:
        raise Refusal("请问清部门有没有联系过企业。", code="empty", field="contacted")
    if solved is None:
        raise Refusal("请问清问题有没有解决。", code="empty", field="solved")
    _check_satisfaction(satisfaction)


def _check_satisfaction(satisfaction: str) -> None:
    if satisfaction not in Case.Satisfaction.values:
        names = "、".join(Case.Satisfaction.labels)
        raise Refusal(f"满意度请选：{names}。", code="bad_satisfaction", field="satisfaction")


def _answers_in_words(contacted: bool | None, solved: bool | None, satisfaction: str) -> str:
    parts = [Case.Satisfaction(satisfaction).label]
    if contacted is not None:
        parts.insert(0, "部门联系过" if contacted else "部门没有联系过")
    if solved is not None:
        parts.insert(-1, "问题已解决" if solved else "问题没有解决")
    return "，".join(parts)


@action("cases.close")
def close(*, number: str, text: str = "", by: Actor) -> Case:
    """Archive an answered case."""
    case = frame.locked(by, number)
    state = CASE.apply(case.state, "close")
    text = frame.check_length(text, label="归档说明", field="text", most=500)
    step = Step(case, by)
    step.say("close", before=case.state, after=state, text=text)
    frame.change(case, state=state, closed_at=step.at, due_at=None)
    frame.show_case(case, at=step.at)
    part_over(case, step)
    append(step.lines)
    record(by=by, verb="cases.close", target=case)
    emit(CaseClosed(case, by))
    return case


@action("cases.rate")
def rate(
    *,
    number: str,
    satisfaction: str,
    solved: bool | None = None,
    contacted: bool | None = None,
    text: str = "",
    by: Actor,
) -> Case:
    """The enterprise rates the answer, once, before or after archiving."""
    case = frame.locked(by, number)
    return _rate(case, by, satisfaction, solved, contacted, text)


@action(None)
def rate_with_code(
    *,
    number: str,
    code: str,
    satisfaction: str,
    solved: bool | None = None,
    contacted: bool | None = None,
    text: str = "",
    by: Actor,
) -> Case:
    """A visitor rates with the tracking code, which stands in for the permission."""
    rows = Case.rows.select_for_update(of=("self",))
    case = rows.filter(number=number, tracking_hash=blind_index(code)).first() if code else None
    if case is None:
        raise Http404("no such case for this code")
    return _rate(case, by, satisfaction, solved, contacted, text)


def _rate(
    case: Case,
    by: Actor,
    satisfaction: str,
    solved: bool | None,
    contacted: bool | None,
    text: str,
) -> Case:
    _check_satisfaction(satisfaction)
    text = frame.check_length(text, label="评价说明", field="text", most=300)
    if case.rated_at is not None:
        if (case.satisfaction, case.rating_text) == (satisfaction, text):
            return case  # the same rating once more: a double click or a lost answer
        raise Refusal(
            f"您已于 {clock.local(case.rated_at):%m-%d %H:%M} 评价"
            f"“{case.get_satisfaction_display()}”，评价只能提交一次。"
            "情况有变化请补充说明或重新吹哨。",
            code="rated",
        )
    CASE.apply(case.state, "rate")
    _still_open(case)
    step = Step(case, by)
    said = _answers_in_words(contacted, solved, satisfaction)
    step.say(
        "rate",
        text=f"{said}。{text}",
        data={"satisfaction": satisfaction},
        unit_name=case.enterprise_name,
    )
    given = {"was_solved": solved, "was_contacted": contacted}
    frame.change(
        case,
        satisfaction=satisfaction,
        rating_text=text,
        rated_at=step.at,
        **{name: value for name, value in given.items() if value is not None},
    )
    _if_unhappy(case, step, text)
    append(step.lines)
    record(by=by, verb="cases.rate", target=case, note=satisfaction, zone_id=case.zone_id)
    emit(CaseRated(case, by))
    return case


def _still_open(case: Case) -> None:
    rules = Rules.of(case.zone_id)
    since = case.closed_at or case.replied_at
    last = due_at(since, Duration.parse(rules.config.cases.rate_within), rules.calendar)
    if clock.now() > last:
        raise Refusal(
            f"评价时间是办结后 {rules.config.cases.rate_within}，"
            f"已于 {clock.local(last):%Y-%m-%d} 截止。有新情况请重新吹哨。",
            code="too_late",
        )


def _if_unhappy(case: Case, step: Step, text: str) -> None:
    if case.satisfaction != Case.Satisfaction.DISSATISFIED:
        return
    if case.reopened < AUTOMATIC_REOPENINGS and not case.parts:
        _open_again(case, step, f"不满意，自动重办。{text}".strip())
    elif case.supervision < UNHAPPY_LEVEL:
        what = "对拆开办理的结果不满意" if case.parts else "再次不满意"
        press(step, UNHAPPY_LEVEL, f"{what}，请分管领导约访企业并督办。{text}".strip())


@action("cases.callback")
def reopen(*, number: str, reason: str, by: Actor) -> Case:
    """Give an answered or archived case back to the lead department, with a reason."""
    case = frame.locked(by, number)
    CASE.apply(case.state, "reopen")
    if case.parts:
        raise Refusal(
            f"这件诉求拆成了 {case.parts} 件办理，请打开没有解决的那一件重办，本件会跟着回到分头办理。",
            code="has_parts",
        )
    reason = frame.check_text(reason, label="重办理由", field="reason", most=500)
    step = Step(case, by)
    _open_again(case, step, reason)
    append(step.lines)
    record(by=by, verb="cases.reopen", target=case, note=reason)
    return case


def _open_again(case: Case, step: Step, reason: str) -> None:
    """The lead's order starts anew with its full limit; what was said and rated is in the log."""
    before, case.state = case.state, CASE.apply(case.state, "reopen")
    if before == "closed":
        part_back(case, step)
    step.say("reopen", before=before, after=case.state, text=reason)
    orders = frame.orders_of(case)
    lead: Order = lead_of(orders)
    was, lead.state = lead.state, ORDER.apply(lead.state, "redo")
    step.say(
        "redo",
        item_id=lead.item_id,
        before=was,
        after=lead.state,
        text=reason,
        unit_name=lead.department.name,
        internal=True,
    )
    hands = deputy_of(lead)
    _save(lead, step, replied_at=None, outcome="", extensions=0, **hands)
    settle(
        case,
        orders,
        step,
        state=case.state,
        reopened=case.reopened + 1,
        replied_at=None,
        closed_at=None,
        outcome="",
        review_on=None,
        **NOT_RATED,
    )
    emit(CaseReopened(case, (lead,), step.by, reason))
