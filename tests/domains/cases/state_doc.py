"""The state tables of the whistle as a page of the documentation.

`python -m tests.domains.cases.state_doc` writes docs/states/cases.md anew; a test holds it true.
"""

from pathlib import Path

from honglian.domains.cases.states import ASK, CASE, ORDER
from honglian.foundation.access.roles import ROLES
from honglian.kit.states import StateTable, Transition

PAGE = Path(__file__).resolve().parents[3] / "docs" / "states" / "cases.md"
HEAD = """# 企业吹哨、党员报到：状态和步骤

本页由代码里的状态表生成（`honglian/domains/cases/states.py`）；改了状态表以后运行
`python -m tests.domains.cases.state_doc` 重写本页。

一件诉求（`Case`）派给一个主办部门和若干协办部门，每个部门有自己的工单（`Order`）和自己的时限。
所有工单都答复以后，诉求才进入回访；有工单没答复的诉求不能归档，数据库本身也不允许。
部门的申请（`Ask`）由别人审批，自己不能批自己的。
"""


def text() -> str:
    parts = [HEAD, *(_section(t) for t in (CASE, ORDER, ASK))]
    return "\n".join(parts)


def _section(table: StateTable) -> str:
    lines = [
        f"## {table.name}",
        "",
        "```mermaid",
        table.mermaid().rstrip(),
        "```",
        "",
        "| 步骤 | 代码 | 从 | 到 | 谁可以 | 说明 |",
        "|---|---|---|---|---|---|",
        *(_row(table, t) for t in table.transitions),
        "",
    ]
    return "\n".join(lines)


def _row(table: StateTable, t: Transition) -> str:
    sources = "、".join(table.state(code).name for code in t.sources)
    target = table.state(t.target).name if t.target else "不变"
    return f"| {t.name} | `{t.verb}` | {sources} | {target} | {_who(t)} | {t.why or '—'} |"


def _who(t: Transition) -> str:
    if t.automatic:
        return "自动"
    if not t.permission:
        return "—"
    return "、".join(role.name for role in ROLES.values() if t.permission in role.permissions)


if __name__ == "__main__":
    import django

    django.setup()
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(text(), encoding="utf-8")
