"""A hazard from the finding to the closing (领域手册 F.3, P)."""

from __future__ import annotations

from honglian.kit.states import State, StateTable, Transition

REPORT, GRADE, RECTIFY, RECHECK, SUPERVISE = (
    "hazards.report",
    "hazards.grade",
    "hazards.rectify",
    "hazards.recheck",
    "hazards.supervise",
)
OPEN = ("found", "graded", "reported", "rectifying", "returned", "reviewing")
WORKING = ("rectifying", "returned")

HAZARD = StateTable(
    name="隐患",
    initial="found",
    states=(
        State("found", "待判级", "new"),
        State("graded", "待定措施", "doing"),
        State("reported", "已报告，待定治理方案", "doing"),
        State("rectifying", "整改中", "doing"),
        State("reviewing", "待复查", "waiting"),
        State("returned", "复查不通过，继续整改", "doing"),
        State("closed", "已销号", "done", final=True),
        State("dropped", "不属于隐患", "stopped", final=True),
    ),
    transitions=(
        Transition("grade", "判级", ("found", "graded"), "graded", GRADE, why="引用判定标准条款"),
        Transition("drop", "不属于隐患", ("found",), "dropped", GRADE, why="须写原因"),
        Transition("report", "登记已报告", ("graded",), "reported", RECTIFY, why="只用于重大隐患"),
        Transition("plan", "五落实", ("graded", "reported", *WORKING), "rectifying", RECTIFY,
                   why="措施、责任、资金、时限、预案都要有；重大隐患先报告"),
        Transition("progress", "报告进展", WORKING, "", RECTIFY),
        Transition("apply", "申请复查", WORKING, "reviewing", RECTIFY, why="整改后照片与整改前成对"),
        Transition("pass", "复查通过，销号", ("reviewing",), "closed", RECHECK, why="另一个人复查"),
        Transition("return", "复查不通过", ("reviewing",), "returned", RECHECK, why="须写哪里没改到位"),
        Transition("list", "挂牌督办", OPEN[1:], "", SUPERVISE, why="只用于重大隐患"),
        Transition("delist", "摘牌", ("closed",), "", SUPERVISE, why="销号以后"),
        Transition("explain", "逾期书面说明", OPEN[1:], "", RECTIFY, why="重大隐患逾期没有消除时"),
    ),
)  # fmt: skip
