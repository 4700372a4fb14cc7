"""Reads about meetings, decisions and what branches owe, always for an actor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet
from django.shortcuts import get_object_or_404

from honglian.domains.enterprises.api import Enterprise, pledged_enterprises
from honglian.domains.members.api import organisations
from honglian.foundation.files.api import Attachment
from honglian.foundation.orgs.api import PartyOrg, subtree
from honglian.kit import clock
from honglian.kit.actor import Actor, ScopeKind
from honglian.kit.rules import BOOK

from ..frequency import KINDS, Kind, Period, periods
from .duty import Standing, standings
from .kinds import TYPES
from .models import Decision, Meeting, Seat
from .models import PartyGroup as Group


def meetings(actor: Actor) -> QuerySet[Meeting]:
    return Meeting.objects.visible_to(actor).select_related("branch", "group", "enterprise")


def meeting(actor: Actor, pk: int) -> Meeting:
    return get_object_or_404(meetings(actor).select_related("item"), pk=pk)


def decisions(actor: Actor) -> QuerySet[Decision]:
    return Decision.objects.visible_to(actor).select_related("meeting", "branch", "item")


def decision(actor: Actor, pk: int) -> Decision:
    return get_object_or_404(decisions(actor), pk=pk)


def group(actor: Actor, pk: int) -> Group:
    return get_object_or_404(Group.objects.visible_to(actor).select_related("branch"), pk=pk)


def late(rows: QuerySet) -> QuerySet:
    """Decisions past their day, or done after it."""
    today = clock.today()
    return rows.filter(Q(state="open", due_on__lt=today) | Q(state="done", done_on__gt=F("due_on")))


def branches(actor: Actor) -> QuerySet[PartyOrg]:
    """Organisations that owe organisation life and whose meetings this actor sees."""
    rows = organisations(actor).filter(type__in=TYPES, status__in=PartyOrg.STANDING)
    if actor.scope.kind == ScopeKind.PLEDGE:
        firms = Enterprise.rows.filter(pk__in=pledged_enterprises(actor))
        return rows.filter(pk__in=firms.exclude(party_org=None).values("party_org"))
    if actor.is_system or actor.scope.kind in (ScopeKind.ZONE, ScopeKind.ORG, ScopeKind.CHAIN):
        return rows
    return rows.none()


def branch(actor: Actor, pk: int) -> PartyOrg:
    """One of them; 404 for what is outside the scope or owes nothing."""
    actor.require("partylife.view")
    return get_object_or_404(branches(actor), pk=pk)


def below(rows: QuerySet[PartyOrg], org_id: int | None) -> QuerySet[PartyOrg]:
    """Those at or below an organisation."""
    return rows.filter(pk__in=subtree([org_id])) if org_id else rows


def uppers(actor: Actor) -> list[PartyOrg]:
    """Organisations within scope that have others below them, for the filter."""
    rows = organisations(actor).annotate(n=Count("children")).filter(n__gt=0)
    return list(rows.order_by("pk")) if actor.scope.kind != ScopeKind.PLEDGE else []


@dataclass(frozen=True)
class Total:
    """One kind over many branches: ended periods asked for and kept; branches still missing now."""

    kind: Kind
    asked: int
    kept: int
    branches: int
    missing: int

    @property
    def share(self) -> Decimal | None:
        return Decimal(self.kept) / self.asked if self.asked else None


def totals(rows: Sequence[Standing]) -> list[Total]:
    """Each kind that applies to any of the branches, with its denominators."""
    found = []
    for kind in KINDS.values():
        duties = [d for d in (s.duty(kind.code) for s in rows) if d is not None]
        if duties:
            found.append(
                Total(
                    kind,
                    sum(len(d.ended) for d in duties),
                    sum(d.met for d in duties),
                    len(duties),
                    sum(d.missing > 0 for d in duties),
                )
            )
    return found


def average(rows: Sequence[Standing]) -> Decimal | None:
    """Arithmetic mean over branches with an ended period (C.2 上级)."""
    rates = [s.rate for s in rows if s.rate is not None]
    return sum(rates, Decimal(0)) / len(rates) if rates else None


def standings_of(actor: Actor, year: int, org_id: int | None = None) -> list[Standing]:
    """The heat table's rows, worst first."""
    actor.require("partylife.view")
    rows = list(below(branches(actor), org_id).order_by("name", "pk"))
    found = standings(rows, year)
    return sorted(found, key=lambda s: (s.rate is None, s.rate or 0))


def standing_of(org: PartyOrg, year: int) -> Standing:
    return standings([org], year)[0]


def all_periods(kind: Kind, year: int) -> list[Period]:
    return periods(kind, year)


def attendance(found: Meeting) -> tuple[Decimal | None, int, int]:
    """(present full members / expected ones, probationary present, probationary expected), C.2."""
    seats = [s for s in found.seats.all() if s.counts]
    full = [s for s in seats if not s.probationary]
    rest = [s for s in seats if s.probationary]
    share = Decimal(sum(s.present for s in full)) / len(full) if full else None
    return share, sum(s.present for s in rest), len(rest)


def warnings(found: Meeting) -> list[str]:
    """What the rules remark on a record: late, two places at once, the same file again."""
    if found.held_on is None:
        return []
    said = []
    if found.minuted_on:
        late_words = BOOK.find("LR-02", found.held_on, held=found.held_on, minuted=found.minuted_on)
        said.append(late_words)
    said += [_elsewhere(found), _same_files(found)]
    return [one.sentence for one in said if one]


def _elsewhere(found: Meeting):
    """Members whom another meeting of the same moment also notes as present."""
    if found.planned_time is None:
        return None
    here = Seat.objects.filter(meeting=found, present=True, member__isnull=False)
    there = Seat.objects.filter(
        present=True,
        member__in=here.values("member"),
        meeting__held_on=found.held_on,
        meeting__planned_time=found.planned_time,
    ).exclude(meeting=found)
    names = tuple(there.values_list("name", flat=True))
    other = there.select_related("meeting").first() if names else None
    return BOOK.find("LR-06", found.held_on, names=names, other=str(other.meeting) if other else "")


def _same_files(found: Meeting):
    kind = Meeting._meta.label_lower
    mine = Attachment.objects.filter(owner_kind=kind, owner_id=found.pk)
    hashes = set(mine.values_list("sha256", flat=True))
    if not hashes:
        return None
    rows = Attachment.objects.filter(owner_kind=kind, sha256__in=hashes, zone_id=found.zone_id)
    times = max(
        rows.values("sha256")
        .annotate(n=Count("owner_id", distinct=True))
        .values_list("n", flat=True)
    )
    return BOOK.find("LR-07", found.held_on, times=times)


def themed(actor: Actor, year: int | None = None) -> QuerySet[Meeting]:
    """Themed days that were held; with a year only that year's."""
    rows = meetings(actor).filter(kind="theme_party_day", held_on__isnull=False)
    return rows.filter(held_on__year=year) if year else rows


def fused(actor: Actor, year: int | None = None) -> QuerySet[Meeting]:
    """Those with a business subject: the numerator of 融合率 (C.2)."""
    return themed(actor, year).exclude(topic_kind="")
