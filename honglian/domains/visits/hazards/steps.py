"""Which steps a person is offered on a hazard."""

from __future__ import annotations

from honglian.kit.actor import Actor

from ..steps import Step, book
from . import actions, forms
from .models import Hazard
from .states import GRADE, RECHECK, RECTIFY, SUPERVISE

MAIN = {
    "found": "grade", "graded": "plan", "reported": "plan", "rectifying": "apply",
    "returned": "apply", "reviewing": "pass",
}  # fmt: skip


def _serious(hazard: Hazard, actor: Actor) -> bool:
    return hazard.is_serious


def _other(hazard: Hazard, actor: Actor) -> bool:
    return actor.user_id is None or actor.user_id != hazard.applied_user_id


def _ready(hazard: Hazard, actor: Actor) -> bool:
    return not (hazard.is_serious and hazard.reported_on is None)


STEPS = book(
    Step("grade", "判级", forms.GradeForm, actions.grade, "已判级，企业会收到通知。", GRADE),
    Step("drop", "不属于隐患", forms.ReasonForm, actions.drop, "已登记。", GRADE),
    Step("report", "登记已报告", forms.ReportForm, actions.report, "已登记报告。", RECTIFY, fits=_serious),
    Step("plan", "五落实", forms.PlanForm, actions.plan, "已登记措施、责任、资金、时限、预案。", RECTIFY,
         "措施、责任、资金、时限、预案，一项都不能少。", _ready),
    Step("apply", "申请复查", forms.ApplyForm, actions.apply_recheck, "已申请复查，等部门来看。", RECTIFY),
    Step("progress", "报告进展", forms.ProgressForm, actions.progress, "已登记进展。", RECTIFY),
    Step("pass", "复查通过，销号", forms.CheckForm, actions.passed, "已销号。", RECHECK, fits=_other),
    Step("return", "复查不通过", forms.CheckForm, actions.send_back, "已退回继续整改。", RECHECK, fits=_other),
    Step("explain", "逾期书面说明", forms.ReasonForm, actions.explain, "已登记书面说明，继续挂牌。", RECTIFY,
         "为什么没有完成、现在怎么管控、什么时候完成。",
         lambda hazard, actor: hazard.is_serious and hazard.is_overdue),
    Step("list", "挂牌督办", forms.ListForm, actions.list_it, "已挂牌。", SUPERVISE,
         fits=lambda hazard, actor: hazard.is_serious and not hazard.is_listed),
    Step("delist", "摘牌", forms.ReasonForm, actions.delist, "已摘牌。", SUPERVISE,
         fits=lambda hazard, actor: hazard.is_listed),
)  # fmt: skip


def main_verb(hazard: Hazard) -> str:
    needs_report = hazard.state == "graded" and hazard.is_serious
    return "report" if needs_report else MAIN.get(hazard.state, "")
