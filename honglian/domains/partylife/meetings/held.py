"""On which days each form of organisation life was held, whoever keeps the record.

A meeting stands in this folder; life meetings, appraisals, trainings and reviews of activists
have records of their own. Each source answers for all branches of a zone and a year at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

from honglian.domains.members.api import abroad, cultivations

from ..appraisal.models import Appraisal
from ..life.models import LifeMeeting, Preparation
from ..training.models import Training, TrainingOrg
from .kinds import KINDS, LATE_COUNTS
from .models import WRITTEN, Meeting


@dataclass(frozen=True, slots=True)
class Held:
    """One time. ``unit`` is the group or activist it was for; 0 where the whole branch."""

    branch_id: int
    kind: str
    day: date
    unit: int = 0
    counts: bool = True


Source = Callable[[int, Collection[int], date, date], Iterable[Held]]
SOURCES: list[Source] = []


def source(function: Source) -> Source:
    """Register where records of organisation life are kept."""
    SOURCES.append(function)
    return function


def held(
    zone_id: int, branch_ids: Collection[int], first: date, last: date
) -> dict[tuple[int, str], list[Held]]:
    """(branch, kind) → all times between two days, both inclusive."""
    found: dict[tuple[int, str], list[Held]] = defaultdict(list)
    for one in SOURCES:
        for time in one(zone_id, branch_ids, first, last):
            found[time.branch_id, time.kind].append(time)
    return found


@source
def meetings(zone_id: int, branch_ids: Collection[int], first: date, last: date) -> Iterable[Held]:
    """Meetings with complete minutes; late minutes count only where the zone says so."""
    rows = Meeting.rows.filter(
        zone_id=zone_id, state__in=WRITTEN, kind__in=KINDS, held_on__range=(first, last)
    )
    wanted = set(branch_ids)
    if len(wanted) <= 20:
        rows = rows.filter(branch_id__in=wanted)
    for branch, kind, day, group, late in rows.values_list(
        "branch_id", "kind", "held_on", "group_id", "late"
    ):
        if branch in wanted:
            yield Held(branch, kind, day, group or 0, LATE_COUNTS or not late)


@source
def reviews(zone_id: int, branch_ids: Collection[int], first: date, last: date) -> Iterable[Held]:
    """Half-yearly reviews of activists stand with their development."""
    for one in cultivations(zone_id, branch_ids):
        for day in one.reviewed:
            if first <= day <= last:
                yield Held(one.branch_id, "activist_review", day, one.development_id)


@source
def contacts_abroad(
    zone_id: int, branch_ids: Collection[int], first: date, last: date
) -> Iterable[Held]:
    """Half-yearly contacts with members abroad stand with their stay."""
    for stay in abroad(zone_id, branch_ids):
        for day in stay.contacted:
            if first <= day <= last:
                yield Held(stay.branch_id, "abroad_contact", day, stay.stay_id)


@source
def life_meetings(
    zone_id: int, branch_ids: Collection[int], first: date, last: date
) -> Iterable[Held]:
    """Life meetings, and the talks held to prepare them."""
    rows = LifeMeeting.rows.filter(zone_id=zone_id, branch__in=branch_ids)
    for branch, day in rows.filter(held_on__range=(first, last)).values_list(
        "branch_id", "held_on"
    ):
        yield Held(branch, "org_life_meeting", day)
    talks = Preparation.objects.filter(step="talks", meeting__in=rows)
    for branch, day in talks.filter(done_on__range=(first, last)).values_list(
        "meeting__branch_id", "done_on"
    ):
        yield Held(branch, "heart_talk", day)


@source
def appraisals(
    zone_id: int, branch_ids: Collection[int], first: date, last: date
) -> Iterable[Held]:
    """Yearly appraisals whose grades are decided."""
    rows = Appraisal.rows.filter(zone_id=zone_id, state="concluded", branch__in=branch_ids)
    for branch, day in rows.filter(held_on__range=(first, last)).values_list(
        "branch_id", "held_on"
    ):
        yield Held(branch, "democratic_appraisal", day)


@source
def trainings(zone_id: int, branch_ids: Collection[int], first: date, last: date) -> Iterable[Held]:
    """Trainings of secretaries that took place, for each organisation they were for."""
    rows = TrainingOrg.objects.filter(
        org__in=branch_ids,
        training__zone_id=zone_id,
        training__state="held",
        training__audience=Training.Audience.SECRETARIES,
        training__on__range=(first, last),
    )
    for org, day in rows.values_list("org_id", "training__on"):
        yield Held(org, "secretary_training", day)
