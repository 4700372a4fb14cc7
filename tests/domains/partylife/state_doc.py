"""The state tables of rectification, life meetings, appraisal and trainings as a page of the documentation.

`python -m tests.domains.partylife.state_doc` writes docs/states/rectify.md anew; a test holds it true.
"""

from pathlib import Path

from honglian.domains.partylife.appraisal.states import APPRAISAL, FOLLOW
from honglian.domains.partylife.life.states import LIFE
from honglian.domains.partylife.rectify.states import RECTIFY, SUPERVISION
from honglian.domains.partylife.training.states import TRAINING
from honglian.foundation.access.roles import ROLES
from honglian.kit.states import StateTable, Transition

PAGE = Path(__file__).resolve().parents[3] / "docs" / "states" / "rectify.md"
HEAD = """# 整改、组织生活会、民主评议、培训交流：状态和步骤

本页由代码里的状态表生成（`honglian/domains/partylife/*/states.py`）；改了状态表以后运行
`python -m tests.domains.partylife.state_doc` 重写本页。

“逾期”不是状态，而是叠加在状态上的标志：过了期限还没有申请销号。申请人、责任人与核查人不得是同一人（RF-02），
同一个账号既申请又核查的，数据库本身也不允许。反弹时原事项保留，另开一件，两件互相关联。
"""


def text() -> str:
    tables = (RECTIFY, SUPERVISION, LIFE, APPRAISAL, FOLLOW, TRAINING)
    return "\n".join([HEAD, *(_section(t) for t in tables)])


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
    return "、".join(role.name for role in ROLES.values() if t.permission in role.permissions)


if __name__ == "__main__":
    import django

    django.setup()
    PAGE.write_text(text(), encoding="utf-8")
