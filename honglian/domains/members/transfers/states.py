"""A transfer from the application to the new branch (领域手册 B.4, P MemberTransfer)."""

from __future__ import annotations

from honglian.kit.states import State, StateTable, Transition

BRANCH, COMMITTEE = "members.transfer", "members.admit"
BRANCH_LOOKS, COMMITTEE_LOOKS = ("out_branch", "in_branch"), ("out_committee", "in_committee")

TRANSFER = StateTable(
    name="组织关系转接",
    initial="draft",
    states=(
        State("draft", "草稿", "new"),
        State("out_branch", "转出支部审核", "doing"),
        State("out_committee", "转出党委审核", "doing"),
        State("sent", "介绍信已开出", "waiting"),
        State("in_committee", "转入党委审核", "doing"),
        State("in_branch", "转入支部接收", "doing"),
        State("completed", "已接收", "done", final=True),
        State("rejected", "不同意", "stopped", final=True),
        State("recalled", "已撤回", "stopped", final=True),
        State("expired", "介绍信过期", "waiting"),
    ),
    transitions=(
        Transition("submit", "提交支部审核", ("draft",), "out_branch", BRANCH),
        Transition("agree", "支部同意转出", ("out_branch",), "out_committee", BRANCH),
        Transition("issue", "开出介绍信", ("out_committee",), "sent", COMMITTEE),
        Transition("report", "登记报到", ("sent",), "in_committee", COMMITTEE),
        Transition("admit", "党委同意转入", ("in_committee",), "in_branch", COMMITTEE),
        Transition("accept", "编入支部", ("in_branch",), "completed", BRANCH),
        Transition("confirm", "登记回执", ("sent",), "completed", BRANCH, why="对方在区外"),
        Transition("reject", "不同意", BRANCH_LOOKS, "rejected", BRANCH, why="必须写明理由"),
        Transition("reject", "不同意", COMMITTEE_LOOKS, "rejected", COMMITTEE, why="必须写明理由"),
        Transition("recall", "撤回", ("draft", "sent"), "recalled", BRANCH, why="本人或转出方"),
        Transition("expire", "登记过期", ("sent",), "expired", BRANCH, why="有效期内没有报到"),
        Transition("reissue", "重新开具", ("expired",), "sent", COMMITTEE),
        Transition("abandon", "不再转接", ("expired",), "recalled", BRANCH),
    ),
)
# Whose turn it is: the verb's side of the transfer.
OUT, IN = "out", "in"
SIDES = {
    "submit": OUT, "agree": OUT, "issue": OUT, "confirm": OUT, "recall": OUT, "expire": OUT,
    "reissue": OUT, "abandon": OUT, "report": IN, "admit": IN, "accept": IN,
}  # fmt: skip


def move_of(verb: str, state: str) -> Transition | None:
    """The transition of a verb as it is open in a state, else any of that verb."""
    found = [t for t in TRANSFER.transitions if t.verb == verb]
    return next((t for t in found if state in t.sources), found[0] if found else None)


EXPECTED = {
    "draft": "提交转出申请",
    "out_branch": "审核转出",
    "out_committee": "审核并开介绍信",
    "sent": "登记报到",
    "in_committee": "审核转入",
    "in_branch": "编入支部",
    "expired": "重新开具或不再转接",
}
