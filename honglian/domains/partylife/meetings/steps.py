"""Which steps a person is offered on a meeting and on a decision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms

from honglian.kit import clock
from honglian.kit.actor import Actor

from . import actions, forms
from .models import Decision, Meeting
from .states import DECISION, EDIT, MEETING, VERIFY


@dataclass(frozen=True)
class Step:
    """``main`` is the button that is expected now; ``said`` is told afterwards."""

    verb: str
    name: str
    form: type[django_forms.Form]
    act: Callable[..., Any]
    said: str
    permission: str = EDIT
    main: bool = False
    intro: str = ""


MEETING_STEPS = {
    step.verb: step
    for step in (
        Step("notice", "发通知", forms.NothingForm, actions.call, "通知已发。", main=True,
             intro="支部里有账号的人会在站内收到；没有账号的，把下面的文字发到群里或张贴。"),
        Step("hold", "登记到会", forms.RollForm, actions.hold, "已登记到会情况，请写会议记录。",
             main=True),
        Step("minute", "写记录", forms.MinuteForm, actions.minute, "已保存会议记录。", main=True),
        Step("confirm", "确认记录", forms.NothingForm, actions.confirm, "记录已确认。", main=True,
             intro="确认后要更正须写原因。"),
        Step("decide", "记决议", forms.DecideForm, actions.decide, "已记下决议。"),
        Step("attach", "传附件", forms.FilesForm, actions.add_files, "已保存附件。"),
        Step("edit", "修改安排", forms.EditForm, actions.edit, "已修改安排。"),
        Step("put_off", "改期", forms.PutOffForm, actions.put_off, "已改期，通知过的人会再收到一次。"),
        Step("return", "退回补充", forms.ReasonForm, actions.send_back, "已退回，请支部补充。", VERIFY),
        Step("amend", "更正", forms.ReasonForm, actions.amend, "可以更正了，改完请再确认。"),
        Step("cancel", "取消", forms.ReasonForm, actions.cancel, "已取消，通知过的人会收到。"),
    )
}  # fmt: skip
DECISION_STEPS = {
    step.verb: step
    for step in (
        Step("assign", "转为工作", forms.AssignForm, actions.assign, "已转为工作，到了负责人的待办。",
             main=True),
        Step("finish", "办结", forms.FinishForm, actions.finish, "已办结。", main=True),
        Step("postpone", "改期限", forms.PostponeForm, actions.postpone, "已改期限。"),
        Step("drop", "不再办理", forms.DecisionReasonForm, actions.drop, "已停止办理，记录保留。"),
        Step("reopen", "继续办理", forms.DecisionReasonForm, actions.reopen, "已重新办理。"),
    )
}  # fmt: skip


def offered(actor: Actor, meeting: Meeting) -> list[Step]:
    """Steps open on a meeting; before its day nobody is asked who was there."""
    verbs = {t.verb for t in MEETING.moves_from(meeting.state, actor)}
    past = meeting.planned_on < clock.today()
    ahead = meeting.planned_on > clock.today()
    if meeting.state in ("planned", "noticed"):
        verbs -= {"hold"} if ahead else set()
        verbs -= {"notice"} if past or meeting.state == "noticed" else set()
    return [s for s in MEETING_STEPS.values() if s.verb in verbs]


def main_step(meeting: Meeting, steps: list[Step]) -> str:
    """The one button that stands out."""
    wanted = {
        "planned": ("notice", "hold"),
        "noticed": ("hold",),
        "held": ("minute",),
        "minuted": ("confirm",),
    }.get(meeting.state, ())
    known = [s.verb for s in steps]
    if meeting.planned_on <= clock.today() and meeting.state == "planned":
        wanted = ("hold",)
    return next((verb for verb in wanted if verb in known), "")


def offered_on(actor: Actor, decision: Decision) -> list[Step]:
    verbs = {t.verb for t in DECISION.moves_from(decision.state, actor)}
    if decision.passed is False or not MEETING.allows(decision.meeting.state, "assign"):
        verbs -= {"assign"}
    return [s for s in DECISION_STEPS.values() if s.verb in verbs]
