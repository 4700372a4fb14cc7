"""The upper levels of both trees, the departments' accounts, and the committee's members."""

from __future__ import annotations

from datetime import date

from honglian.domains.members.api import appoint
from honglian.foundation.orgs.api import Department, PartyOrg, Post
from honglian.foundation.zones.models import Zone
from honglian.kit.actor import Actor

from .people import People
from .plan import ZonePlan
from .roster import Row

APPOINTED = date(2024, 3, 1)  # the committee has been in office for a while
UPPER = {"xianning": ("企业党委", "党委"), "xiangyang": ("园区综合党委", "综合党委")}


def _upper_name(plan: ZonePlan) -> str:
    return f"{plan.city}高新区{UPPER[plan.code][0]}"


def parent_name(plan: ZonePlan, chain_name: str) -> str:
    """Xianning has a branch for each chain between committee and enterprises, Xiangyang none."""
    if plan.code == "xianning":
        return chain_branch_name(chain_name)
    return _upper_name(plan)


def chain_secretaries(plan: ZonePlan) -> tuple[str, ...]:
    """The leads of the chains, who are also the secretaries of the chain branches."""
    return plan.cast[4:7]


def chain_branch_name(chain_name: str) -> str:
    return f"{chain_name}产业园党支部"


def organisation_rows(plan: ZonePlan, zone: Zone, chain_names: dict[str, str]) -> list[Row]:
    """党工委, the committee below it, and (Xianning) the three chain branches."""
    top = f"中共{plan.city}高新区工作委员会"
    rows: list[Row] = [
        _row(plan, 1, top, "党工委", ""),
        _row(plan, 2, _upper_name(plan), UPPER[plan.code][1], top),
    ]
    if plan.code == "xianning":
        for index, name in enumerate(chain_names.values()):
            row = _row(plan, index + 11, chain_branch_name(name), "功能型党支部", _upper_name(plan))
            rows.append(
                row
                | {"是否功能型": "是", "所属产业链": name, "书记": chain_secretaries(plan)[index]}
            )
    return rows


def _row(plan: ZonePlan, number: int, name: str, kind: str, parent: str) -> Row:
    return {
        "党组织名称": name,
        "党组织编码": f"DZZ-{plan.prefix}-{number:03d}",
        "组织类别": kind,
        "上级党组织": parent,
        "成立日期": "2012-07-01",
        "是否功能型": "否",
    }


def department_rows(plan: ZonePlan, departments: list[Department], people: People) -> list[Row]:
    """Each department with its head and one account of the person who handles its orders."""
    rows = []
    for department in departments:
        head, clerk = people.one(38, 57), people.one(26, 45)
        rows.append(
            {
                "部门代码": department.code,
                "部门名称": department.name,
                "负责人": head.name,
                "账号": f"{plan.prefix.lower()}-{department.code}",
                "姓名": clerk.name,
                "手机": clerk.mobile,
            }
        )
    return rows


def committee(plan: ZonePlan, zone: Zone, by: Actor) -> None:
    """Posts of the committee. In Xiangyang department heads sit on it (报道2)."""
    org = PartyOrg.rows.get(zone=zone, code=f"DZZ-{plan.prefix}-002")
    appoint(
        org_id=org.pk,
        kind=Post.Kind.SECRETARY,
        person_name=plan.cast[18],
        duty="主持全面工作",
        starts_on=APPOINTED,
        by=by,
    )
    appoint(
        org_id=org.pk,
        kind=Post.Kind.DEPUTY,
        person_name=plan.cast[3],
        duty="日常工作",
        starts_on=APPOINTED,
        by=by,
    )
    if plan.code != "xiangyang":
        return
    for code in ("econ", "market", "hr", "emergency", "invest"):
        department = Department.rows.get(zone=zone, code=code)
        appoint(
            org_id=org.pk,
            kind=Post.Kind.COMMITTEE,
            person_name=department.leader,
            department_id=department.pk,
            duty=f"联系{department.short_name or department.name}",
            starts_on=APPOINTED,
            by=by,
        )
