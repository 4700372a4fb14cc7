"""The life of a proposal: computed, judged, published or dropped by people."""

from honglian.kit.states import State, StateTable, Transition

EDIT = "pledges.edit"

PLAN = StateTable(
    name="分配方案",
    initial="waiting",
    states=(
        State("waiting", "计算中", "waiting"),
        State("ready", "待定", "new"),
        State("failed", "没有算成", "stopped", final=True),
        State("published", "已发布", "done", final=True),
        State("dropped", "不用了", "stopped", final=True),
    ),
    transitions=(
        Transition("finish", "算好", ("waiting",), "ready", automatic=True),
        Transition("fail", "没有算成", ("waiting",), "failed", automatic=True),
        Transition("change", "手工改一对", ("ready",), "", EDIT, why="改的代价写在旁边"),
        Transition("decide", "采纳或不采纳", ("ready",), "", EDIT),
        Transition("publish", "发布", ("ready",), "published", EDIT, why="采纳的写成包保"),
        Transition("drop", "不用了", ("ready", "waiting"), "dropped", EDIT),
    ),
)
