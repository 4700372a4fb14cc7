"""A matter of a member's standing: opened by the branch, taken through its steps, decided by people."""

from __future__ import annotations

from honglian.kit.states import State, StateTable, Transition

BRANCH, UPPER = "members.standing", "members.decide"

MATTER = StateTable(
    name="党籍事项",
    initial="going",
    states=(
        State("going", "研究办理中", "doing"),
        State("mending", "限期改正中", "waiting"),
        State("done", "已办结", "done", final=True),
        State("refused", "不予批准", "stopped", final=True),
        State("withdrawn", "已撤销", "stopped", final=True),
    ),
    transitions=(
        Transition("step", "登记一步", ("going",), "", BRANCH),
        Transition("agree", "登记批准", ("going",), "done", BRANCH),
        Transition("limit", "登记批准限期改正", ("going",), "mending", UPPER, automatic=True),
        Transition("refuse", "登记不批准", ("going",), "refused", BRANCH),
        Transition("mended", "已改正", ("mending",), "done", BRANCH),
        Transition("unmended", "没有改正", ("mending",), "done", BRANCH, why="另行研究处置"),
        Transition("withdraw", "撤销", ("going",), "withdrawn", BRANCH, why="登记有误或情况变化"),
    ),
)
