"""How long ago a branch confirmed its members' particulars; the day moves it, confirming ends it."""

from __future__ import annotations

from honglian.kit.states import State, StateTable, Transition

SOON, STALE, NEVER, CONFIRMED = "soon", "stale", "never", "confirmed"

CONFIRM_WATCH = StateTable(
    name="核对提醒",
    initial=NEVER,
    states=(
        State(NEVER, "没有核对过", "new"),
        State(SOON, "快到期", "doing"),
        State(STALE, "已过期", "waiting"),
        State(CONFIRMED, "已核对", "done", final=True),
    ),
    transitions=(
        Transition("remind", "快到期", (NEVER, CONFIRMED), SOON, automatic=True),
        Transition("lapse", "到期", (NEVER, SOON, CONFIRMED), STALE, automatic=True),
        Transition("ask", "有党员没有核对过", (SOON, STALE, CONFIRMED), NEVER, automatic=True),
        Transition("confirm", "核对", (NEVER, SOON, STALE), CONFIRMED, "members.confirm"),
    ),
)
