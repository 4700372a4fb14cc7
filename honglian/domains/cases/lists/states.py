"""A department's item is promised, done or taken off with a reason; doubles go on inside one."""

from honglian.kit.states import State, StateTable, Transition

ITEM = StateTable(
    name="清单事项",
    initial="open",
    states=(
        State("open", "在办", "doing"),
        State("done", "已完成", "done", final=True),
        State("merged", "已合并", "stopped", final=True),
        State("cancelled", "已移出", "stopped", final=True),
    ),
    transitions=(
        Transition("finish", "办结", ("open",), "done", "lists.work"),
        Transition("change", "调整", ("open",), "", "lists.edit", why="改期要写原因"),
        Transition("merge", "并入另一项", ("open",), "merged", "lists.edit"),
        Transition("cancel", "移出清单", ("open",), "cancelled", "lists.edit"),
    ),
)
