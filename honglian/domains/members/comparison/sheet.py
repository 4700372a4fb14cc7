"""How a list of the national system is read: our ledger's columns, more spellings, fewer demands.

An extract may lack columns and cells; what it does not say is not compared. 政治面貌 (GB/T 4762)
names the category of a member; a blank one says nothing and never makes anybody a full member.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

from honglian.foundation.sheets.api import CellProblem, Column, Run
from honglian.foundation.sheets.kinds import Choice

from ..models import PartyMember
from ..sheets import MemberSheet, Row, check_branches, check_identity

CATEGORY = Choice(
    PartyMember.Category.choices,
    {
        "正式": "formal",
        "中共党员": "formal",
        "中共正式党员": "formal",
        "预备": "probationary",
        "中共预备党员": "probationary",
    },
)
SPELLINGS = {
    "name": ("党员姓名", "姓 名"),
    "category": ("党员类别", "政治面貌", "党员类型"),
    "branch_id": ("党组织名称", "组织关系所在党支部", "党支部名称", "所在党支部名称"),
    "joined_on": ("加入中国共产党日期", "加入党组织时间", "入党年月"),
    "full_on": ("转正年月", "转为正式党员时间"),
    "occupation": ("职业", "个人身份", "工作岗位类别"),
    "mobile": ("手机号码", "联系方式", "联系电话（手机）"),
    "phone": ("其他联系电话",),
    "address": ("现住址", "家庭地址", "居住地址"),
    "standing": ("党籍",),
    "flow_to": ("流向",),
    "lost_on": ("失去联系日期",),
    "is_lost": ("是否失去联系", "是否失联党员"),
}
NEEDED = ("name", "id_no")
# Remarks are the zone's own; everything else that a file brings is compared.
NOT_COMPARED = frozenset({"note"})


def _adapted(column: Column) -> Column:
    kind = CATEGORY if column.field == "category" else column.kind
    more = tuple(s for s in SPELLINGS.get(column.field, ()) if s not in column.synonyms)
    return replace(
        column,
        kind=kind,
        synonyms=(*column.synonyms, *more),
        required=column.field in NEEDED,
    )


class NationalSheet(MemberSheet):
    """Never written from: it only reads and checks."""

    title = "全国系统名单"
    columns = tuple(_adapted(c) for c in MemberSheet.columns)

    def check(self, run: Run) -> None:
        check_branches(run)
        for index in range(len(run)):
            row = Row(run, index)
            check_identity(row)
            if row["joined_on"] and row["full_on"] and row["full_on"] < row["joined_on"]:
                row.problem(
                    "full_on", f"转正日期 {row['full_on']} 早于加入党组织日期 {row['joined_on']}"
                )


NATIONAL = NationalSheet()
OURS = MemberSheet()


def words(column: Column, value: Any, run: Run) -> str:
    """A stored value as text that the same column reads back."""
    if value is None or value == "":
        return ""
    shown = column.kind.cell(value, run)
    if shown is None:
        return ""
    if isinstance(shown, float):
        return f"{shown:.2f}"
    return shown.isoformat() if hasattr(shown, "isoformat") else str(shown)


def compared(run: Run) -> list[Column]:
    """Columns of the file that are held against ours."""
    return [
        c
        for c in NATIONAL.columns
        if c.imported and c.field in run.values and c.field not in {"id_no", *NOT_COMPARED}
    ]


def bad_fields(run: Run, index: int) -> dict[str, list[str]]:
    """Field → sentences, of one row's cells that cannot be used."""
    by_place = {place: name for name, place in run.headers.fields.items()}
    found: dict[str, list[str]] = defaultdict(list)
    for problem in run.bad.get(index, ()):
        found[_field_of(problem, by_place)].append(problem.message)
    return found


def _field_of(problem: CellProblem, by_place: dict[int, str]) -> str:
    if problem.column is not None and problem.column in by_place:
        return by_place[problem.column]
    named = (c.field for c in NATIONAL.columns if c.header == problem.header)
    return next(named, NATIONAL.key)
