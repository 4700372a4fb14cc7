"""A year of meetings: the branches' ledgers, and the branch on the login page through its own hands."""

from __future__ import annotations

import tempfile
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from honglian.domains.enterprises.api import Enterprise
from honglian.domains.members.api import PartyMember, placing
from honglian.domains.partylife.api import meetings
from honglian.foundation.calendar.api import calendar_for
from honglian.foundation.orgs.api import PartyOrg, Post
from honglian.foundation.zones.models import Zone
from honglian.kit import clock
from honglian.kit.actor import Actor

from .roster import Row
from .timeline import Story, play
from .workbooks import bring_in, write

_RAW = tomllib.loads((Path(__file__).parent / "data" / "meetings.toml").read_text("utf-8"))
KINDS = {kind["code"]: kind for kind in _RAW["kinds"]}
COMMITTEE_FROM = 7  # full members: 支部条例第二十条
HELD_BY_TYPE = ("branch", "joint_branch")
DILIGENCE = ((0.985, 70), (0.9, 22), (0.6, 8))  # share of what is due that is held, weight


def play_meetings(zone: Zone, rng: Random, worker: Actor) -> tuple[int, int]:
    """Rows of the ledgers, and acts of the branch on the login page."""
    own = PartyOrg.rows.get(pk=worker.scope.ids[0])
    by = Actor.system(zone.pk, channel="cli")
    with tempfile.TemporaryDirectory() as folder:
        rows = list(_ledger(zone, rng, own))
        count = bring_in("meetings", write(Path(folder) / "三会一课台账.xlsx", rows), by)
    acts = play(_own_stories(zone, rng, own, worker), clock.now())
    meetings.remind(zone_id=zone.pk, by=by)
    return count, acts


def _ledger(zone: Zone, rng: Random, own: PartyOrg) -> Iterator[Row]:
    """What each branch wrote down this year and in the quarter before."""
    branches = list(PartyOrg.rows.filter(zone=zone, type__in=HELD_BY_TYPE).order_by("pk"))
    people: dict[int, list[str]] = defaultdict(list)
    for branch, name in (
        PartyMember.rows.filter(zone=zone, floating="none")
        .order_by("pk")
        .values_list("branch_id", "name")
    ):
        people[branch].append(name)
    posts = Post.objects.filter(org__in=branches, kind="secretary")
    heads = dict(posts.values_list("org_id", "person_name"))
    sizes = placing.sizes_on(zone.pk, clock.today())
    until = clock.today() - timedelta(5)
    for branch in branches:
        share = rng.choices(*zip(*DILIGENCE, strict=True))[0]
        share = 0.97 if branch == own else share
        large = sizes.get(branch.pk, (0, 0))[0] >= COMMITTEE_FROM
        names = people[branch.pk] or [heads.get(branch.pk, "支部书记")]
        for code, day in _due_days(rng, until, large):
            if day >= (branch.founded_on or day) and rng.random() < share:
                own_lately = branch == own and day >= until - timedelta(60)
                if not own_lately:
                    yield _row(rng, branch.name, code, day, names, heads.get(branch.pk, names[0]))


def _due_days(rng: Random, until: date, large: bool) -> Iterator[tuple[str, date]]:
    """A day for each form in each of its periods from last October to now."""
    fixed = rng.randint(8, 22)  # each month relatively fixed (第十六条)
    for offset in range(-3, until.month):
        year, month = (until.year - 1, offset + 13) if offset < 0 else (until.year, offset + 1)
        yield "theme_party_day", date(year, month, min(28, fixed))
        if large:
            yield "committee_meeting", date(year, month, rng.randint(2, 7))
        if month % 3 == 2:
            yield "member_meeting", date(year, month, rng.randint(10, 19))
            yield "party_lecture", date(year, month, rng.randint(1, 20))
    yield "secretary_report", date(until.year - 1, 12, rng.randint(18, 28))
    yield "secretary_report", date(until.year, 1, rng.randint(8, 24))
    if rng.random() < 0.7:
        yield "heart_talk", date(until.year, rng.randint(8, until.month), rng.randint(1, 18))


def _row(rng: Random, branch: str, code: str, day: date, names: list[str], head: str) -> Row:
    kind = KINDS[code]
    seats = min(5, len(names)) if code == "committee_meeting" else len(names)
    absent = rng.sample(names[1:seats], min(rng.choice([0, 0, 0, 1, 1, 2]), max(0, seats - 2)))
    line = rng.choice(_RAW["lines"]) if code == "theme_party_day" and rng.random() < 0.35 else None
    row = {
        "党组织": branch,
        "会议类型": kind["name"],
        "会议主题": rng.choice(kind["topics"]).format(month=day.month),
        "召开时间": day.isoformat(),
        "地点": rng.choice(_RAW["shops"] if line else _RAW["places"]),
        "主持人": head,
        "记录人": names[1] if len(names) > 1 else head,
        "应到人数": str(seats),
        "实到人数": str(seats - len(absent)),
        "缺席人员及原因": "、".join(f"{n}（{rng.choice(_RAW['reasons'])}）" for n in absent),
        "主要议程": kind["agenda"],
        "决议/成效": kind["outcome"],
        "审核状态": "已确认",
        "记录日期": f"{_written(rng, day)}",
    }
    if line:
        row |= {
            "会议主题": line["topic"],
            "业务主题": line["topic_kind"],
            "与业务融合事项": line["note"],
        }
    return row


def _written(rng: Random, day: date) -> date:
    """As a rule within three days; a few come late, where there was time to be late."""
    late = rng.random() < 0.03 and day + timedelta(9) <= clock.today()
    return day + timedelta(9 if late else rng.choice([0, 1, 1, 2, 3]))


# The branch on the login page


def _own_stories(
    zone: Zone, rng: Random, own: PartyOrg, worker: Actor
) -> list[tuple[datetime, Story]]:
    calendar = calendar_for(zone.pk)

    def ago(days: int) -> datetime:
        day = clock.today() - timedelta(days)
        day = day if calendar.is_workday(day) else calendar.next_workday(day)
        return datetime.combine(day, time(10, 30), clock.CHINA)

    first, second = _RAW["results"]
    return [
        (ago(58), _committee(own, worker, "研究四季度党建工作", ago(51))),
        (ago(52), _line_day(own, worker, first, ago(40))),
        (ago(33), _committee(own, worker, "研究职工反映的夜班就餐", ago(27))),
        (ago(24), _line_day(own, worker, second, ago(9))),
        (ago(12), _assembly(own, worker, ago(6))),
        (ago(1), _coming(own, worker)),
    ]


def _plan(own: PartyOrg, by: Actor, kind: str, topic: str, day: date, **facts) -> int:
    facts = {"place": _RAW["places"][0], "host": by.name, "agenda": KINDS[kind]["agenda"]} | facts
    found = meetings.plan(
        branch_id=own.pk, kind=kind, topic=topic, planned_on=day, planned_time=time(15),
        by=by, **facts,
    )  # fmt: skip
    meetings.call(meeting_id=found.pk, by=by)
    return found.pk


def _hold(pk: int, by: Actor) -> None:
    meeting = meetings.Meeting.rows.select_related("branch").get(pk=pk)
    people = meetings.invited(meeting)
    if meeting.kind == "committee_meeting":
        people = [replace(p, counts=True) for p in people[:5]]
    roll = [
        meetings.Present(p.name, p.member_id, p.probationary, p.counts, place != 2 and p.counts,
                         "夜班" if p.counts and place == 2 else p.why)
        for place, p in enumerate(people)
    ]  # fmt: skip
    meetings.hold(meeting_id=pk, held_on=clock.today(), roll=roll, by=by)


def _decisions(pk: int) -> list[int]:
    return list(meetings.Decision.rows.filter(meeting=pk).values_list("pk", flat=True))


def _committee(own: PartyOrg, by: Actor, topic: str, day: datetime) -> Story:
    """Called, held, minuted, and one thing to do that is done in time."""
    pk = _plan(own, by, "committee_meeting", topic, day.date())
    yield day + timedelta(hours=6)
    _hold(pk, by)
    meetings.minute(
        meeting_id=pk, minutes="支委逐人发表意见，形成一致意见。", by=by,
        decisions=[f"{topic}，拿出办法并公布"],
    )  # fmt: skip
    key = _decisions(pk)[0]
    meetings.assign(
        decision_id=key, owner=by.name, due_on=clock.today() + timedelta(14), by=by,
    )  # fmt: skip
    yield clock.now() + timedelta(1)
    meetings.confirm(meeting_id=pk, by=by)
    yield clock.now() + timedelta(10)
    meetings.finish(decision_id=key, result="办法已公布，职工代表已确认", by=by)


def _line_day(own: PartyOrg, by: Actor, result: dict, day: datetime) -> Story:
    """A day on the production line, with what it did for the business; the first task runs late."""
    firm = Enterprise.rows.filter(zone_id=own.zone_id, party_org=own).order_by("pk").first()
    pk = _plan(
        own, by, "theme_party_day", result["topic"], day.date(), place=_RAW["shops"][0],
        topic_kind=result["topic_kind"], enterprise_id=firm.pk if firm else None,
        problem=result["problem"],
    )  # fmt: skip
    yield day + timedelta(hours=6)
    _hold(pk, by)
    yield clock.now() + timedelta(2)
    meetings.minute(
        meeting_id=pk, minutes=result["minutes"], decisions=result["decisions"], by=by,
        business={
            "result_name": result["name"], "result_before": Decimal(result["before"]),
            "result_value": Decimal(result["after"]), "result_unit": result["unit"],
            "result_evidence": result["evidence"],
        },
    )  # fmt: skip
    for place, key in enumerate(_decisions(pk)):
        meetings.assign(
            decision_id=key, owner=by.name, due_on=clock.today() + timedelta(9 + 20 * place), by=by,
        )  # fmt: skip
    yield clock.now() + timedelta(1)
    meetings.confirm(meeting_id=pk, by=by)


def _assembly(own: PartyOrg, by: Actor, day: datetime) -> Story:
    """Held last week; the minutes still have to be written."""
    pk = _plan(own, by, "member_meeting", "通报全年工作，讨论明年计划", day.date())
    yield day + timedelta(hours=6)
    _hold(pk, by)


def _coming(own: PartyOrg, by: Actor) -> Story:
    """Called for next week."""
    _plan(own, by, "party_lecture", "书记讲党课：把党组织建在产业链上",
          clock.today() + timedelta(8), speaker=by.name)  # fmt: skip
    yield clock.now() + timedelta(30)
