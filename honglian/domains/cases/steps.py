"""The steps that a case's page offers: for each verb its form, its action and its words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from honglian.kit import clock
from honglian.kit.actor import Actor

from . import actions, forms
from .ladder import actions as ladder
from .ladder.forms import CoordinateForm, EscalateForm, ReviewForm
from .leave import actions as leave
from .leave.forms import HandOverForm
from .library.forms import ReplyWithTemplates
from .models import Case, Order
from .split_form import SplitForm
from .states import CASE, ORDER, WAITING


@dataclass(frozen=True)
class Step:
    """``of_order`` steps are done by a department on its own order."""

    verb: str
    submit: str
    form: type[forms.CaseForm]
    act: Callable[..., Any]
    intro: str = ""
    of_order: bool = False
    main: bool = False
    danger: bool = False

    @property
    def permission(self) -> str:
        return self.act.permission

    @property
    def name(self) -> str:
        table = ORDER if self.of_order else CASE
        return next(t.name for t in table.transitions if t.verb == self.verb)


def _case(verb: str, submit: str, form, act, **more: Any) -> Step:
    return Step(verb, submit, form, act, **more)


def _order(verb: str, submit: str, form, act, **more: Any) -> Step:
    return Step(verb, submit, form, act, of_order=True, **more)


CASE_STEPS = {
    step.verb: step
    for step in (
        _case("dispatch", "派单", forms.DispatchForm, actions.dispatch, main=True),
        _case("accept", "受理", forms.Plain, actions.accept, intro="受理后派给责任部门。"),
        _case("classify", "保存", forms.ClassifyForm, actions.classify),
        _case("call_back", "记下回访", forms.CallbackForm, actions.call_back, main=True),
        _case("close", "归档", forms.CloseForm, actions.close, intro="归档后企业仍可评价。"),
        _case("rate", "提交评价", forms.RateForm, actions.rate, main=True),
        _case("redispatch", "改派", forms.RedispatchForm, actions.redispatch),
        _case("reopen", "退回重办", forms.ReasonForm, actions.reopen),
        _case("supervise", "督办", forms.SuperviseForm, actions.supervise),
        _case("merge", "并案", forms.MergeForm, actions.merge),
        _case(
            "split",
            "拆分",
            SplitForm,
            actions.split,
            intro="一件说了几件事：拆成几件分头办，各有编号和时限；本件等各件办完再回访、归档。",
        ),
        _case("coordinate", "答复协调结果", CoordinateForm, ladder.coordinate, main=True),
        _case(
            "escalate",
            "上报",
            EscalateForm,
            ladder.escalate,
            intro="本级解决不了的，报上一级协调；各部门继续办，时限不变。",
        ),
        _case("review_suspension", "复核", ReviewForm, actions.review_suspension, main=True),
        _case("comment", "补充说明", forms.CommentForm, actions.comment),
        _case("refuse", "不予受理", forms.RefuseForm, actions.refuse, danger=True),
    )
}
ORDER_STEPS = {
    step.verb: step
    for step in (
        _order("sign", "签收", forms.Plain, actions.sign, main=True, intro="签收后由本部门办理。"),
        _order("contact", "记下联系", forms.ContactForm, actions.contact, main=True),
        _order("reply", "答复", ReplyWithTemplates, actions.reply, main=True),
        _order("resume", "恢复计时", forms.Plain, actions.resume, main=True),
        _order("note", "记下", forms.NoteForm, actions.note),
        _order(
            "hand_over",
            "转交",
            HandOverForm,
            leave.hand_over,
            intro="交给本部门同事办，时限不变，办理经过里有记录。",
        ),
        _order("ask_extension", "申请延期", forms.ExtensionForm, actions.ask_extension),
        _order(
            "ask_suspension",
            "申请挂账",
            forms.ReasonForm,
            actions.ask_suspension,
            intro="受政策、规划、资金等限制暂时不能解决的，经分管领导批准后挂账，单列不计入三率。",
        ),
        _order("pause", "暂停计时", forms.PauseForm, actions.pause),
        _order(
            "object",
            "提出异议",
            forms.ObjectForm,
            actions.object_to,
            intro="认为不该由本部门办：限一次，须在时限内。裁定前请继续办理。",
        ),
    )
}
WITHDRAW = _order("withdraw", "撤回", forms.ReasonForm, actions.withdraw, danger=True)


def case_steps(actor: Actor, case: Case) -> list[Step]:
    """What this actor may do with the case now."""
    return [
        step
        for step in CASE_STEPS.values()
        if actor.can(step.permission)
        and CASE.allows(case.state, step.verb)
        and _sensible(step, case)
    ]


def _sensible(step: Step, case: Case) -> bool:
    """A rating is given once; a part is not split; what rests is reviewed when its day has come."""
    match step.verb:
        case "rate":
            return case.rated_at is None
        case "split":
            return case.split_from_id is None
        case "reopen":
            return not case.parts
        case "coordinate":
            return bool(case.rung)
        case "review_suspension":
            return case.review_on is not None and case.review_on <= clock.today()
    return True


def order_steps(actor: Actor, order: Order) -> list[Step]:
    """What this actor may do with one order now; only its own department works on it."""
    if order.department_id != actor.department_id:
        return []
    return [
        step
        for step in ORDER_STEPS.values()
        if actor.can(step.permission) and ORDER.allows(order.state, step.verb)
    ]


def can_withdraw(actor: Actor, order: Order) -> bool:
    return actor.can(WITHDRAW.permission) and order.state in WAITING


def main_first(steps: Iterable[Step]) -> list[Step]:
    return sorted(steps, key=lambda step: not step.main)
