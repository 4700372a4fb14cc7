"""A member away from home: registered, reported, looked after, back or transferred (领域手册 B.4)."""

from __future__ import annotations

from honglian.kit.states import State, StateTable, Transition

PERMISSION = "members.transfer"

FLOATING = StateTable(
    name="流动党员",
    initial="registered",
    states=(
        State("registered", "已登记流出", "new"),
        State("reported", "已报到", "doing"),
        State("managed", "已纳入管理", "doing"),
        State("returned", "已返回", "done", final=True),
        State("transferred", "已转接组织关系", "done", final=True),
    ),
    transitions=(
        Transition("report", "登记报到", ("registered",), "reported", PERMISSION),
        Transition("manage", "纳入管理", ("reported",), "managed", PERMISSION),
        Transition("contact", "登记联系", ("registered", "reported", "managed"), "", PERMISSION),
        Transition(
            "back", "登记返回", ("registered", "reported", "managed"), "returned", PERMISSION
        ),
        Transition(
            "moved",
            "组织关系已转接",
            ("registered", "reported", "managed"),
            "transferred",
            automatic=True,
            why="转接办结时",
        ),
    ),
)
