"""Departments with officers, crews and requests; an inspection and hazards of these weeks; a month's plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from honglian.domains.enterprises.api import Enterprise
from honglian.domains.visits import api as visits
from honglian.foundation.calendar.api import calendar_for
from honglian.foundation.zones.models import Zone
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

from .hazards import play_ledger

ITEMS = {
    "emergency": ("企业安全生产检查", "安全生产法第六十二条"),
    "fire": ("消防监督检查", "消防法第五十三条"),
    "market": ("特种设备安全监督检查", "特种设备安全法第五十七条"),
    "ecology": ("排污单位现场检查", "排污许可管理条例第二十五条"),
}
SERVICES = {"hr": "用工情况走访", "econ": "技改和政策走访", "tax": "税费政策走访"}
CREWS = (
    ("一组", ("emergency", "fire", "hr", "econ")),
    ("二组", ("emergency", "market", "hr", "tax")),
    ("三组", ("fire", "ecology", "econ", "tax")),
)
SURNAMES = "周吴郑王冯陈"
ROUNDS = 120  # of the planner: the same plan on every machine
ASKED = 26  # enterprises with requests for the coming month


def play_inspections(
    zone: Zone, rng: Random, actors: Mapping[str, Actor], handlers: Mapping[str, Actor], prefix: str
) -> int:
    """Returns how many requests, visits, inspections and hazards there are afterwards."""
    desk, leader = actors[f"{prefix}-desk"], actors[f"{prefix}-leader"]
    people = dict(handlers) | {"fire": actors[f"{prefix}-fire"]}
    officers = {code: _equip(code, people[code], index) for index, code in enumerate(ITEMS)}
    names = tuple(o.name for rows in officers.values() for o in rows)
    count = play_ledger(zone, rng, names)
    firm = Enterprise.rows.get(pk=actors[f"{prefix}-firm"].enterprise_id)
    _inspect(firm, people["fire"], leader, actors[f"{prefix}-firm"], officers["fire"])
    count += _visit(zone, firm, people, desk, actors[f"{prefix}-firm"])
    count += _live(firm, actors, people, prefix)
    count += _ask(zone, rng, people)
    for name, codes in CREWS:
        visits.planning.save_crew(
            name=name, department_ids=[people[c].department_id for c in codes if c in people],
            officer_ids=[o.pk for c in codes for o in officers.get(c, ())], by=desk,
        )  # fmt: skip
    _plan(zone, desk)
    return count


def _equip(code: str, by: Actor, index: int) -> list:
    """Three officers of a department, the first with the department's account, and its item."""
    name, basis = ITEMS[code]
    visits.inspecting.add_item(name=name, basis=basis, published_on=date(2025, 3, 1), by=by)
    today = clock.today()
    found = []
    for number in range(3):
        ends = today + timedelta(40 if (index, number) == (2, 2) else 700)
        found.append(
            visits.inspecting.add_officer(
                name=by.name if number == 0 else f"{SURNAMES[(index + number) % 6]}{'检查'[number - 1]}",
                certificate_no=f"鄂L{index + 1:02d}-{number + 1:04d}", valid_from=date(2024, 1, 1),
                valid_to=ends, user_id=by.user_id if number == 0 else None, by=by,
            )
        )  # fmt: skip
    return found


def _inspect(firm: Enterprise, by: Actor, leader: Actor, owner: Actor, officers: list) -> None:
    """A fire inspection three weeks ago, from the plan to the enterprise's rating."""
    day = calendar_for(firm.zone_id).next_workday(clock.today() - timedelta(24))
    item = visits.PowerItem.rows.filter(department_id=by.department_id).first()

    def at(days: int, hour: int):
        moment = datetime.combine(day + timedelta(days), time(hour, 10), clock.CHINA)
        return clock.at(min(moment, clock.now()))

    with at(-4, 9):
        found = visits.inspecting.plan_inspection(
            enterprise_id=firm.pk, kind="daily", why="ordinary", purpose="消防设施和疏散通道",
            item_ids=[item.pk], officer_ids=[o.pk for o in officers[:2]], planned_on=day, by=by,
        )  # fmt: skip
    steps = visits.inspecting
    with at(-3, 15):
        steps.approve(inspection_id=found.pk, approval_no=f"消检审〔{day.year}〕018号", by=leader)
    with at(-2, 10):
        steps.give_notice(inspection_id=found.pk, notice_no=f"消检通〔{day.year}〕018号", by=by)
    with at(0, 9):
        code = visits.text_of(visits.code_of(firm))
        steps.enter(inspection_id=found.pk, code=code, by=by)
        steps.file_result(
            inspection_id=found.pk,
            outcome="problems",
            result="成品库疏散通道有临时堆物，已当场说明。",
            by=by,
        )
    with at(1, 11):
        steps.answer(inspection_id=found.pk, text="通道已清，划了黄线。", by=owner)
        steps.rate(inspection_id=found.pk, rating=5, text="讲得清楚，没有影响生产。", by=owner)
        steps.close(inspection_id=found.pk, by=by)


def _visit(
    zone: Zone, firm: Enterprise, people: Mapping[str, Actor], desk: Actor, owner: Actor
) -> int:
    """A visit of two departments twelve days ago, rated; three more in the coming days."""
    steps, today = visits.inspecting, clock.today()
    then = datetime.combine(today - timedelta(12), time(9, 30), clock.CHINA)
    others = Enterprise.rows.filter(zone=zone, is_in_park=True, status="operating").exclude(
        pk=firm.pk
    )
    upcoming = calendar_for(zone).next_workday(today)
    for index, one in enumerate([firm, *others.order_by("-pk")[:3]]):
        past = index == 0
        with clock.at(then if past else clock.now()):
            day = clock.today() if past else upcoming
            asked = [
                steps.file_request(
                    enterprise_id=one.pk,
                    kind="service",
                    year=day.year,
                    month=day.month,
                    purpose=SERVICES[code],
                    by=people[code],
                ).pk
                for code in ("hr", "econ")
                if code in people
            ]
            visit = steps.open_visit(
                enterprise_id=one.pk, planned_on=day, request_ids=asked, starts_at=time(9, 0),
                team="人社局、经发局", reason="同一家企业的两项需求一次办", by=desk,
            )  # fmt: skip
            if past:
                steps.record_service(
                    visit_id=visit.pk,
                    visitors="人社局、经发局",
                    heard="缺焊工 6 名，问技改补助怎么报",
                    advice="技改补助 12 月申报，材料清单已发",
                    by=desk,
                )
                steps.rate_visit(visit_id=visit.pk, rating=5, text="两件事一次说完。", by=owner)
    return 4


def _live(
    firm: Enterprise, actors: Mapping[str, Actor], people: Mapping[str, Actor], prefix: str
) -> int:
    """Four hazards that lie on desks now: to grade, to rectify, to recheck, and a serious one."""
    worker, owner = actors[f"{prefix}-worker"], actors[f"{prefix}-firm"]
    today, hazards = clock.today(), visits.hazards

    def find(part: str, seen: str, domain: str, by: Actor, source: str, ago: int) -> int:
        found = hazards.find(
            enterprise_id=firm.pk, source=source, domain=domain, part=part, description=seen, by=by,
            found_on=today - timedelta(ago),
        )  # fmt: skip
        return found.pk

    find("成品库东门", "门口停着叉车，挡住出口", "fire", owner, "self", 1)
    five = {
        "responsible": "企业安全员", "money": Decimal("0.2"), "due_on": today + timedelta(4),
        "emergency": "整改期间停用，派人看守",
    }  # fmt: skip
    seen_by = people["emergency"]
    open_one = find("1 号车间配电箱", "没有接地", "safety", worker, "grid", 2)
    hazards.grade(hazard_id=open_one, level="ordinary", basis="YB-01", by=seen_by)
    hazards.plan(hazard_id=open_one, measure="接地并贴标识", by=owner, **five)
    checked = find("原料库灭火器", "两具压力不足", "fire", people["fire"], "department", 3)
    hazards.grade(hazard_id=checked, level="ordinary", basis="YB-02", by=people["fire"])
    hazards.plan(hazard_id=checked, measure="更换两具", by=owner, **five)
    hazards.apply_recheck(hazard_id=checked, text="已更换，附检验标签", by=owner)
    serious = find("污水处理池", "清淤没有审批、没有监护", "safety", seen_by, "department", 9)
    hazards.grade(hazard_id=serious, level="serious", basis="GM-Y02", by=seen_by)
    hazards.report(hazard_id=serious, text="已报应急管理局和职代会", by=owner)
    far = five | {"due_on": today + timedelta(30), "money": Decimal("6")}
    hazards.plan(hazard_id=serious, measure="停止作业，补制度、培训、监护和检测仪", by=owner, **far)
    hazards.list_it(
        hazard_id=serious, at="区级", text="下月底前消除，每周报进展", by=actors[f"{prefix}-leader"]
    )
    return 4


def _ask(zone: Zone, rng: Random, people: Mapping[str, Actor]) -> int:
    """Requests of six departments for the coming month; what the gate refuses is not asked for."""
    today = clock.today()
    year, month = today.year + (today.month == 12), today.month % 12 + 1
    firms = list(
        Enterprise.rows.filter(zone=zone, is_in_park=True, status="operating").order_by("pk")
    )
    count = 0
    for firm in rng.sample(firms, min(ASKED, len(firms))):
        for code in rng.sample([*ITEMS, *SERVICES], rng.choice((1, 2, 2, 3))):
            if code not in people:
                continue
            by = people[code]
            item = visits.PowerItem.rows.filter(department_id=by.department_id).first()
            inspects = code in ITEMS
            try:
                visits.inspecting.file_request(
                    enterprise_id=firm.pk, kind="inspection" if inspects else "service", year=year,
                    month=month, purpose=ITEMS[code][0] if inspects else SERVICES[code],
                    item_ids=[item.pk] if inspects and item else [],
                    minutes=rng.choice((40, 60, 75)), by=by,
                )  # fmt: skip
            except Refusal:
                continue
            count += 1
    return count


def _plan(zone: Zone, desk: Actor) -> None:
    """A plan of the coming month that waits for a person."""
    today = clock.today()
    plan = visits.planning.start(
        year=today.year + (today.month == 12), month=today.month % 12 + 1, by=desk
    )
    visits.compute_month(plan, rounds=ROUNDS)
