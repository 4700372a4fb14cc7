"""A comparison from the file to its end; a question to a branch from asking to the answer."""

from __future__ import annotations

from honglian.kit.states import State, StateTable, Transition

COMPARISON = StateTable(
    name="名单比对",
    initial="open",
    states=(
        State("open", "待裁定", "doing"),
        State("done", "已结束", "done", final=True),
        State("dropped", "已放弃", "stopped", final=True),
    ),
    transitions=(
        Transition("decide", "裁定", ("open",), "", "members.import"),
        Transition("apply", "执行裁定", ("open",), "", "members.import"),
        Transition("finish", "结束比对", ("open",), "done", "members.import"),
        Transition("drop", "放弃比对", ("open",), "dropped", "members.import"),
    ),
)
ABSENCE = StateTable(
    name="名单核实",
    initial="asked",
    states=(
        State("asked", "请支部核实", "new"),
        State("answered", "已核实", "done", final=True),
    ),
    transitions=(Transition("answer", "答复核实", ("asked",), "answered", "members.confirm"),),
)

# What a branch may answer; nothing follows by itself, the page leads to the room where it is done.
ANSWERS = (
    ("here", "仍在本支部，名单有误"),
    ("moved", "组织关系已转走"),
    ("ended", "已去世或党籍有变化"),
    ("other", "其他情况"),
)
