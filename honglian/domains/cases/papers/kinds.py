"""Which documents a case can have, and who may issue them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """``permission`` is needed to issue it; who sees the case from inside may read it once issued."""

    code: str
    name: str
    permission: str
    says: str


KINDS = {
    kind.code: kind
    for kind in (
        Kind("assign", "交办单", "cases.dispatch", "把诉求和时限交给主办部门，抄送协办部门。"),
        Kind("supervise", "督办单", "cases.supervise", "督办级别、要求和反馈期限，带反馈栏。"),
        Kind(
            "callback", "回访单", "cases.callback", "回访三问和企业评价；还没有回访时是待填的空表。"
        ),
    )
}
MONTHLY = "monthly"
