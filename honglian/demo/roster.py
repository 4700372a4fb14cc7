"""Organisations and members of a zone as ledger rows (headers of LD01 and LD02)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from honglian.domains.members.api import EDUCATION, OCCUPATIONS

from .companies import Company
from .people import People, Person
from .plan import ZonePlan

Row = dict[str, object]
BRANCH_MOST = 50  # 支部条例第四条
JOINT_UNITS = (2, 4)
EDUCATIONS = ["14", "20", "20", "20", "30", "30", "30", "40", "60"]


@dataclass
class Unit:
    """One organisation in an enterprise (or several, for a joint branch)."""

    code: str
    name: str
    kind: str
    companies: list[Company]
    size: int
    secretary: Person | None = None
    parent: str = ""
    chain: str = ""
    people: list[Person] = field(default_factory=list)


def units(plan: ZonePlan, rng: Random, companies: list[Company]) -> list[Unit]:
    """Branches and joint branches whose members add up to the plan's total."""
    pool = {chain: [c for c in companies if c.chain == chain] for chain in plan.enterprises}
    sizes = _sizes(plan, rng)
    found = []
    for index, size in enumerate(sizes):
        joint = index >= plan.orgs - plan.joint
        chain = list(plan.enterprises)[index % len(plan.enterprises)]
        count = rng.randint(*JOINT_UNITS) if joint else 1
        members = [pool[chain].pop(0) for _ in range(count)]
        found.append(_unit(plan, index, members, size, joint))
    return found


def _unit(plan: ZonePlan, index: int, members: list[Company], size: int, joint: bool) -> Unit:
    first = members[0].name.removesuffix("有限公司").removesuffix("股份")
    name = f"{first}等企业联合党支部" if joint else f"{first}党支部"
    kind = "联合党支部" if joint else "党支部"
    code = f"DZZ-{plan.prefix}-{index + 101:03d}"
    return Unit(code, name, kind, members, size, chain=members[0].chain)


def _sizes(plan: ZonePlan, rng: Random) -> list[int]:
    """Sizes between 3 and 50 that add up exactly; joint branches are the small ones."""
    single = plan.orgs - plan.joint
    joint = [rng.randint(5, 12) for _ in range(plan.joint)]
    rest = plan.members - sum(joint)
    weights = [rng.uniform(0.5, 1.6) for _ in range(single)]
    sizes = [min(BRANCH_MOST, max(4, round(rest * w / sum(weights)))) for w in weights]
    index = 0
    while (gap := rest - sum(sizes)) != 0:
        step = 1 if gap > 0 else -1
        if 4 <= sizes[index % single] + step <= BRANCH_MOST:
            sizes[index % single] += step
        index += 1
    return sizes + joint


def organisation_row(unit: Unit, rng: Random, chain_name: str) -> Row:
    founded = date(2026, 1, 1) - timedelta(days=rng.randint(400, 6000))
    term_end = date(2026, 11, 25) + timedelta(days=rng.randint(-20, 1000))
    return {
        "党组织名称": unit.name,
        "党组织编码": unit.code,
        "组织类别": unit.kind,
        "上级党组织": unit.parent,
        "所在单位": unit.companies[0].name,
        "统一社会信用代码": unit.companies[0].uscc,
        "组建方式": "联合组建" if unit.kind == "联合党支部" else "单独组建",
        "成立日期": founded.isoformat(),
        "批复文号": f"党组发〔{founded.year}〕{rng.randint(3, 80)}号",
        "本届届满日期": term_end.isoformat(),
        "书记": unit.secretary.name if unit.secretary else "",
        "是否功能型": "否",
        "所属产业链": chain_name,
    }


def member_rows(unit: Unit, rng: Random, people: People) -> list[Row]:
    """The unit's members; the first is its secretary, and at least three are full members."""
    rows = []
    for index in range(unit.size):
        person = people.one()
        unit.people.append(person)
        if index == 0:
            unit.secretary = person
        rows.append(_member(unit, person, index, rng))
    return rows


def _member(unit: Unit, person: Person, index: int, rng: Random) -> Row:
    eighteen = person.born + timedelta(days=18 * 366)
    latest = date(2025, 9, 30)
    joined = eighteen + timedelta(days=rng.randint(200, max(201, (latest - eighteen).days)))
    joined = min(joined, latest)
    probationary = index > 3 and rng.random() < 0.03
    if probationary:
        joined = date(2026, 1, 10) + timedelta(days=rng.randint(0, 250))
    return {
        "姓名": person.name,
        "性别": person.gender,
        "民族": rng.choices(["汉族", "土家族", "回族", "苗族"], [95, 3, 1, 1])[0],
        "出生日期": person.born.isoformat(),
        "公民身份号码": person.id_no,
        "学历": EDUCATION[rng.choice(EDUCATIONS)],
        "人员类别": "预备党员" if probationary else "正式党员",
        "所在党支部": unit.name,
        "加入党组织日期": joined.isoformat(),
        "转为正式党员日期": "" if probationary else _one_year_on(joined).isoformat(),
        "工作岗位": rng.choice([OCCUPATIONS[0], OCCUPATIONS[2], OCCUPATIONS[3]]),
        "党内职务": "书记" if index == 0 else "",
        "联系手机": person.mobile,
        "党籍状态": "正常",
        "是否流动党员": "非流动" if rng.random() < 0.95 else "流出",
        "是否失联": "否",
    }


def _one_year_on(day: date) -> date:
    return (
        day.replace(year=day.year + 1)
        if (day.month, day.day) != (2, 29)
        else date(day.year + 1, 3, 1)
    )
