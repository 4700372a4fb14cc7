"""A meeting from plan to confirmed minutes, and a decision until it is carried out (领域手册 C.1, C.2)."""

from __future__ import annotations

from honglian.kit.states import State, StateTable, Transition

EDIT = "partylife.edit"
VERIFY = "partylife.verify"

MEETING = StateTable(
    name="会议活动",
    initial="planned",
    states=(
        State("planned", "已计划", "new"),
        State("noticed", "已通知", "doing"),
        State("held", "已召开，待记录", "doing"),
        State("minuted", "已记录，待确认", "waiting"),
        State("confirmed", "已确认", "done", final=True),
        State("cancelled", "已取消", "stopped", final=True),
    ),
    transitions=(
        Transition("edit", "修改安排", ("planned", "noticed"), "", EDIT),
        Transition("notice", "发通知", ("planned", "noticed"), "noticed", EDIT),
        Transition("put_off", "改期", ("planned", "noticed"), "planned", EDIT, why="须写原因，改期后再通知一次"),
        Transition("cancel", "取消", ("planned", "noticed"), "cancelled", EDIT, why="须写原因"),
        Transition("hold", "登记到会", ("planned", "noticed", "held"), "held", EDIT),
        Transition("minute", "写记录", ("held", "minuted"), "minuted", EDIT, why="要件齐全才能存"),
        Transition("decide", "记决议", ("held", "minuted"), "", EDIT),
        Transition("assign", "转为工作", ("held", "minuted", "confirmed"), "", EDIT, why="有人负责、有期限"),
        Transition("attach", "传附件", ("held", "minuted", "confirmed"), "", EDIT, why="不强制"),
        Transition("confirm", "确认记录", ("minuted",), "confirmed", EDIT),
        Transition("return", "退回补充", ("minuted",), "held", VERIFY, why="须写要补什么"),
        Transition("amend", "更正", ("confirmed",), "minuted", EDIT, why="须写更正的原因"),
    ),
)  # fmt: skip

DECISION = StateTable(
    name="决议",
    initial="noted",
    states=(
        State("noted", "只作记录", "new"),
        State("open", "办理中", "doing"),
        State("done", "已办结", "done", final=True),
        State("dropped", "不再办理", "stopped", final=True),
    ),
    transitions=(
        Transition("assign", "转为工作", ("noted",), "open", EDIT),
        Transition("postpone", "改期限", ("open",), "", EDIT, why="须写原因"),
        Transition("finish", "办结", ("open",), "done", EDIT, why="写明办成了什么"),
        Transition("drop", "不再办理", ("open",), "dropped", EDIT, why="须写原因"),
        Transition("reopen", "继续办理", ("done", "dropped"), "open", EDIT, why="须写原因"),
    ),
)

REMINDER = StateTable(
    name="组织生活提醒",
    initial="waiting",
    states=(
        State("waiting", "本期还没有开", "soon"),
        State("met", "已开", "done", final=True),
        State("over", "本期已过", "stopped", final=True),
    ),
    transitions=(
        Transition("meet", "已开", ("waiting",), "met", automatic=True, why="有效记录够了"),
        Transition("pass", "本期已过", ("waiting",), "over", automatic=True),
    ),
)
