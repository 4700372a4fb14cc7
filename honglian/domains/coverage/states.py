"""The life of a proposed joint branch: proposed by computation, decided by people."""

from honglian.kit.states import State, StateTable, Transition

PLAN = "coverage.plan"

PROPOSAL = StateTable(
    name="联合组建建议",
    initial="proposed",
    states=(
        State("proposed", "待研究", "new"),
        State("accepted", "已采纳，待设立", "doing"),
        State("set_up", "已设立", "done", final=True),
        State("refused", "不采纳", "stopped", final=True),
        State("dropped", "不再设立", "stopped", final=True),
    ),
    transitions=(
        Transition("change", "调整单位", ("proposed",), "", PLAN, why="手工增减联合的企业"),
        Transition("accept", "采纳", ("proposed",), "accepted", PLAN),
        Transition("refuse", "不采纳", ("proposed",), "refused", PLAN, why="要写原因"),
        Transition("set_up", "登记已设立", ("accepted",), "set_up", PLAN),
        Transition("drop", "不再设立", ("accepted",), "dropped", PLAN, why="要写原因"),
    ),
)

# Desk lines of the two work lists: opened and closed by the facts.
TASK = StateTable(
    name="覆盖待办",
    initial="open",
    states=(State("open", "待办", "doing"), State("closed", "已办结", "done", final=True)),
    transitions=(Transition("close", "情况已变", ("open",), "closed", automatic=True),),
)
