"""Rules of voting, and of records that cannot all be true (领域手册 A.1a, C.2)."""

from __future__ import annotations

from honglian.domains.members.api import sources
from honglian.kit.rules import Force, rule

from ..rules import MEETINGS


@rule(
    "LR-04", "表决时须有半数以上有表决权的人到会",
    topic=MEETINGS, source=sources.BRANCH, clause="第十一条", confidence="核B",
    good={"entitled": 11, "voters": 6}, bad={"entitled": 11, "voters": 5},
)  # fmt: skip
def quorum(*, entitled: int, voters: int) -> str:
    if voters * 2 > entitled:
        return ""
    needed = entitled // 2 + 1
    return f"应到有表决权 {entitled} 名，到会 {voters} 名，至少要 {needed} 名到会才能表决"


@rule(
    "LR-05", "赞成人数超过应到会有表决权人数的半数才能通过",
    topic=MEETINGS, source=sources.BRANCH, clause="第十一条", confidence="核B", force=Force.WARN,
    good={"entitled": 11, "in_favour": 6}, bad={"entitled": 11, "in_favour": 5},
)  # fmt: skip
def majority(*, entitled: int, in_favour: int) -> str:
    if in_favour * 2 > entitled:
        return ""
    return f"赞成 {in_favour} 名，没有超过应到会 {entitled} 名的半数，没有通过"


@rule(
    "LR-06", "同一名党员不会同时在两个会上",
    topic=MEETINGS, source=sources.HOUSE, clause="（时间冲突）", confidence="设", force=Force.WARN,
    good={"names": (), "other": ""}, bad={"names": ("甲",), "other": "主题党日"},
)  # fmt: skip
def one_place(*, names: tuple[str, ...], other: str) -> str:
    if not names:
        return ""
    shown = "、".join(names[:5])
    return f"{shown}等 {len(names)} 名同一时间也登记在“{other}”到会，请核对"


@rule(
    "LR-07", "不用同一张照片证明几次会议",
    topic=MEETINGS, source=sources.HOUSE, clause="（重复附件）", confidence="设", force=Force.WARN,
    good={"times": 2}, bad={"times": 3},
)  # fmt: skip
def own_photo(*, times: int) -> str:
    return "" if times < 3 else f"同一份附件已用在 {times} 次会议上，请核对；附件可以不传"
