"""A division is proposed by computation and decided by a person."""

from __future__ import annotations

from honglian.kit.states import State, StateTable, Transition

PERMISSION = "grids.plan"

PLAN = StateTable(
    name="网格划分方案",
    initial="proposed",
    states=(
        State("proposed", "待研究", "new"),
        State("accepted", "已采用", "done", final=True),
        State("refused", "不采用", "stopped", final=True),
    ),
    transitions=(
        Transition("accept", "采用", ("proposed",), "accepted", PERMISSION),
        Transition("refuse", "不采用", ("proposed",), "refused", PERMISSION, why="要写原因"),
    ),
)
