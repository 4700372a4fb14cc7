"""A campaign is planned, its list is frozen, every enterprise is called on or told why not, then it is closed."""

from honglian.kit.states import State, StateTable, Transition

CAMPAIGN = StateTable(
    name="敲门行动",
    initial="draft",
    states=(
        State("draft", "拟定", "new"),
        State("running", "进行中", "doing"),
        State("closed", "已结束", "done", final=True),
        State("cancelled", "已取消", "stopped", final=True),
    ),
    transitions=(
        Transition("freeze", "定下名单", ("draft",), "running", "campaigns.edit"),
        Transition("assign", "分给走访人", ("running",), "", "campaigns.edit"),
        Transition("add", "补进名单", ("running",), "", "campaigns.edit", why="补进的另外标明"),
        Transition("close", "结束行动", ("running",), "closed", "campaigns.edit"),
        Transition("cancel", "取消", ("draft", "running"), "cancelled", "campaigns.edit"),
    ),
)

TARGET = StateTable(
    name="走访",
    initial="waiting",
    states=(
        State("waiting", "还没去", "new"),
        State("missed", "没走成", "waiting"),
        State("visited", "已走访", "done", final=True),
        State("dropped", "移出名单", "stopped", final=True),
    ),
    transitions=(
        Transition("visit", "记走访", ("waiting", "missed"), "visited", "campaigns.visit"),
        Transition("miss", "没走成", ("waiting", "missed"), "missed", "campaigns.visit"),
        Transition("supplement", "补充情况", ("visited",), "", "campaigns.visit"),
        Transition("drop", "移出名单", ("waiting", "missed"), "dropped", "campaigns.edit"),
    ),
)

ROUND = StateTable(
    name="走访任务",
    initial="visiting",
    states=(
        State("visiting", "走访中", "doing"),
        State("following", "盯办中", "waiting"),
        State("done", "已完成", "done", final=True),
    ),
    transitions=(
        Transition("follow", "转入盯办", ("visiting",), "following", automatic=True),
        Transition("finish", "完成", ("visiting", "following"), "done", automatic=True),
        Transition("return", "又有要走的", ("following", "done"), "visiting", automatic=True),
        Transition("reopen", "又有要盯的", ("done",), "following", automatic=True),
    ),
)
