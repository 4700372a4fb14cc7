"""How complete and how fresh the members' records of each branch are, always for an actor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Min, Q, QuerySet
from django.shortcuts import get_object_or_404

from honglian.foundation.orgs.api import PartyOrg
from honglian.foundation.zones.api import config_of
from honglian.kit import clock
from honglian.kit.actor import Actor

from ..models import BranchConfirmation, PartyMember
from ..placing import COUNTED
from .items import ITEMS, Item, lacking_any, missing_items
from .states import NEVER, SOON, STALE

FRESH = "fresh"
SOON_DAYS = 14  # 设
WORDS = {FRESH: "有效", SOON: "快到期", STALE: "已过期", NEVER: "没有核对过"}
TONES = {FRESH: "done", SOON: "soon", STALE: "overdue", NEVER: "waiting"}


@dataclass(frozen=True)
class Line:
    """A branch: members, how many are complete, what is missing, when it was last confirmed."""

    branch: PartyOrg
    members: int
    complete: int
    missing: tuple[tuple[Item, int], ...]
    oldest: date | None
    unconfirmed: int
    standing: str

    @property
    def share(self) -> float | None:
        return self.complete / self.members if self.members else None

    @property
    def missing_words(self) -> str:
        return "、".join(f"{item.name} {count}" for item, count in self.missing)

    @property
    def standing_words(self) -> str:
        return WORDS[self.standing]

    @property
    def tone(self) -> str:
        return TONES[self.standing]


def lines(actor: Actor) -> list[Line]:
    """One line a branch that has members who count; two queries whatever the number."""
    if actor.zone_id is None:
        return []
    found = PartyMember.objects.visible_to(actor).filter(standing__in=COUNTED)
    counted = {f"n{place}": Count("pk", filter=item.lacking) for place, item in enumerate(ITEMS)}
    rows = (
        found.order_by()
        .values("branch_id")
        .annotate(
            people=Count("pk"),
            lacking=Count("pk", filter=lacking_any()),
            oldest=Min("confirmed_on"),
            unconfirmed=Count("pk", filter=Q(confirmed_on=None)),
            **counted,
        )
    )
    by_branch = {row["branch_id"]: row for row in rows}
    days = config_of(actor.zone_id).members.confirm_days
    branches = PartyOrg.objects.visible_to(actor).filter(pk__in=by_branch).order_by("name", "pk")
    return [_line(branch, by_branch[branch.pk], days) for branch in branches]


def _line(branch: PartyOrg, row: dict, days: int) -> Line:
    missing = ((item, row[f"n{place}"]) for place, item in enumerate(ITEMS))
    oldest = None if row["unconfirmed"] else row["oldest"]
    return Line(
        branch, row["people"], row["people"] - row["lacking"],
        tuple(pair for pair in missing if pair[1]), oldest, row["unconfirmed"],
        freshness(oldest, days),
    )  # fmt: skip


def freshness(day: date | None, days: int) -> str:
    """How a confirmation of ``day`` stands today, when it holds for ``days``."""
    if day is None:
        return NEVER
    left = (day + timedelta(days=days) - clock.today()).days
    return STALE if left < 0 else SOON if left < SOON_DAYS else FRESH


@dataclass(frozen=True)
class Sheet:
    """One branch's page: each member with what is missing."""

    branch: PartyOrg
    people: list[tuple[PartyMember, list[Item]]]
    last: BranchConfirmation | None
    standing: str

    @property
    def missing(self) -> int:
        return sum(len(items) for _, items in self.people)


def branch_sheet(actor: Actor, pk: int) -> Sheet:
    """404 outside the scope."""
    branch = get_object_or_404(PartyOrg.objects.visible_to(actor), pk=pk)
    people = list(members_of(actor, branch))
    last = BranchConfirmation.objects.visible_to(actor).filter(branch=branch).first()
    pairs = [(m, missing_items(m)) for m in people]
    return Sheet(branch, pairs, last, standing_of(branch))


def standing_of(branch: PartyOrg) -> str:
    """How fresh a branch is: as fresh as its member confirmed longest ago."""
    rows = PartyMember.rows.filter(branch=branch, standing__in=COUNTED)
    dates = list(rows.values_list("confirmed_on", flat=True))
    oldest = None if None in dates else min(dates, default=None)
    return freshness(oldest, config_of(branch.zone_id).members.confirm_days)


def members_of(actor: Actor, branch: PartyOrg) -> QuerySet[PartyMember]:
    rows = PartyMember.objects.visible_to(actor).filter(branch=branch, standing__in=COUNTED)
    return rows.order_by("name", "pk")


def last_confirmations(actor: Actor) -> dict[int, date]:
    """Branch → the last day on which somebody confirmed there."""
    rows = BranchConfirmation.objects.visible_to(actor).order_by()
    return dict(rows.values_list("branch_id").annotate(last=Max("confirmed_on")))
