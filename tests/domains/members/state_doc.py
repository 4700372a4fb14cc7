"""The state tables of membership work as a page of the documentation.

`python -m tests.domains.members.state_doc` writes it anew; a test holds it true.
"""

from honglian.domains.members.comparison.states import ABSENCE, COMPARISON
from honglian.domains.members.completeness.states import CONFIRM_WATCH
from honglian.domains.members.development.states import DEVELOPMENT
from honglian.domains.members.floating.states import FLOATING
from honglian.domains.members.organising.states import ORG_LIFE, TEMPORARY_LIFE, TERM_WATCH
from honglian.domains.members.proposals.states import PROPOSAL
from honglian.domains.members.standing.states import MATTER
from honglian.domains.members.transfers.states import TRANSFER
from tests.state_pages import FOLDER, section

PAGE = FOLDER / "membership.md"
HEAD = """# 党组织、发展党员、组织关系转接、流动党员、党籍事项、提请、名单比对和核对：状态和步骤

本页由代码里的状态表生成（`honglian/domains/members/*/states.py`）；改了状态表以后运行
`python -m tests.domains.members.state_doc` 重写本页。

每一步由轮到的一方登记，日期不得早于上一步、不得在今天之后。党员所在支部只在“编入支部”那天改变。
系统只提请，不作党籍决定；决定由组织作出、由人登记。
"""


def text() -> str:
    tables = (
        ORG_LIFE, TEMPORARY_LIFE, TERM_WATCH, DEVELOPMENT, TRANSFER, FLOATING, MATTER, PROPOSAL,
        COMPARISON, ABSENCE, CONFIRM_WATCH,
    )  # fmt: skip
    return "\n".join([HEAD, *(section(t) for t in tables), _kinds()])


def _kinds() -> str:
    from honglian.domains.members.standing.kinds import KINDS  # needs the models

    lines = ["## 党籍事项的种类", "", "| 事项 | 规则 | 程序 | 决定 |", "|---|---|---|---|"]
    for kind in KINDS.values():
        steps = " → ".join(kind.steps) or "—"
        who = "支部或上级党委" if kind.branch_decides else "上级党委"
        lines.append(f"| {kind.name} | {'、'.join(kind.rules) or '—'} | {steps} | {who} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    import django

    django.setup()
    PAGE.write_text(text(), encoding="utf-8")
