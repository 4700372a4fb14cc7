"""A common cause is proposed by computation, taken up or set aside by people, and ends in a measure done."""

from honglian.kit.states import State, StateTable, Transition

CAUSE = StateTable(
    name="共性问题",
    initial="proposed",
    states=(
        State("proposed", "待研究", "new"),
        State("taken", "整改中", "doing"),
        State("done", "已办结", "done", final=True),
        State("dismissed", "不作为共性问题", "paused", final=True),
    ),
    transitions=(
        Transition("take", "列为共性问题", ("proposed",), "taken", "cases.supervise"),
        Transition("dismiss", "不作为共性问题", ("proposed",), "dismissed", "cases.supervise"),
        Transition("finish", "办结", ("taken",), "done", "cases.handle"),
    ),
)
