"""A rectification item from the problem to the last look-back (领域手册 C.4, P)."""

from __future__ import annotations

from honglian.kit.states import State, StateTable, Transition

EDIT, VERIFY = "partylife.edit", "partylife.verify"
LIVE = ("open", "in_progress", "returned", "apply_close", "verifying")
WORKING = ("in_progress", "returned")
CHECKING = ("apply_close", "verifying")
SIGNED_OFF = ("closed", "lookback", "confirmed", "rebounded")

RECTIFY = StateTable(
    name="整改事项",
    initial="open",
    states=(
        State("open", "待定措施", "new"),
        State("in_progress", "整改中", "doing"),
        State("apply_close", "待核查", "waiting"),
        State("verifying", "核查中", "waiting"),
        State("returned", "退回重改", "doing"),
        State("closed", "已销号，待回头看", "done"),
        State("lookback", "已回头看一次", "done"),
        State("confirmed", "已巩固", "done", final=True),
        State("rebounded", "已反弹", "stopped", final=True),
        State("dropped", "已撤销", "stopped", final=True),
    ),
    transitions=(
        Transition("plan", "定整改措施", ("open", *WORKING), "in_progress", EDIT),
        Transition("progress", "报告进展", WORKING, "", EDIT),
        Transition("evidence", "上传佐证", WORKING, "", EDIT),
        Transition("apply", "申请销号", WORKING, "apply_close", EDIT, why="有佐证材料；长期坚持的不办"),
        Transition("withdraw", "撤回申请", ("apply_close",), "in_progress", EDIT),
        Transition("take", "接手核查", ("apply_close",), "verifying", VERIFY, why="申请人和责任人以外的人"),
        Transition("pass", "同意销号", CHECKING, "closed", VERIFY, why="申请人和责任人以外的人"),
        Transition("return", "退回重改", CHECKING, "returned", VERIFY, why="须写原因"),
        Transition("assess", "阶段评估", ("in_progress",), "", VERIFY, why="只用于长期坚持的事项"),
        Transition(
            "escalate", "提级督办", LIVE, automatic=True, why="退回 2 次以上，或逾期超过 30 日"
        ),
        Transition("supervise", "督办意见", LIVE, "", VERIFY),
        Transition("look_first", "第一次回头看", ("closed",), "lookback", VERIFY, why="销号满 3 个月"),
        Transition("look_last", "最后一次回头看", ("closed", "lookback"), "confirmed", VERIFY, why="销号满 6 个月"),
        Transition(
            "rebound", "登记反弹", ("closed", "lookback"), "rebounded", VERIFY, why="重新开启一件，两件互相关联"
        ),
        Transition("drop", "撤销", ("open", *WORKING), "dropped", VERIFY, why="登记有误，须写原因；只由上级撤销"),
    ),
)  # fmt: skip
SUPERVISION = StateTable(
    name="整改督办",
    initial="waiting",
    states=(
        State("waiting", "待督办", "overdue"),
        State("said", "已督办", "done", final=True),
        State("over", "事项已办结", "done", final=True),
    ),
    transitions=(
        Transition("say", "督办意见", ("waiting",), "said", VERIFY),
        Transition("end", "事项办结", ("waiting",), "over", automatic=True),
    ),
)
