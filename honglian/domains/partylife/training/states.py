"""A training, reading class, lecture or exchange: arranged, then held with what was agreed."""

from __future__ import annotations

from honglian.kit.states import State, StateTable, Transition

EDIT = "partylife.edit"
TRAINING = StateTable(
    name="培训交流",
    initial="planned",
    states=(
        State("planned", "已安排", "doing"),
        State("held", "已举办", "done", final=True),
        State("cancelled", "已取消", "stopped", final=True),
    ),
    transitions=(
        Transition("hold", "登记举办", ("planned",), "held", EDIT),
        Transition("cancel", "取消", ("planned",), "cancelled", EDIT, why="须写原因"),
    ),
)
