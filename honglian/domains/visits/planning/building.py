"""From requests, crews and the calendar to the planner's question, and back to words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from math import cos, radians

import numpy as np

from honglian.algo.routing import Problem, Team, Visit
from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.calendar.api import calendar_for
from honglian.foundation.zones.models import Zone
from honglian.kit import clock
from honglian.kit.actor import Actor

from ..hazards.risk import queue
from ..inspecting.models import JointVisit, VisitRequest
from .merging import Coming, merge
from .models import Crew, MonthPlan, PlanEntry

DEGREE = 111_195.0  # metres a degree of latitude
ROAD = 1.3  # a road is so much longer than the straight way
MOST_WORTH = 9


@dataclass(frozen=True)
class Outing:
    """One half-day of one crew: the team of the planner with this key."""

    key: int
    crew: Crew
    day: date
    start: time
    end: time
    skills: frozenset[str]


@dataclass
class Question:
    """What is asked, with what is needed to read the answer; ``comings`` by visit key."""

    zone: Zone
    problem: Problem
    comings: dict[int, Coming]
    outings: dict[int, Outing]
    firms: dict[int, Enterprise]
    risks: dict[int, tuple[int, str]]
    requests: list[VisitRequest]
    pins: dict[int, int] = field(default_factory=dict)
    held: dict[int, JointVisit] = field(default_factory=dict)


def days_of(zone: Zone, year: int, month: int) -> Iterator[date]:
    """Workdays of the month from tomorrow on."""
    calendar = calendar_for(zone)
    day = date(year, month, 1)
    while day.month == month:
        if day > clock.today() and calendar.is_workday(day):
            yield day
        day += timedelta(1)


def skills_on(crew: Crew, day: date) -> frozenset[str]:
    """What a crew may do that day: serve for its departments, inspect with two certified officers."""
    found = {f"service:{d.pk}" for d in crew.departments.all()}
    able: dict[int, int] = defaultdict(int)
    for officer in crew.officers.all():
        if officer.certified_on(day) and not officer.away_on(day):
            able[officer.department_id] += 1
    found |= {f"service:{pk}" for pk in able}
    return frozenset(found | {f"inspection:{pk}" for pk, n in able.items() if n >= 2})


def outings_of(zone: Zone, year: int, month: int) -> dict[int, Outing]:
    crews = Crew.rows.filter(zone=zone, is_active=True).prefetch_related("departments", "officers")
    found: dict[int, Outing] = {}
    for day in days_of(zone, year, month):
        for crew in crews:
            skills = skills_on(crew, day)
            for start, end in zone.settings.work_hours:
                key = len(found) + 1
                found[key] = Outing(key, crew, day, start, end, skills)
    return found


def requests_of(zone: Zone, year: int, month: int) -> list[VisitRequest]:
    """What waits for this month, and what may be done at any time of the year."""
    rows = VisitRequest.rows.filter(zone=zone, year=year, state="filed")
    rows = rows.filter(month=month) | rows.filter(month=None)
    return list(rows.select_related("department", "enterprise").order_by("pk"))


def build(plan: MonthPlan) -> Question:
    zone = plan.zone
    outings = outings_of(zone, plan.year, plan.month)
    requests = requests_of(zone, plan.year, plan.month)
    skills = list({o.skills for o in outings.values()})
    groups = dict(enumerate(merge(requests, skills), 1))
    pins = _pins(plan, groups, outings)
    held: dict[int, JointVisit] = {}
    for number, (visit, key) in enumerate(_held(zone, outings).items(), len(groups) + 1):
        groups[number] = Coming(visit.enterprise_id, (), frozenset())
        held[number], pins[number] = visit, key
    firms = Enterprise.rows.in_bulk({c.enterprise_id for c in groups.values()})
    risks = _risks(zone, firms)
    problem = _problem(zone, groups, outings, firms, risks, pins, held)
    return Question(zone, problem, groups, outings, firms, risks, requests, pins, held)


def _held(zone: Zone, outings: Mapping[int, Outing]) -> dict[JointVisit, int]:
    """Visits of the month that are already planned keep their crew's half-day."""
    days = {o.day for o in outings.values()}
    rows = JointVisit.rows.filter(
        zone=zone, state="planned", planned_on__in=days, crew__isnull=False
    )
    found = {}
    for visit in rows:
        at = visit.starts_at or time(8, 30)
        key = next(
            (
                o.key for o in outings.values()
                if o.day == visit.planned_on and o.crew.pk == visit.crew_id and o.start <= at < o.end
            ),
            None,
        )  # fmt: skip
        if key is not None:
            found[visit] = key
    return found


def _pins(
    plan: MonthPlan, groups: Mapping[int, Coming], outings: Mapping[int, Outing]
) -> dict[int, int]:
    """What a person fixed in the plan that this one keeps, as long as the crew may still do it."""
    if plan.keeps is None:
        return {}
    pinned: dict[frozenset[int], PlanEntry] = {
        frozenset(e.requests): e for e in plan.keeps.entries.filter(pinned=True)
    }
    found = {}
    for number, coming in groups.items():
        entry = pinned.get(frozenset(r.pk for r in coming.requests))
        if entry is None:
            continue
        key = next(
            (
                o.key for o in outings.values()
                if o.day == entry.day and o.crew.pk == entry.crew_id
                and o.start <= entry.starts_at < o.end and coming.needs <= o.skills
            ),
            None,
        )  # fmt: skip
        if key is not None:
            found[number] = key
    return found


def _risks(zone: Zone, firms: Mapping[int, Enterprise]) -> dict[int, tuple[int, str]]:
    """(points, heaviest reason) by enterprise."""
    found = queue(Actor.system(zone.pk), only=set(firms))
    return {r.enterprise.pk: (r.points, r.reasons[0][0] if r.reasons else "") for r in found}


def minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _problem(
    zone: Zone, groups: Mapping[int, Coming], outings: Mapping[int, Outing],
    firms: Mapping[int, Enterprise], risks: Mapping[int, tuple[int, str]],
    pins: Mapping[int, int], held: Mapping[int, JointVisit],
) -> Problem:  # fmt: skip
    """Times are minutes of the day; what is fixed to a day may only be made by that day's crews."""
    places = _places(firms)
    visits = []
    for number, coming in groups.items():
        points = risks.get(coming.enterprise_id, (0, ""))[0]
        inspects = any(r.kind == "inspection" for r in coming.requests)
        only = _only(number, coming, outings, pins)
        service = held[number].minutes if number in held else coming.minutes
        visits.append(
            Visit(
                key=number, place=places.rows[coming.enterprise_id], service=service,
                early=minutes(coming.early), late=max(minutes(coming.early), minutes(coming.late) - service),
                needs=coming.needs, only=only,
                worth=MOST_WORTH if number in held else min(MOST_WORTH, 1 + points // 12 + 2 * inspects),
            )
        )  # fmt: skip
    teams = tuple(
        Team(o.key, 0, minutes(o.start), minutes(o.end), o.skills) for o in outings.values()
    )
    way = places.metres
    duration = np.ceil(way / (zone.settings.visits.speed * 1000 / 60)).astype(np.int64)
    return Problem(tuple(visits), teams, way, duration)


def _only(
    number: int, coming: Coming, outings: Mapping[int, Outing], pins: Mapping[int, int]
) -> frozenset[int]:
    if number in pins:
        return frozenset({pins[number]})
    if coming.fixed_on is None:
        return frozenset()
    found = frozenset(o.key for o in outings.values() if o.day == coming.fixed_on)
    return found or frozenset(list(outings)[:1])


@dataclass(frozen=True)
class Places:
    rows: dict[int, int]
    metres: np.ndarray


def _places(firms: Mapping[int, Enterprise]) -> Places:
    """The middle of all (where the crews start) is place 0; who has no place stands there too."""
    known = [(f.latitude, f.longitude) for f in firms.values() if f.latitude and f.longitude]
    middle = (
        (sum(a for a, _ in known) / len(known), sum(b for _, b in known) / len(known))
        if known
        else (0.0, 0.0)
    )
    points, rows = [middle], {}
    for pk, firm in sorted(firms.items()):
        rows[pk] = len(points)
        has = firm.latitude is not None and firm.longitude is not None
        points.append((firm.latitude, firm.longitude) if has else middle)  # type: ignore[arg-type]
    wide = DEGREE * cos(radians(middle[0]))
    flat = np.array([(lat * DEGREE, lng * wide) for lat, lng in points])
    gaps = flat[:, None] - flat[None]
    return Places(rows, np.rint(np.hypot(gaps[..., 0], gaps[..., 1]) * ROAD).astype(np.int64))
