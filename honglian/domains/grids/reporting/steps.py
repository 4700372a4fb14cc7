"""Which steps a person is offered on an event: state, permission, and who may not check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from honglian.kit.actor import Actor

from . import actions, clocks, forms
from .models import GridEvent
from .states import DISPATCH, EVENT, HANDLE, REPORT, VERIFY

MAIN = {
    "collected": "dispatch",
    "accepted": "dispatch",
    "rejected": "dispatch",
    "dispatched": "receive",
    "received": "finish",
    "verifying": "verify",
}


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
        Step("dispatch", "分拨", forms.DispatchForm, actions.dispatch, "已分拨给承办部门。", DISPATCH),
        Step("accept", "立案", forms.AcceptForm, actions.accept, "已立案，请分拨。", DISPATCH),
        Step("raise", "转企业吹哨", forms.NothingForm, actions.raise_case, "已转企业吹哨，办结后这里自动结案。",
             DISPATCH, intro="转过去以后按吹哨的流程派单、办理、回访，这里能看到办到哪一步。"),
        Step("refuse", "不立案", forms.RefuseForm, actions.refuse, "已写明不立案的理由。", DISPATCH),
        Step("receive", "签收", forms.NothingForm, actions.receive, "已签收，请按时处置。", HANDLE),
        Step("finish", "反馈处置", forms.FinishForm, actions.finish, "已反馈，等采集人核查。", HANDLE),
        Step("reject", "退单", forms.RejectForm, actions.reject, "已退单，由网格长改派。", HANDLE,
             intro="退单只有一次，签收后四小时内。"),
        Step("verify", "核查通过", forms.VerifyForm, actions.verify, "已结案。", VERIFY),
        Step("reopen", "退回处置", forms.ReopenForm, actions.reopen, "已退回承办部门。", VERIFY),
        Step("note", "补充说明", forms.NoteForm, actions.note, "已补充。", REPORT),
    )
}  # fmt: skip


def offered(actor: Actor, event: GridEvent) -> list[Step]:
    """The steps open to this person now, the expected one first."""
    verbs = {t.verb for t in EVENT.moves_from(event.state, actor)}
    found = [s for s in STEPS.values() if s.verb in verbs and _fits(s, actor, event)]
    return sorted(found, key=lambda s: s.verb != MAIN.get(event.state))


def _fits(step: Step, actor: Actor, event: GridEvent) -> bool:
    if step.permission == HANDLE:
        mine = actor.is_system or actor.department_id == event.department_id
        return mine and (step.verb != "reject" or _may_reject(event))
    if step.permission == VERIFY:
        return event.handler_id is None or event.handler_id != actor.user_id
    return step.verb != "raise" or event.enterprise_id is not None


def _may_reject(event: GridEvent) -> bool:
    return not event.rejected and clocks.may_still_reject(event)
