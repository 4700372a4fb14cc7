"""The way of a grid event (领域手册 D.3). A state stands only where somebody else is to act.

``received`` covers 签收 and 处置: both lie with the department; ``verifying`` follows its answer.
"""

from __future__ import annotations

from honglian.kit.states import State, StateTable, Transition

REPORT, DISPATCH = "grids.report", "grids.dispatch"
HANDLE, VERIFY = "grids.handle", "grids.verify"

EVENT = StateTable(
    name="网格事件",
    initial="collected",
    states=(
        State("collected", "待立案", "new"),
        State("accepted", "待分拨", "new"),
        State("dispatched", "待签收", "doing"),
        State("rejected", "退单待改派", "waiting"),
        State("received", "处置中", "doing"),
        State("verifying", "待核查", "waiting"),
        State("cased", "已转吹哨", "waiting"),
        State("closed", "已结案", "done", final=True),
        State("invalid", "不立案", "stopped", final=True),
    ),
    transitions=(
        Transition("settle", "当场办好", ("collected",), "closed", REPORT, automatic=True),
        Transition(
            "raise", "转企业吹哨", ("collected", "accepted"), "cased", DISPATCH,
            why="涉企服务的诉求采集后自动转，一件只转一次",
        ),
        Transition("accept", "立案", ("collected",), "accepted", DISPATCH),
        Transition("refuse", "不立案", ("collected", "accepted"), "invalid", DISPATCH, why="要写理由"),
        Transition(
            "dispatch", "分拨", ("collected", "accepted", "rejected"), "dispatched", DISPATCH,
            why="从待立案直接分拨等于同时立案",
        ),
        Transition("receive", "签收", ("dispatched",), "received", HANDLE),
        Transition(
            "reject", "退单", ("dispatched", "received"), "rejected", HANDLE,
            why="一次，签收后在时限内，附职责依据",
        ),
        Transition("finish", "反馈处置", ("received",), "verifying", HANDLE),
        Transition("verify", "核查通过", ("verifying",), "closed", VERIFY, why="核查人不是处置人"),
        Transition("reopen", "退回处置", ("verifying",), "received", VERIFY, why="要写哪里没办好"),
        Transition("case_closed", "吹哨办结", ("cased",), "closed", automatic=True),
        Transition("case_refused", "吹哨不予受理", ("cased",), "invalid", automatic=True),
        Transition(
            "note", "补充说明",
            ("collected", "accepted", "dispatched", "rejected", "received", "verifying"), "", REPORT,
        ),
    ),
)  # fmt: skip
