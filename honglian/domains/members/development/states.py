"""A person's development as a whole; the 25 steps inside it are data (plan.py)."""

from __future__ import annotations

from honglian.kit.states import State, StateTable, Transition

DEVELOPMENT = StateTable(
    name="发展党员",
    initial="going",
    states=(
        State("going", "培养发展中", "doing"),
        State("full", "已转正归档", "done", final=True),
        State("stopped", "已终止", "stopped", final=True),
    ),
    transitions=(
        Transition("record", "登记一步", ("going",), "", "members.develop"),
        Transition("withdraw", "撤回一步", ("going",), "", "members.develop", why="登记有误"),
        Transition("file", "归档", ("going",), "full", automatic=True, why="第 25 步登记后"),
        Transition(
            "stop",
            "终止",
            ("going",),
            "stopped",
            "members.develop",
            why="本人退出、调离或组织决定取消",
        ),
        Transition("resume", "恢复", ("stopped",), "going", "members.develop"),
    ),
)
