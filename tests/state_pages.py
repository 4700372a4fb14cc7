"""State tables as pages of the documentation: what the ``state_doc`` modules of the domains share.

`python -m tests.domains.<domain>.state_doc` writes a domain's pages
anew; a test beside each holds them true.
"""

from __future__ import annotations

import os
from pathlib import Path

from honglian.foundation.access.roles import ROLES
from honglian.kit.states import StateTable, Transition

# Before the domains are imported, so that the command needs nothing set.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "honglian.settings")
FOLDER = Path(__file__).resolve().parents[1] / "docs" / "states"


def section(table: StateTable) -> str:
    """A drawing and a table of steps."""
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
