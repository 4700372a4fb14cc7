"""A year in the life of the organisations, through the same actions as a real one.

Committees of the branches, parks and grids, a general branch that is asked for, approved and
elected and takes branches under it in summer, elections that come due, are held or put off,
temporary organisations on projects, and applications that wait for an answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from honglian.domains.enterprises.api import Enterprise
from honglian.domains.members.api import PartyMember, appoint, organising, placing
from honglian.foundation.orgs.api import PartyOrg, Post
from honglian.foundation.zones.models import Zone
from honglian.kit import clock
from honglian.kit.actor import Actor

PARKS = {
    "xianning": ("横沟片区", "长江产业园", "永安片区"),
    "xiangyang": ("深圳工业园", "汽车工业园", "团山片区"),
}
PROJECTS = {
    "xianning": ("卤制食品智能工厂", "光学新材料二期"),
    "xiangyang": ("动力电池生产基地", "蓄电池研究院中试线"),
}
GENERAL = {"xianning": "横沟片区联合党总支", "xiangyang": "汽车工业园党总支"}
COMMITTEE_FROM = 7  # full members
IN_GRIDS, UNDER_GENERAL = 24, 3
MISSING = 0.12  # share of branches whose committee is not complete yet


@dataclass
class Stage:
    """Who acts, and where: the committee's staff ask, the organisation department answers."""

    zone: Zone
    rng: Random
    staff: Actor
    admin: Actor
    upper: PartyOrg
    branches: list[PartyOrg]
    today: date

    def ago(self, days: int) -> date:
        return self.today - timedelta(days=days)


def play_organising(zone: Zone, rng: Random, staff: Actor, admin: Actor) -> int:
    """Returns how many organisations were touched."""
    rows = PartyOrg.rows.filter(zone=zone, type__in=("branch", "joint_branch"))
    stage = Stage(
        zone,
        rng,
        staff,
        admin,
        PartyOrg.rows.get(pk=staff.scope.ids[0]),
        list(rows.order_by("pk")),
        clock.today(),
    )
    count = _committees(stage) + _places(stage)
    _general_branch(stage)
    _applications(stage)
    _elections(stage)
    _temporary(stage)
    organising.sweep(zone.pk)
    return count


def _on(day: date):
    """The demo's acts are entered on the morning of their day."""
    return clock.at(datetime.combine(day, time(10), clock.CHINA))


def _full(org: PartyOrg) -> list[PartyMember]:
    rows = PartyMember.rows.filter(branch=org, category="formal", standing="normal")
    return list(rows.order_by("joined_on", "pk"))


def _began(org: PartyOrg, stage: Stage) -> date:
    """When the present term began, as far as its end tells."""
    ends = org.term_ends_on or stage.today
    return max(date(ends.year - 3, ends.month, min(ends.day, 28)), org.founded_on or ends)


def _committees(stage: Stage) -> int:
    """Branches of seven and more have a committee; in some it is not complete."""
    count = 0
    sizes = placing.sizes_on(stage.zone.pk, stage.today)
    for org in stage.branches:
        if sizes.get(org.pk, (0, 0))[0] < COMMITTEE_FROM or stage.rng.random() < MISSING:
            continue
        leader = Post.objects.filter(org=org, kind="secretary").first()
        names = [m.name for m in _full(org) if not leader or m.name != leader.person_name]
        for name, duty in zip(names, ("组织委员", "宣传、纪检委员"), strict=False):
            appoint(
                org_id=org.pk,
                kind="committee",
                person_name=name,
                duty=duty,
                starts_on=min(_began(org, stage), stage.today),
                by=stage.admin,
            )
        count += 1
    return count


def _places(stage: Stage) -> int:
    """Each branch lies in a park, some in a grid; joint branches cover their further units."""
    parks = PARKS[stage.zone.code]
    for index, org in enumerate(stage.branches):
        places = [("park", parks[index % len(parks)])]
        if index < IN_GRIDS:
            places.append(("grid", f"{parks[index % len(parks)]}第{index // 6 + 1}网格"))
        if org.type == "joint_branch":
            firms = Enterprise.rows.filter(party_org=org).exclude(name=org.unit_name)
            places += [("unit", name) for name in firms.values_list("name", flat=True)]
        for kind, name in places:
            organising.tie(org_id=org.pk, kind=kind, name=name, on=stage.ago(300), by=stage.staff)
    return len(stage.branches)


def _below_general(stage: Stage) -> list[PartyOrg]:
    """Middling branches of one park, together between fifty and a hundred members."""
    sizes = placing.sizes_on(stage.zone.pk, stage.ago(215))
    middling = [
        org
        for place, org in enumerate(stage.branches)
        if place % len(PARKS[stage.zone.code]) == 0
        and org.type == "branch"
        and 18 <= sizes.get(org.pk, (0, 0))[0] <= 28
    ]
    return middling[1 : 1 + UNDER_GENERAL]


def _strength(stage: Stage, orgs: list[PartyOrg]) -> tuple[int, int]:
    """(full members, members) of these branches when the general branch was asked for."""
    sizes = placing.sizes_on(stage.zone.pk, stage.ago(215))
    found = [sizes.get(org.pk, (0, 0)) for org in orgs]
    return sum(formal for formal, _ in found), sum(members for _, members in found)


def _general_branch(stage: Stage) -> None:
    """Asked for in spring, elected in early summer; then branches of the park come under it."""
    name, below = GENERAL[stage.zone.code], _below_general(stage)
    formal, members = _strength(stage, below)
    with _on(stage.ago(215)):
        org = organising.apply_to_found(
            parent_id=stage.upper.pk,
            type_code="general_branch",
            name=name,
            applied_on=stage.ago(215),
            formal=formal,
            probationary=members - formal,
            paper_no=f"党组请〔{stage.ago(215).year}〕5号",
            reason="片区支部多、规模小，设总支统筹组织生活",
            by=stage.staff,
        )
    with _on(stage.ago(198)):
        organising.approve(
            org_id=org.pk, on=stage.ago(198), paper_no=f"党组发〔{stage.ago(198).year}〕12号",
            by=stage.admin,
        )  # fmt: skip
        organising.prepare(org_id=org.pk, on=stage.ago(198), by=stage.staff)
    people = [_full(b)[1] for b in below] + _full(below[0])[2:4]
    with _on(stage.ago(180)):
        organising.record_election(
            org_id=org.pk,
            on=stage.ago(180),
            number=1,
            result=organising.Result(
                expected=formal, present=formal - 4, seats=5, candidates=6, fewest_votes=formal - 8,
                secretary=people[0].name,
                deputies=people[1].name,
                committee="、".join(p.name for p in people[2:5]),
            ),
            report_no=f"党组发〔{stage.ago(180).year}〕15号",
            by=stage.staff,
        )  # fmt: skip
    for branch in below:
        with _on(stage.ago(165)):
            organising.change(
                org_id=branch.pk,
                on=stage.ago(165),
                parent_id=org.pk,
                paper_no=f"党组发〔{stage.ago(165).year}〕18号",
                text="片区支部归口党总支",
                by=stage.staff,
            )


def _applications(stage: Stage) -> None:
    """One that waits, one that waits too long, one that was refused."""
    firms = Enterprise.rows.filter(zone=stage.zone, party_org=None, is_key=True).order_by("pk")[:9]
    ask = {"parent_id": stage.upper.pk, "type_code": "branch", "by": stage.staff}
    for firm, days, formal in zip(firms[:3], (12, 41, 240), (4, 3, 3), strict=True):
        short = firm.name.removesuffix("有限公司").removesuffix("股份")
        with _on(stage.ago(days)):
            org = organising.apply_to_found(
                **ask,
                name=f"{short}党支部",
                applied_on=stage.ago(days),
                formal=formal,
                units=[firm.name],
                unit_uscc=firm.uscc,
                chain_id=firm.chain_id,
                reason="正式党员已满三名，企业主支持",
            )
        if days > 200:
            with _on(stage.ago(days - 20)):
                organising.refuse(
                    org_id=org.pk,
                    on=stage.ago(days - 20),
                    text="其中两名党员即将调离，先与邻近企业联合组建",
                    by=stage.admin,
                )


def _elections(stage: Stage) -> None:
    """Of the terms that end about now: one is extended, two are held, one has begun."""
    free = [b for b in stage.branches if b.term_ends_on and b.type == "branch"]
    by_end = sorted(free, key=lambda b: (b.term_ends_on, b.pk))
    over = [b for b in by_end if b.term_ends_on and b.term_ends_on < stage.today]
    near = [b for b in by_end if b.term_ends_on and 0 <= (b.term_ends_on - stage.today).days < 150]
    for org in over[:1]:
        day = stage.ago(25)
        with _on(day):
            organising.extend(
                org_id=org.pk, on=day, to=stage.today + timedelta(days=120),
                paper_no=f"党组发〔{day.year}〕31号", text="企业搬迁，春节后换届", by=stage.admin,
            )  # fmt: skip
    for org in near[:2]:
        _held(stage, org)
    for org in near[2:3]:
        with _on(stage.ago(6)):
            organising.reelect(
                org_id=org.pk, on=stage.ago(6), paper_no="党组批〔2026〕7号", by=stage.staff
            )


def _held(stage: Stage, org: PartyOrg) -> None:
    people = _full(org)
    if len(people) < COMMITTEE_FROM:
        return
    with _on(stage.ago(45)):
        organising.reelect(org_id=org.pk, on=stage.ago(45), by=stage.staff)
    day, voters = stage.ago(30), len(people)
    leader = Post.objects.filter(org=org, kind="secretary", ends_on=None).first()
    secretary = leader.person_name if leader else people[0].name
    others = [p.name for p in people if p.name != secretary][:2]
    with _on(day):
        organising.record_election(
            org_id=org.pk,
            on=day,
            result=organising.Result(
                expected=voters,
                present=voters - (voters // 10),
                seats=3,
                candidates=4,
                fewest_votes=voters - (voters // 5),
                secretary=secretary,
                committee="\n".join(
                    f"{name} {duty}"
                    for name, duty in zip(others, ("组织委员", "宣传委员"), strict=True)
                ),
            ),
            report_no=f"党组发〔{day.year}〕30号",
            excuse="支部骨干，上级同意",
            is_namesake=True,
            by=stage.staff,
        )


def _temporary(stage: Stage) -> None:
    """One on a project that goes on, one that was dissolved with its project."""
    going, done = PROJECTS[stage.zone.code]
    people = [m for b in stage.branches[:6] for m in _full(b)[3:5]]
    for project, begun, names in ((going, 150, people[:6]), (done, 290, people[6:11])):
        with _on(stage.ago(begun)):
            org = organising.appoint_temporary(
                approver_id=stage.upper.pk,
                name=f"{project}项目临时党支部",
                project=project,
                duties="在项目一线协调用工、审批和施工安全，每周碰头一次；不发展党员、不收党费。",
                on=stage.ago(begun),
                until=stage.today + timedelta(days=75) if project == going else stage.ago(60),
                paper_no=f"党组发〔{stage.ago(begun).year}〕{begun % 40 + 1}号",
                secretary=names[0].name,
                committee="、".join(n.name for n in names[1:3]),
                by=stage.admin,
            )
            for member in names:
                organising.join(
                    org_id=org.pk, member_id=member.pk, on=stage.ago(begun), by=stage.admin
                )
            organising.start(org_id=org.pk, on=stage.ago(begun), by=stage.admin)
        if project == done:
            with _on(stage.ago(58)):
                organising.close(
                    org_id=org.pk, on=stage.ago(58), outcome="项目投产验收，任务完成",
                    by=stage.admin,
                )  # fmt: skip
