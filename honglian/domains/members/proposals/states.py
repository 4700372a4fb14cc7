"""What the rules suggest to a branch, until somebody there has answered it."""

from __future__ import annotations

from honglian.kit.states import State, StateTable, Transition

PROPOSAL = StateTable(
    name="提请事项",
    initial="open",
    states=(
        State("open", "请支部研究", "new"),
        State("handled", "已研究处理", "done", final=True),
        State("dismissed", "无需处理", "stopped", final=True),
        State("gone", "情况已消除", "done", final=True),
    ),
    transitions=(
        Transition("handle", "登记处理情况", ("open",), "handled", "members.standing"),
        Transition("dismiss", "无需处理", ("open",), "dismissed", "members.standing", "要写明理由"),
        Transition("vanish", "情况已消除", ("open",), "gone", automatic=True),
    ),
)
