"""A collection from asking to publishing; a return from asking to checked."""

from __future__ import annotations

from honglian.kit.states import State, StateTable, Transition

COLLECT, FILL = "enterprises.collect", "enterprises.fill"

COLLECTION = StateTable(
    name="数据收集",
    initial="open",
    states=(
        State("open", "收集中", "doing"),
        State("locked", "已锁定", "waiting"),
        State("published", "已发布", "done", final=True),
    ),
    transitions=(
        Transition("lock", "锁定", ("open",), "locked", COLLECT),
        Transition("unlock", "解锁", ("locked",), "open", COLLECT, why="须写明原因"),
        Transition("publish", "发布", ("locked",), "published", COLLECT),
        Transition("revise", "更正", ("published",), "", COLLECT, why="原数保留，写明谁、为什么"),
    ),
)
RETURN = StateTable(
    name="企业报表",
    initial="waiting",
    states=(
        State("waiting", "待填报", "new"),
        State("filled", "已填报", "doing"),
        State("queried", "请核实", "waiting"),
        State("checked", "已审核", "done", final=True),
        State("missing", "未报", "stopped", final=True),
    ),
    transitions=(
        Transition("fill", "填报", ("waiting", "filled", "queried", "missing"), "filled", FILL),
        Transition("query", "退回核实", ("filled", "checked"), "queried", COLLECT),
        Transition("check", "审核通过", ("filled",), "checked", COLLECT),
        Transition(
            "miss", "未报", ("waiting", "queried"), "missing", automatic=True, why="锁定时还没有报"
        ),
        Transition("ask", "重新收集", ("missing",), "waiting", automatic=True, why="解锁时"),
    ),
)
