"""A task force works off its plan and is dissolved with a result; no task stays open without a word."""

from honglian.kit.states import State, StateTable, Transition

FORCE = StateTable(
    name="专班",
    initial="running",
    states=(
        State("running", "运行中", "doing"),
        State("dissolved", "已解散", "done", final=True),
    ),
    transitions=(
        Transition("plan", "加任务", ("running",), "", "taskforces.work"),
        Transition("meet", "记例会", ("running",), "", "taskforces.work"),
        Transition("enlist", "加成员", ("running",), "", "taskforces.work"),
        Transition("dissolve", "解散", ("running",), "dissolved", "taskforces.lead"),
    ),
)

TASK = StateTable(
    name="专班任务",
    initial="open",
    states=(
        State("open", "在办", "doing"),
        State("done", "已完成", "done", final=True),
        State("ended", "解散时未完成", "stopped", final=True),
    ),
    transitions=(
        Transition("finish", "完成", ("open",), "done", "taskforces.work"),
        Transition("end", "解散时说明", ("open",), "ended", automatic=True),
    ),
)
