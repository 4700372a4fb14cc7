"""Which form, action and words belong to each verb on an organisation's page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import actions, forms
from .states import DECIDE, ORGANISE

# Verbs that stand in their own sections of the page, not in the row of buttons.
IN_SECTIONS = ("tie", "untie", "join", "leave")


@dataclass(frozen=True)
class Turn:
    """``title`` is also the button; ``said`` is what is shown afterwards."""

    title: str
    form: type[forms.ActForm]
    act: Callable[..., Any]
    permission: str
    said: str
    intro: str = ""


TURNS: dict[str, Turn] = {
    "approve": Turn(
        "批复同意", forms.PaperForm, actions.approve, DECIDE, "已登记批复。",
        "批复一般不超过 1 个月（ORG-008）；登记申请的人不能登记批复。",
    ),
    "refuse": Turn("批复不同意", forms.ReasonForm, actions.refuse, DECIDE, "已登记，申请结束。"),
    "prepare": Turn("筹备选举", forms.PlainForm, actions.prepare, ORGANISE, "已登记，请按期选举。"),
    "found": Turn("宣布成立", forms.FoundForm, actions.found, ORGANISE, "党组织已成立。",
        "班子由上级指定的组织，登记书记和任命文号。"),
    "elect": Turn(
        "登记选举结果", forms.ElectionForm, actions.record_election, ORGANISE, "选举结果已登记。",
        "按选举大会的记录填写；到会、差额、得票不合规定的登记不上。",
    ),
    "reelect": Turn("启动换届", forms.PaperForm, actions.reelect, ORGANISE, "已启动换届。"),
    "extend": Turn(
        "登记延期批复", forms.ExtendForm, actions.extend, DECIDE, "已登记延期。",
        "延期须报上级批准，一般不超过 1 年（ORG-011）。",
    ),
    "change": Turn(
        "变更登记", forms.ChangeForm, actions.change, ORGANISE, "已变更，此前的情况照旧可查。",
        "改动从所填日期起生效；查以前的日期，看到的还是以前的样子。",
    ),
    "tie": Turn("登记所在结构", forms.TieForm, actions.tie, ORGANISE, "已登记。",
        "隶属关系之外，同一组织还可以在产业链、园区、网格里，联合党支部可以覆盖几个单位。"),
    "untie": Turn("退出所在结构", forms.UntieForm, actions.untie, ORGANISE, "已退出，记录保留。"),
    "join": Turn("登记参加党员", forms.JoinForm, actions.join, ORGANISE, "已登记。",
        "只登记参加活动和工作，党员的组织关系不动。"),
    "leave": Turn("退出参加党员", forms.LeaveForm, actions.leave, ORGANISE, "已退出，记录保留。"),
    "adjust": Turn("启动调整", forms.ReasonForm, actions.adjust, DECIDE, "已启动调整。",
        "人数或单位有变化、不再符合设立条件的，由上级研究调整或撤销（ORG-020）。"),
    "retain": Turn("调整后保留", forms.ReasonForm, actions.retain, DECIDE, "已登记保留。"),
    "merge": Turn(
        "并入其他组织", forms.MergeForm, actions.merge, DECIDE, "已并入。",
        "党员的组织关系同日转入；书记、委员职务同日免去。",
    ),
    "dissolve": Turn("撤销", forms.ReasonForm, actions.dissolve, DECIDE, "已撤销，记录保留。"),
    "start": Turn("开展工作", forms.PlainForm, actions.start, ORGANISE, "已登记。"),
    "prolong": Turn("改任务期限", forms.ProlongForm, actions.prolong, DECIDE, "已改期限。"),
    "close": Turn(
        "随任务结束撤销", forms.CloseForm, actions.close, DECIDE, "已撤销，党员仍在原支部。",
        "职务和参加关系同日结束，党员的组织关系一直在原支部。",
    ),
}  # fmt: skip
