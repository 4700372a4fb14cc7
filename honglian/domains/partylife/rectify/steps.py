"""Which steps a person is offered on an item: state, permission, and nobody checks themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from honglian.kit.actor import Actor, ScopeKind

from . import actions, forms
from .models import RectifyItem
from .states import RECTIFY

LOOKS = ("look_first", "look_last", "rebound")
OTHERS_ONLY = ("take", "pass", "return", "assess", "look", "drop", "supervise")


# The one button that is expected in each state.
MAIN = {
    "open": "plan",
    "in_progress": "apply",
    "returned": "apply",
    "apply_close": "pass",
    "verifying": "pass",
    "closed": "look",
    "lookback": "look",
}


def main_verb(item: RectifyItem) -> str:
    lasting = item.is_long_term and item.state == "in_progress"
    return "progress" if lasting else MAIN.get(item.state, "")


@dataclass(frozen=True)
class Step:
    """``said`` is told after the step; ``intro`` before it."""

    verb: str
    name: str
    form: type[forms.StepForm]
    act: Callable
    said: str
    permission: str
    intro: str = ""


STEPS = {
    step.verb: step
    for step in (
        Step("plan", "定整改措施", forms.PlanForm, actions.plan, "已定整改措施。", "partylife.edit"),
        Step("apply", "申请销号", forms.ApplyForm, actions.apply_close, "已申请销号，等另一个人核查。",
             "partylife.edit", intro="核查的人不能是您自己，也不能是责任人。"),
        Step("take", "接手核查", forms.NothingForm, actions.take, "已接手，请核查后给出结论。",
             "partylife.verify", intro="接手以后，申请人不能再撤回，由您给出结论。"),
        Step("pass", "同意销号", forms.PassForm, actions.sign_off,
             "已销号，满 3 个月、6 个月各回头看一次。", "partylife.verify"),
        Step("return", "退回重改", forms.ReturnForm, actions.send_back, "已退回。", "partylife.verify"),
        Step("look", "回头看", forms.LookForm, actions.look_back, "已登记回头看。", "partylife.verify"),
        Step("evidence", "上传佐证", forms.EvidenceForm, actions.add_evidence, "已上传。",
             "partylife.edit"),
        Step("progress", "报告进展", forms.ProgressForm, actions.progress, "已登记进展。",
             "partylife.edit"),
        Step("assess", "阶段评估", forms.AssessForm, actions.assess, "已登记评估意见。",
             "partylife.verify"),
        Step("supervise", "督办意见", forms.SuperviseForm, actions.supervise, "督办意见已发出。",
             "partylife.verify"),
        Step("withdraw", "撤回申请", forms.WithdrawForm, actions.withdraw, "已撤回，可以继续整改。",
             "partylife.edit"),
        Step("drop", "撤销", forms.DropForm, actions.drop, "已撤销，记录保留。", "partylife.verify"),
    )
}  # fmt: skip


def is_checker(actor: Actor, item: RectifyItem) -> bool:
    """Whether RF-02 lets this person check the item."""
    me = actor.user_id
    if me is not None and me in (item.applied_user_id, item.responsible_user_id):
        return False
    return not item.responsible or actor.name != item.responsible


def offered(actor: Actor, item: RectifyItem) -> list[Step]:
    """The steps open to this person now, the expected one first."""
    open_verbs = {
        "look" if t.verb in LOOKS else t.verb for t in RECTIFY.moves_from(item.state, actor)
    }
    found = [s for s in STEPS.values() if s.verb in open_verbs and _fits(s, actor, item)]
    return sorted(found, key=lambda s: s.verb != main_verb(item))


def _fits(step: Step, actor: Actor, item: RectifyItem) -> bool:
    if step.verb in OTHERS_ONLY and not is_checker(actor, item):
        return False
    taken = item.state == "verifying" and item.verifier_user_id
    match step.verb:
        case "apply":
            return not item.is_long_term
        case "assess":
            return item.is_long_term
        case "pass" | "return":
            return not taken or item.verifier_user_id == actor.user_id
        case "supervise":
            return item.escalated_on is not None
        case "withdraw":
            return item.applied_user_id in (None, actor.user_id)
        case "drop":
            return actor.ids(ScopeKind.ORG) != (item.branch_id,)
    return True


def why_not(actor: Actor, item: RectifyItem) -> str:
    """Why somebody with the right to check is not offered it."""
    if item.state not in ("apply_close", "verifying") or not actor.can("partylife.verify"):
        return ""
    if not is_checker(actor, item):
        return "这一件由您申请或由您负责，要由另一个人核查。"
    if item.state == "verifying" and item.verifier_user_id not in (None, actor.user_id):
        return f"{item.verifier}正在核查。"
    return ""
