"""A promise made to an enterprise is a work item until it is kept or withdrawn."""

from honglian.kit.states import State, StateTable, Transition

PROMISE = StateTable(
    name="承诺",
    initial="open",
    states=(
        State("open", "待兑现", "doing"),
        State("kept", "已兑现", "done", final=True),
        State("late", "逾期兑现", "done", final=True),
        State("withdrawn", "已撤回", "stopped", final=True),
    ),
    transitions=(
        Transition("keep", "兑现", ("open",), "kept", "pledges.log"),
        Transition("keep_late", "逾期兑现", ("open",), "late", automatic=True, why="兑现晚于期限"),
        Transition("withdraw", "撤回", ("open",), "withdrawn", "pledges.log", why="写明原因"),
        Transition("hand_on", "移交", ("open",), "", automatic=True, why="随包保移交给接手的人"),
    ),
)
