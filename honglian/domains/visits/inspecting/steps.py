"""Which steps a person is offered on an inspection and on a joint visit."""

from __future__ import annotations

from honglian.kit.actor import Actor

from ..fields import NothingForm
from ..steps import Step, book
from . import actions, forms
from .models import Inspection
from .states import ANSWER, APPROVE, INSPECT, PLAN, REQUEST_IT, SERVE

MAIN = {
    "planned": "approve", "approved": "notice", "noticed": "enter", "inspecting": "file",
    "filed": "rate",
}  # fmt: skip


def _another(found: Inspection, actor: Actor) -> bool:
    return actor.user_id is None or actor.user_id != found.planned_user_id


def _unrated(found: Inspection, actor: Actor) -> bool:
    return found.rating is None


INSPECTION_STEPS = book(
    Step("approve", "批准", forms.ApproveForm, actions.approve, "已批准，请送达检查通知书。", APPROVE, fits=_another),
    Step("refuse", "不批准", forms.TextForm, actions.refuse, "已登记不批准。", APPROVE, fits=_another),
    Step("notice", "送达检查通知书", forms.NoticeForm, actions.give_notice, "已登记。", INSPECT,
         "送达后企业会收到消息；依法不提前通知的写明理由。"),
    Step("enter", "扫码入企", forms.EnterForm, actions.enter, "已入企，请出示证件，开始检查。", INSPECT,
         "到企业后扫企业码，码不对不能开始。"),
    Step("file", "反馈结果", forms.ResultForm, actions.file_result, "结果已反馈给企业。", INSPECT),
    Step("answer", "回应结果", forms.AnswerForm, actions.answer, "已转给检查部门。", ANSWER),
    Step("rate", "评价这次检查", forms.RateForm, actions.rate, "谢谢评价。", ANSWER, fits=_unrated),
    Step("assign", "换执法人员", forms.AssignForm, actions.assign, "已更换。", REQUEST_IT),
    Step("close", "结束检查", NothingForm, actions.close, "检查已结束。", INSPECT),
    Step("cancel", "取消", forms.TextForm, actions.cancel, "已取消。", REQUEST_IT),
)  # fmt: skip

VISIT_STEPS = book(
    Step("record", "登记走访情况", forms.ServiceForm, actions.record_service, "已登记，企业可以评价。", SERVE,
         "问需求、讲政策、提醒安全；不检查、不处罚。"),
    Step("rate", "评价这次上门", forms.RateForm, actions.rate_visit, "谢谢评价。", ANSWER),
    Step("move", "改期", forms.MoveForm, actions.move_visit, "已改期。", PLAN),
    Step("cancel", "取消", forms.TextForm, actions.cancel_visit, "已取消，需求退回待排期。", PLAN),
)  # fmt: skip
VISIT_MAIN = {"planned": "record", "done": "rate"}
