"""Industry grids in the demonstration: drawn, staffed, a season of events, and a plan that waits.

Xianning divides its park into three areas, each led by the secretary of a park's branch; Xiangyang
lists enterprises by chain, as its offices do. Enterprise secretaries serve as members.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from honglian.domains.enterprises.api import Enterprise
from honglian.domains.grids import api as grids
from honglian.foundation.access.actions import grant
from honglian.foundation.access.api import Grant, actor_for
from honglian.foundation.accounts.models import User
from honglian.foundation.calendar.api import calendar_for
from honglian.foundation.orgs.api import Department, PartyOrg, Post
from honglian.foundation.zones.models import Chain, Zone
from honglian.kit import clock
from honglian.kit.actor import Actor, ScopeKind

from .plan import ZonePlan
from .registry import CENTRES
from .timeline import Story, play
from .year import DEMANDS as WHISTLES
from .year import Year

START = date(2026, 1, 1)
STRIPE, DEEP = (
    0.0175,
    0.075,
)  # degrees between the middle of the park and its outer thirds; its depth
SIDES = ("西片", "中片", "东片")
FIRMS_A_MEMBER = 30
PER_GRID = 14  # events of the last season in a grid
FRESH = (0.2, 0.6, 3.0, 22.0, 30.0, 49.0)  # hours before now of those that are still open
SEASON = timedelta(days=90)
DUTY = "一次上门、四类事项一起问；企业的难题转吹哨，安全上只告知、记录、上报。"
PLAN = {"load": "4", "risk": "2", "way": "1", "keep": "1", "seconds": 8}
ROUNDS = 4  # of the search; rounds instead of seconds give the same plan on every machine

# Matter, what was seen, and how it was settled on the spot (empty: reported).
SEEN = (
    (
        "party_survey",
        "新到两名员工是党员，关系还在原籍。",
        "已告知转接办法，留了党支部的联系方式。",
    ),
    ("party_life", "上月主题党日改期，还没有补开。", ""),
    ("party_setup", "职工里有三名正式党员，还没有建支部。", ""),
    ("safety_passage", "成品库旁的消防通道堆了托盘。", "当场告知，企业半小时内清走。"),
    ("safety_passage", "二号车间安全出口被货架挡了一半。", ""),
    ("safety_self", "本月自查台账没有填。", "已提醒安全员当天补上。"),
    ("safety_special", "下周要动火检修，问审批怎么办。", ""),
    ("safety_drill", "消防演练想请人来指导。", ""),
    ("policy_match", "买了新设备，不知道能不能申报技改补助。", ""),
    ("policy_progress", "稳岗返还报上去一个多月没有消息。", ""),
    ("policy_paid", "上年度研发后补助公示了，资金还没到账。", ""),
    ("policy_match", "问高新技术企业认定今年几月报。", "已把申报时间和材料清单发给财务。"),
)
DEMANDS = (
    ("labor", "旺季缺十来名熟练工，招不上来。"),
    ("logistics", "厂门口晚上停满大车，原料车进不来。"),
    ("finance", "年底集中付货款，周转资金有缺口。"),
)
REPORTED = tuple(row for row in SEEN if not row[2])
OUTCOMES = (
    "已上门办好，企业确认。",
    "已现场说明办法，企业清楚怎么办了。",
    "已协调好，企业认可。",
)


def play_grids(
    plan: ZonePlan, zone: Zone, rng: Random, actors: dict[str, Actor], year: Year
) -> int:
    """Set the grids up, play a season of events, leave a plan to be judged; returns the events."""
    prefix = f"demo-{plan.prefix.lower()}"
    office = actors[f"{prefix}-org"]
    made = _divide(plan, zone, office)
    for number, grid in enumerate(made):
        _staff(plan, zone, grid, number, prefix, office)
    grids.settle(zone.pk)
    worker = _enlist(zone, prefix, office)
    stories = []
    for grid in made:
        lead = actors[f"{prefix}-grid-{grid.chain.code}"]
        reporter = worker[0] if worker[1] == grid.pk else lead
        stories += _stories(zone, grid, rng, Hands(reporter, lead, year))
    play(stories, clock.now())
    grids.planning.plan(limits=PLAN, rounds=ROUNDS, by=office)
    return len(stories)


def _divide(plan: ZonePlan, zone: Zone, office: Actor) -> list[grids.Grid]:
    chains = list(Chain.objects.filter(zone=zone).order_by("order", "pk"))
    heads = {c.pk: _head(zone, c) for c in chains}
    found = []
    for number, chain in enumerate(chains):
        by_area = plan.prefix == "XN"
        name = f"{SIDES[number]}{chain.short_name}网格" if by_area else f"{chain.short_name}链网格"
        grid = grids.actions.create(
            code=f"{plan.prefix}G-{chain.code.upper()}-001",
            name=name,
            basis="area" if by_area else "chain",
            chain_id=chain.pk,
            org_id=heads[chain.pk],
            starts_on=START,
            duty=DUTY,
            area=_stripe(plan, number) if by_area else "",
            by=office,
        )
        found.append(grid)
    return found


def _head(zone: Zone, chain: Chain) -> int | None:
    rows = PartyOrg.rows.filter(zone=zone, chain=chain, is_functional=True)
    return rows.values_list("pk", flat=True).first()


def _stripe(plan: ZonePlan, number: int) -> dict:
    """The western, middle or eastern third of the park."""
    east, north = CENTRES[plan.city]
    edges = (east - 0.075, east - STRIPE, east + STRIPE, east + 0.075)
    west, far = (round(e, 6) for e in edges[number : number + 2])
    south, top = round(north - 0.02, 6), round(north + DEEP - 0.02, 6)
    ring = [[west, south], [far, south], [far, top], [west, top], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def _staff(
    plan: ZonePlan, zone: Zone, grid: grids.Grid, number: int, prefix: str, office: Actor
) -> None:
    """The chain's secretary leads and gets the grid as a scope; secretaries of its enterprises serve."""
    lead = User.objects.get(username=f"{prefix}-grid-{grid.chain.code}")
    _serve(grid, "lead", lead.name, office, user_id=lead.pk, post="产业园党支部书记")
    grant(
        user_id=lead.pk, role="grid_leader", scope_kind=ScopeKind.GRID, scope_id=grid.pk,
        reason="演示：兼任网格长", valid_from=START, by=Actor.system(zone.pk, channel="cli"),
    )  # fmt: skip
    firms = grids.firms_by_grid(zone.pk, clock.today()).get(grid.pk, [])
    hands = -(-len(firms) // FIRMS_A_MEMBER)
    orgs = Enterprise.rows.filter(pk__in=firms, party_org__isnull=False).order_by("pk")
    posts = Post.objects.filter(
        org__in=orgs.values("party_org"), kind="secretary", ends_on=None
    ).select_related("org")
    # One hand too few in the last grid: the page says so.
    wanted = hands - (number == 2)
    for post in posts.order_by("org_id")[:wanted]:
        _serve(grid, "member", post.person_name, office, org_id=post.org_id, post="企业党组织书记")
    for code in ("emergency", "fire"):
        department = Department.rows.get(zone=zone, code=code)
        _serve(
            grid, "expert", department.leader or f"{department.short_name}联络员", office,
            department_id=department.pk, post="持证执法由本部门负责",
        )  # fmt: skip


def _serve(grid: grids.Grid, kind: str, name: str, office: Actor, **more) -> None:
    standing = grids.GridDuty.rows.filter(grid=grid, kind=kind, person_name=name)
    if not standing.exists():
        grids.actions.assign(
            grid_id=grid.pk, kind=kind, person_name=name, starts_on=START, by=office, **more
        )


def _enlist(zone: Zone, prefix: str, office: Actor) -> tuple[Actor, int | None]:
    """The grid member of the login page serves in the grid of the own enterprise, with it as a scope."""
    user = User.objects.get(username=f"{prefix}-worker")
    own = Grant.rows.filter(user=user, role="grid_worker").first()
    firm = Enterprise.rows.filter(zone=zone, party_org_id=own.scope_id).first()
    home = grids.grids_of([firm.pk]).get(firm.pk) if firm else None
    if home is None:
        return actor_for(own, name=user.name, channel="cli"), None
    _serve(home, "member", user.name, office, user_id=user.pk, post="企业党组织书记")
    made = grant(
        user_id=user.pk, role="grid_worker", scope_kind=ScopeKind.GRID, scope_id=home.pk,
        reason="演示：兼任网格员", valid_from=START, by=Actor.system(zone.pk, channel="cli"),
    )  # fmt: skip
    return actor_for(made, name=user.name, channel="cli"), home.pk


@dataclass(frozen=True)
class Hands:
    """Who reports and who dispatches in a grid; ``year`` plays what becomes a whistle."""

    reporter: Actor
    lead: Actor
    year: Year


def _stories(
    zone: Zone, grid: grids.Grid, rng: Random, hands: Hands
) -> Iterator[tuple[datetime, Story]]:
    """A season of reports of a grid, and those of the last days, which are still on somebody's desk."""
    ids = grids.firms_by_grid(zone.pk, clock.today()).get(grid.pk, [])
    firms = list(Enterprise.rows.filter(pk__in=ids).order_by("pk"))
    calendar, now = calendar_for(zone), clock.now()
    if not firms:
        return
    for number in range(PER_GRID):
        day = (now - SEASON * (1 - (number + rng.random()) / (PER_GRID + 2))).date()
        while not calendar.is_workday(day):
            day -= timedelta(days=1)
        moment = datetime(day.year, day.month, day.day, 8, 40, tzinfo=clock.CHINA)
        yield moment + timedelta(minutes=rng.randint(0, 150)), _event(rng, firms, hands, False)
    for hours in FRESH:
        yield now - timedelta(hours=hours), _event(rng, firms, hands, True)


def _event(rng: Random, firms: list[Enterprise], hands: Hands, fresh: bool) -> Story:
    """One event; each yield is the moment of the next step, so that what is young is still open."""
    firm, by = rng.choice(firms), hands.reporter
    if not fresh and rng.random() < 0.2:
        matter, text = rng.choice(DEMANDS)
        made = grids.reporting.report(matter_code=matter, text=text, enterprise_id=firm.pk, by=by)
        yield clock.now() + timedelta(minutes=rng.randint(10, 50))
        demand = next(d for d in WHISTLES if d["category"] == matter)
        yield from hands.year.follow(made.case_number, demand, firm)
        return
    matter, text, handled = rng.choice(REPORTED if fresh else SEEN)
    event = grids.reporting.report(
        matter_code=matter, text=text, enterprise_id=firm.pk, handled=handled, by=by
    )
    if not handled:
        yield clock.now() + timedelta(minutes=rng.randint(5, 28))
        yield from _handled(rng, event, by, hands)


def _handled(rng: Random, event: grids.GridEvent, by: Actor, hands: Hands) -> Story:
    """Dispatched, received, handled, checked; departments act through their own people."""
    lead = Actor.system(event.zone_id, hands.lead.name, "cli")
    event = grids.reporting.dispatch(event_id=event.pk, reason="与前几天的不是一处", by=lead)
    yield clock.now() + timedelta(minutes=rng.randint(20, 110))
    worker = hands.year.desk.departments[event.department.code]
    grids.reporting.receive(event_id=event.pk, by=worker)
    yield clock.now() + timedelta(hours=rng.randint(4, 44))
    grids.reporting.finish(event_id=event.pk, outcome=rng.choice(OUTCOMES), by=worker)
    yield clock.now() + timedelta(hours=rng.randint(4, 40))
    checker = Actor.system(event.zone_id, by.name, "cli")
    grids.reporting.verify(event_id=event.pk, text="去看过，属实。", by=checker)
