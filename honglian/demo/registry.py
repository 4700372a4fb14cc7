"""Enterprises of a zone as ledger rows (headers of LD16)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from .companies import Company
from .people import People
from .plan import ZonePlan
from .roster import Row, Unit

ROADS = {
    "咸宁": ["永安大道", "贺胜路", "金桂路", "旗鼓大道", "长江产业大道", "横沟大道"],
    "襄阳": ["邓城大道", "追日路", "团山大道", "新光路", "关羽路", "深圳大道"],
}
# Longitude and latitude about which the invented works lie.
CENTRES = {"咸宁": (114.30, 29.87), "襄阳": (112.15, 32.08)}
# (employees, revenue in 万元) by size; the thresholds of 统计上大中小微型企业划分 for industry.
SIZES = {
    "大型": ((1000, 2600), (60000, 400000)),
    "中型": ((300, 900), (8000, 60000)),
    "小型": ((40, 290), (2000, 20000)),
    "微型": ((6, 19), (100, 1500)),
}


def coverage_of(units: list[Unit]) -> dict[str, tuple[str, str]]:
    """Credit code → (coverage, organisation) of the enterprises that have one."""
    found = {}
    for unit in units:
        kind = "联合组建" if len(unit.companies) > 1 else "单独组建"
        for company in unit.companies:
            found[company.uscc] = (kind, unit.name)
    return found


def enterprise_rows(
    plan: ZonePlan,
    rng: Random,
    companies: list[Company],
    units: list[Unit],
    people: People,
    chain_names: dict[str, str],
) -> list[Row]:
    """Key enterprises are those with an organisation and the larger ones, as many as planned."""
    covered = coverage_of(units)
    named = {name for names in plan.named.values() for name in names}
    ranked = sorted(
        companies,
        key=lambda c: (c.name not in named, c.uscc not in covered, rng.random()),
    )
    key = {c.uscc for c in ranked[: plan.key]}
    leaders = {c.uscc for c in ranked[: 2 * len(plan.enterprises)]}
    rows = [
        _row(plan, rng, company, people, chain_names, covered, key, leaders)
        for company in companies
    ]
    _list_above(plan, rows)
    return rows


def _list_above(plan: ZonePlan, rows: list[Row]) -> None:
    """When enterprises above the threshold reached it; drawn apart, so that nothing else moves."""
    own = Random(f"{plan.code} listed")
    able = [row for row in rows if row["是否四上"] and row["成立日期"] < "2023"]
    own.shuffle(able)
    for year, count in plan.listed.items():
        for row in able[:count]:
            row["入规日期"] = f"{year}-{own.randint(1, 12):02d}-{own.randint(1, 28):02d}"
        able = able[count:]


def _row(plan, rng, company, people, chain_names, covered, key, leaders) -> Row:
    is_key = company.uscc in key
    size = _size(rng, company.uscc in leaders, is_key)
    (low, high), (poor, rich) = SIZES[size]
    revenue = Decimal(rng.randint(poor, rich))
    founded = date(2026, 1, 1) - timedelta(days=rng.randint(500, 9000))
    coverage, org = covered.get(company.uscc, ("", ""))
    role = (
        "链主" if company.uscc in leaders else "核心" if is_key and rng.random() < 0.3 else "配套"
    )
    legal = people.one(35, 60).name
    capital = str(rng.choice([200, 500, 1000, 2000, 5000, 10000, 30000]))
    address = _address(plan, rng)
    return {
        "统一社会信用代码": company.uscc,
        "企业名称": company.name,
        "成立日期": founded.isoformat(),
        "法定代表人": legal,
        "注册资本(万元)": capital,
        "注册地址": address,
        "行业小类代码": company.industry,
        "主营产品": company.product,
        "产业链": chain_names[company.chain],
        "链上角色(链主/核心/配套)": role,
        "企业规模": size,
        "是否四上": "规上工业" if size != "微型" and revenue >= 2000 else "",
        "从业人员数": str(rng.randint(low, high)),
        "营业收入(万元)": str(revenue),
        "工业总产值(万元)": str(
            (revenue * Decimal(rng.randint(95, 112)) / 100).quantize(Decimal("0.01"))
        ),
        "上缴税收(万元)": str(
            (revenue * Decimal(rng.randint(2, 7)) / 100).quantize(Decimal("0.01"))
        ),
        "研发费用(万元)": str(
            (revenue * Decimal(rng.randint(1, 6)) / 100).quantize(Decimal("0.01"))
        ),
        "党组织覆盖类别": coverage or _uncovered(rng, is_key),
        **_survey(plan, company.uscc, address, coverage),
        "党组织": org,
        "联系人": people.one(26, 50).name,
        "联系电话": people.one().mobile,
        "状态": rng.choices(["投产", "在建", "停产"], [93, 5, 2])[0] if not org else "投产",
        "是否重点企业": "是" if is_key else "否",
        "是否园区企业": "是",
    }


def _size(rng: Random, leader: bool, is_key: bool) -> str:
    if leader:
        return "大型"
    return rng.choices(["中型", "小型", "微型"], [4, 5, 1] if is_key else [1, 5, 4])[0]


def _uncovered(rng: Random, is_key: bool) -> str:
    if is_key:
        return "派驻指导员"
    return rng.choices(["联络员或群团", "挂靠", "空白点"], [5, 2, 3])[0]


def _address(plan: ZonePlan, rng: Random) -> str:
    return f"湖北省{plan.city}市高新区{rng.choice(ROADS[plan.city])}{rng.randint(1, 299)}号"


def _survey(plan: ZonePlan, uscc: str, address: str, coverage: str) -> Row:
    """Park, place and members as a survey brings them; drawn apart, so that nothing else moves.

    Where an enterprise has a branch of its own its members are in the roster already.
    """
    own = Random(f"{plan.code} {uscc}")
    roads = ROADS[plan.city]
    at = next(n for n, road in enumerate(roads) if road in address)
    east, north = CENTRES[plan.city]
    full = own.choices(["", 0, 1, 2, 3, 5], [12, 26, 36, 20, 4, 2])[0]
    if coverage:
        full = "" if coverage == "单独组建" else own.choice([1, 2, 2])
    return {
        "党员数": str(full),
        "预备党员数": "" if full == "" else str(int(own.random() < 0.12)),
        "所在园区": f"{roads[at]}片区",
        "经度": f"{east + (at % 3 - 1) * 0.035 + own.gauss(0, 0.009):.6f}",
        "纬度": f"{north + (at // 3) * 0.03 + own.gauss(0, 0.004):.6f}",
    }
