"""Loads the demonstration: zones, ledgers, cast, and a year of whistles."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random

from django.conf import settings
from django.db import transaction
from django.db.models import F

from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.access.api import Grant, actor_for
from honglian.foundation.calendar.api import calendar_for
from honglian.foundation.notify.models import InboxMessage
from honglian.foundation.orgs.api import Department
from honglian.foundation.zones.api import load_zone, mark_demo
from honglian.foundation.zones.models import Zone
from honglian.kit import clock
from honglian.kit.actor import Actor

from . import (
    causes,
    contacting,
    doors,
    figures,
    fullcases,
    grids,
    inspections,
    joining,
    meetings,
    membership,
    mending,
    national,
    organising,
    papers,
    pledges,
    registry,
    reporting,
    roster,
    upper,
    visits,
)
from .cast import engage
from .companies import companies
from .people import People
from .plan import PLANS, ZonePlan
from .timeline import play
from .workbooks import bring_in, write
from .year import Desk, Year

Tell = Callable[[str], None]
UNREAD = timedelta(days=2)  # people have read what is older


@transaction.atomic
def load(tell: Tell) -> None:
    """Fill an empty database, all or nothing; ``ValueError`` if it holds anything already."""
    mark_demo()
    for plan in PLANS:
        _zone(plan, tell)


def _zone(plan: ZonePlan, tell: Tell) -> None:
    zone = load_zone(
        path=settings.ZONES_DIR / f"{plan.code}.toml", by=Actor.system(None, channel="cli")
    )
    by = Actor.system(zone.pk, channel="cli")
    with tempfile.TemporaryDirectory() as folder:
        for ledger, path in _workbooks(plan, zone, Path(folder)):
            tell(f"{zone.short_name}：导入 {path.stem} {bring_in(ledger, path, by)} 行")
    upper.committee(plan, zone, by)
    actors = engage(plan, zone)
    tell(f"{zone.short_name}：演示人员 {len(actors)} 名")
    guide = actors[f"demo-{plan.prefix.lower()}-guide"]
    seen = visits.play_visits(zone, Random(plan.seed + 2), guide)
    tell(f"{zone.short_name}：走访 {seen} 次")
    touched = contacting.play_contacts(
        zone, Random(plan.seed + 53), actors[f"demo-{plan.prefix.lower()}-org"]
    )
    tell(f"{zone.short_name}：指导员档案、代班、回避、分配方案，{touched} 步")
    prefix = f"demo-{plan.prefix.lower()}"
    worker, staff = actors[f"{prefix}-worker"], actors[f"{prefix}-staff"]
    mended = mending.play_mending(zone, Random(plan.seed + 31), worker, staff)
    tell(f"{zone.short_name}：组织生活会、整改、评议、培训，{mended} 步")
    touched = organising.play_organising(
        zone, Random(plan.seed + 41), staff, actors[f"{prefix}-org"]
    )
    tell(f"{zone.short_name}：组织设立、换届、临时党组织，{touched} 个")
    rows, acts = meetings.play_meetings(zone, Random(plan.seed + 41), worker)
    tell(f"{zone.short_name}：会议台账 {rows} 行，登录页支部的会议 {acts} 步")
    moved = membership.play_membership(zone, Random(plan.seed + 43), worker, staff)
    tell(f"{zone.short_name}：党费、转接、流动、党籍，{moved} 步")
    joined = joining.play_joining(zone, actors[f"{prefix}-org"])
    tell(f"{zone.short_name}：联合组建方案，编入 {joined} 家")
    waiting = national.play_national(
        zone, Random(plan.seed + 47), actors[f"{prefix}-org"], worker, settings.DATA_DIR / "demo"
    )
    tell(f"{zone.short_name}：全国系统名单比对，{waiting} 项待裁定")
    filled = reporting.play_reporting(
        zone, Random(plan.seed + 53), _handlers(zone)["econ"], plan.growth, plan.doubled
    )
    tell(f"{zone.short_name}：企业经营数据 {filled} 份")
    year = Year(Random(plan.seed + 59), _desk(plan, zone, actors), calendar_for(zone), [])
    reports = grids.play_grids(plan, zone, Random(plan.seed + 61), actors, year)
    tell(f"{zone.short_name}：产业网格，上报事项 {reports} 件")
    seen = inspections.play_inspections(
        zone, Random(plan.seed + 53), actors, _handlers(zone), prefix
    )
    tell(f"{zone.short_name}：入企需求、检查、隐患 {seen} 件")
    acts = _year(plan, zone, actors)
    tell(f"{zone.short_name}：一年的诉求，{acts} 步")
    _after_the_year(zone, actors, prefix, tell)
    told, forces, listed = doors.play_doors(
        zone, Random(plan.seed + 61), actors, _handlers(zone), prefix
    )
    tell(f"{zone.short_name}：敲门行动走访 {told} 家，专班 {forces} 个，部门清单 {listed} 项")
    written = papers.play_papers(zone, actors[f"{prefix}-desk"], actors[f"{prefix}-leader"])
    tell(f"{zone.short_name}：公文 {written} 份")
    issued = figures.play_figures(zone, actors[f"{prefix}-stat"], actors[f"{prefix}-org"])
    tell(f"{zone.short_name}：指标发布数 {issued} 个")


def _after_the_year(zone: Zone, actors: dict[str, Actor], prefix: str, tell: Tell) -> None:
    """What befalls some of the year's cases, and what many of them have in common."""
    touched = fullcases.play_full_life(
        zone, actors[f"{prefix}-desk"], actors[f"{prefix}-leader"], _handlers(zone)
    )
    tell(f"{zone.short_name}：拆分、上报、挂账、知识，{touched} 件")
    found = causes.play_causes(zone, actors[f"{prefix}-leader"], _handlers(zone))
    tell(f"{zone.short_name}：共性问题 {found} 类")


def _workbooks(plan: ZonePlan, zone: Zone, folder: Path):
    """(ledger, workbook) in the order in which they build on each other."""
    rng = Random(plan.seed)
    people = People(rng, plan.mobile)
    firms = list(companies(rng, plan.city, plan.division, plan.named, plan.enterprises))
    chain_names = {c.code: c.name for c in zone.chains.all()}
    units = roster.units(plan, rng, firms)
    for unit in units:
        unit.parent = upper.parent_name(plan, chain_names[unit.chain])
    members = [row for unit in units for row in roster.member_rows(unit, rng, people)]
    orgs = [
        *upper.organisation_rows(plan, zone, chain_names),
        *(roster.organisation_row(unit, rng, chain_names[unit.chain]) for unit in units),
    ]
    enterprises = registry.enterprise_rows(plan, rng, firms, units, people, chain_names)
    departments = list(zone.departments.order_by("pk"))
    yield (
        "departments",
        write(folder / "部门与账号.xlsx", upper.department_rows(plan, departments, people)),
    )
    yield "orgs", write(folder / "党组织.xlsx", orgs)
    yield "members", write(folder / "党员花名册.xlsx", members)
    yield "enterprises", write(folder / "企业库.xlsx", enterprises)
    bound = pledges.pledge_rows(plan, rng, enterprises, departments, people)
    yield "pledges", write(folder / "指导员包保.xlsx", bound)


def _desk(plan: ZonePlan, zone: Zone, actors: dict[str, Actor]) -> Desk:
    prefix = f"demo-{plan.prefix.lower()}"
    return Desk(
        dispatcher=actors[f"{prefix}-desk"],
        leader=actors[f"{prefix}-leader"],
        departments=_handlers(zone),
        reporters=_reporters(actors),
    )


def _year(plan: ZonePlan, zone: Zone, actors: dict[str, Actor]) -> int:
    desk = _desk(plan, zone, actors)
    firms = list(Enterprise.rows.filter(zone=zone, is_key=True).order_by("pk"))
    year = Year(Random(plan.seed + 1), desk, calendar_for(zone), firms)
    now = clock.now()
    stories = year.stories(plan.cases, now - timedelta(days=365), now - timedelta(days=10))
    stories += year.fresh(plan.fresh, now)
    acts = play(stories, now)
    read = InboxMessage.objects.filter(zone=zone, created_at__lt=now - UNREAD)
    read.update(read_at=F("created_at") + timedelta(hours=1))
    return acts


def _handlers(zone: Zone) -> dict[str, Actor]:
    """One actor a department: its first account."""
    rows = Grant.rows.filter(zone=zone, role="dept_worker").select_related("user").order_by("pk")
    codes = dict(Department.rows.filter(zone=zone).values_list("pk", "code"))
    found: dict[str, Actor] = {}
    for row in rows:
        found.setdefault(codes[row.scope_id], actor_for(row, name=row.user.name, channel="cli"))
    return found


def _reporters(actors: dict[str, Actor]) -> dict[int, Actor]:
    return {a.enterprise_id: a for a in actors.values() if a.role == "enterprise_user"}
