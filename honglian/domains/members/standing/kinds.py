"""What may be asked for in a member's standing, from which standing, and by which rules (领域手册 B.5)."""

from __future__ import annotations

from dataclasses import dataclass

from ..rules.standing import STEPS

PRESENT = ("normal", "restored", "lost_watch")


@dataclass(frozen=True, slots=True)
class Kind:
    """``sources`` → ``target`` are standings. ``steps`` must be on record before the decision.

    ``rules`` are asked when the matter is opened and when it is decided. ``branch_decides``:
    the branch itself may enter the decision; others are entered for the committee above.
    """

    code: str
    name: str
    sources: tuple[str, ...]
    target: str
    rules: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    branch_decides: bool = False
    hint: str = ""


_ALL = (
    Kind(
        "suspend", "停止党籍", PRESENT, "suspended", ("MB-01",), branch_decides=True,
        hint="失去联系 6 个月以上，多方查找仍无下落；由支部或上级党组织决定。",
    ),
    Kind(
        "restore", "恢复党籍", ("suspended", "removed", "expelled", "persuaded_quit"), "restored",
        ("MB-03",), hint="停止党籍后重新取得联系、符合条件的。",
    ),
    Kind(
        "remove_lost", "停止党籍满两年除名", ("suspended",), "removed", ("MB-02",),
        hint="停止党籍 2 年后确实无法联系，按自行脱党除名。",
    ),
    Kind(
        "rectify", "限期改正", (*PRESENT, "rectifying"), "rectifying", ("MB-07",), STEPS,
        hint="一般 6 个月，最长 1 年；到期由支部评议。",
    ),
    Kind(
        "persuade", "劝其退党", (*PRESENT, "rectifying"), "persuaded_quit", ("MB-07",), STEPS,
        hint="5 年内不得重新入党。",
    ),
    Kind(
        "remove", "除名", (*PRESENT, "rectifying"), "removed", ("MB-07",), STEPS,
        hint="如无正当理由连续 6 个月不参加组织生活，或不交党费，或不做党所分配的工作。",
    ),
    Kind("quit", "退党", (*PRESENT, "rectifying"), "quit", hint="本人书面要求退党。"),
    Kind(
        "expel", "开除党籍", (*PRESENT, "rectifying", "suspended"), "expelled",
        hint="依党纪处分决定登记，填写处分决定文号。",
    ),
    Kind("death", "去世", (*PRESENT, "rectifying", "suspended"), "deceased", branch_decides=True),
)  # fmt: skip
KINDS = {kind.code: kind for kind in _ALL}
