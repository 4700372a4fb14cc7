"""The state tables of organisation life as two pages of the documentation.

`python -m tests.domains.partylife.state_doc` writes them anew; tests hold them true.
"""

from pathlib import Path

from honglian.domains.partylife.appraisal.states import APPRAISAL, FOLLOW
from honglian.domains.partylife.life.states import LIFE
from honglian.domains.partylife.meetings.states import DECISION, MEETING, REMINDER
from honglian.domains.partylife.rectify.states import RECTIFY, SUPERVISION
from honglian.domains.partylife.training.states import TRAINING
from honglian.foundation.access.roles import ROLES
from honglian.kit.states import StateTable, Transition

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "states"
PAGE, MEETINGS = FOLDER / "rectify.md", FOLDER / "meetings.md"
HEAD = """# 整改、组织生活会、民主评议、培训交流：状态和步骤

本页由代码里的状态表生成（`honglian/domains/partylife/*/states.py`）；改了状态表以后运行
`python -m tests.domains.partylife.state_doc` 重写本页。

“逾期”不是状态，而是叠加在状态上的标志：过了期限还没有申请销号。申请人、责任人与核查人不得是同一人（RF-02），
同一个账号既申请又核查的，数据库本身也不允许。反弹时原事项保留，另开一件，两件互相关联。
"""


MEETINGS_HEAD = """# 会议活动、决议、到期提醒：状态和步骤

本页由代码里的状态表生成（`honglian/domains/partylife/meetings/states.py`）；改了状态表以后运行
`python -m tests.domains.partylife.state_doc` 重写本页。

“补录”和“超期”不是状态，而是叠加的标志：会后 7 日以后才写的记录（LR-02），过了期限还没有办结的决议。
"""


def meetings_text() -> str:
    return "\n".join([MEETINGS_HEAD, *(_section(t) for t in (MEETING, DECISION, REMINDER))])


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
    MEETINGS.write_text(meetings_text(), encoding="utf-8")
