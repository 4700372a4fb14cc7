"""Rules of records that cannot all be true (领域手册 C.2); voting is ORG-013 and ORG-014."""

from __future__ import annotations

from honglian.domains.members.api import sources
from honglian.kit.rules import Force, rule

from ..rules import MEETINGS


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
