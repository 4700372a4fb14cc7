"""A life meeting (组织生活会): prepared, held, followed up (领域手册 C.1)."""

from __future__ import annotations

from honglian.kit.states import State, StateTable, Transition

EDIT = "partylife.edit"
LIFE = StateTable(
    name="组织生活会",
    initial="preparing",
    states=(
        State("preparing", "会前准备", "doing"),
        State("held", "会后整改", "waiting"),
        State("settled", "整改已全部立项", "done", final=True),
        State("cancelled", "已取消", "stopped", final=True),
    ),
    transitions=(
        Transition("prepare", "登记准备情况", ("preparing",), "", EDIT),
        Transition("hold", "登记召开", ("preparing",), "held", EDIT, why="缺少的准备须写明原因"),
        Transition("criticise", "记批评和自我批评", ("held",), "", "partylife.criticism"),
        Transition("raise", "列入整改台账", ("held",), "", EDIT, why="每条问题只列一次"),
        Transition("settle", "整改已全部立项", ("held",), "settled", EDIT),
        Transition("cancel", "取消", ("preparing",), "cancelled", EDIT, why="须写原因"),
    ),
)
