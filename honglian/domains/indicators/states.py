"""A definition's way from a draft to what counts."""

from __future__ import annotations

from honglian.kit.states import State, StateTable, Transition

VERSION = StateTable(
    name="指标口径",
    initial="draft",
    states=(
        State("draft", "草稿", "new"),
        State("submitted", "待核对", "waiting"),
        State("checked", "已核对", "doing"),
        State("published", "使用中", "done"),
        State("retired", "已停用", "stopped", final=True),
    ),
    transitions=(
        Transition("change", "修改", ("draft",), "", "indicators.edit"),
        Transition("submit", "提交核对", ("draft",), "submitted", "indicators.edit"),
        Transition(
            "check",
            "核对无误",
            ("submitted",),
            "checked",
            "indicators.check",
            why="编制人不能核对自己的口径",
        ),
        Transition("send_back", "退回修改", ("submitted", "checked"), "draft", "indicators.check"),
        Transition("publish", "开始使用", ("checked",), "published", "indicators.edit"),
        Transition("drop", "作废", ("draft",), "retired", "indicators.edit"),
        Transition(
            "retire",
            "停用",
            ("published",),
            "retired",
            "indicators.edit",
            why="新口径开始使用时，旧口径自动停在前一天",
        ),
    ),
)
