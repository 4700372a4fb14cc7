"""The yearly appraisal of a branch's members (民主评议党员, 领域手册 C.1)."""

from __future__ import annotations

from honglian.kit.states import State, StateTable, Transition

EDIT = "partylife.edit"
APPRAISAL = StateTable(
    name="民主评议",
    initial="grading",
    states=(
        State("grading", "登记等次", "doing"),
        State("concluded", "已评定", "done", final=True),
    ),
    transitions=(
        Transition("grade", "登记等次", ("grading",), "", EDIT),
        Transition("conclude", "评定完成", ("grading",), "concluded", EDIT, why="人人有等次，优秀不超过三分之一"),
        Transition("reopen", "更正", ("concluded",), "grading", EDIT, why="登记有误，须写原因"),
    ),
)  # fmt: skip
FOLLOW = StateTable(
    name="评议后续",
    initial="waiting",
    states=(
        State("waiting", "待支部研究", "waiting"),
        State("decided", "已有决定", "done", final=True),
        State("void", "不再适用", "stopped", final=True),
    ),
    transitions=(
        Transition("decide", "登记支部意见", ("waiting",), "decided", EDIT, why="系统只提请，由支部决定"),
        Transition("void", "随更正撤销", ("waiting",), "void", automatic=True),
    ),
)  # fmt: skip
