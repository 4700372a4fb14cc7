"""Instructors and the key enterprises they guide, as ledger rows (headers of LD08)."""

from __future__ import annotations

from random import Random

from honglian.foundation.orgs.api import Department

from .people import People
from .plan import ZonePlan
from .roster import Row

SKILLS = ["项目审批", "融资对接", "用工招聘", "安全生产", "科技项目", "政策兑现", "党建实务"]


def pledge_rows(
    plan: ZonePlan,
    rng: Random,
    enterprises: list[Row],
    departments: list[Department],
    people: People,
) -> list[Row]:
    """Every key enterprise has exactly one primary instructor; the load is even."""
    guides = [
        {
            "指导员编号": f"ZDY-{plan.prefix}-{index + 1:03d}",
            "党建指导员": people.one(30, 54).name,
            "责任部门": rng.choice(departments).name,
            "专长": rng.choice(SKILLS),
        }
        for index in range(plan.instructors)
    ]
    keys = [row for row in enterprises if row["是否重点企业"] == "是"]
    return [
        guides[index % len(guides)]
        | {
            "企业名称": row["企业名称"],
            "统一社会信用代码": row["统一社会信用代码"],
            "起始日期": "2025-03-01",
            "走访频次要求": "1",
        }
        for index, row in enumerate(keys)
    ]
