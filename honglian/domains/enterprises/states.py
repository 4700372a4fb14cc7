"""A promise made to an enterprise is a work item until it is kept."""

from honglian.kit.states import State, StateTable, Transition

PROMISE = StateTable(
    name="承诺",
    initial="open",
    states=(State("open", "待兑现", "doing"), State("kept", "已兑现", "done", final=True)),
    transitions=(Transition("keep", "兑现", ("open",), "kept", "pledges.log"),),
)
