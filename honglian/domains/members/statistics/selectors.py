"""Members by the official groups, as of any day, always for an actor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from honglian.foundation.orgs.api import PartyOrg, subtree
from honglian.kit.actor import Actor, ScopeKind

from ..grouping import with_groups
from ..models import MembershipPeriod, PartyMember
from ..placing import counted_on
from .groups import DIMENSIONS, UNKNOWN, Dimension


@dataclass(frozen=True)
class Figure:
    """One group with how many members are in it."""

    code: str
    name: str
    count: int
    share: float | None


@dataclass(frozen=True)
class Table:
    """A dimension counted; ``total`` is the number of members, ``sum`` that of the groups."""

    dimension: Dimension
    rows: tuple[Figure, ...]
    total: int

    @property
    def sum(self) -> int:
        return sum(row.count for row in self.rows)


def standing_on(actor: Actor, day: date, org_id: int | None = None) -> QuerySet[MembershipPeriod]:
    """One row for each member who counts on a day, in the branch of that day.

    A member who also takes part in a functional or temporary organisation has one row only.
    """
    branches = PartyOrg.objects.visible_to(actor)
    if not (actor.can("members.view") or actor.is_system):
        return MembershipPeriod.rows.none()
    counted = counted_on(actor.zone_id or 0, day).filter(branch__in=_ids(branches, actor))
    rows = with_groups(counted, day)
    return rows.filter(branch__in=subtree([org_id])) if org_id else rows


def _ids(branches: QuerySet[PartyOrg], actor: Actor) -> list[int]:
    """Branches whose members the actor may see: those of its own organisations or chain."""
    if ids := actor.ids(ScopeKind.ORG):
        branches = branches.filter(pk__in=subtree(ids))
    elif ids := actor.ids(ScopeKind.CHAIN):
        branches = branches.filter(chain_id__in=ids)
    elif actor.scope.kind != ScopeKind.ZONE and not actor.is_system:
        return []
    return list(branches.values_list("pk", flat=True))


def tables(actor: Actor, day: date, org_id: int | None = None) -> tuple[int, list[Table]]:
    """The total and one table a dimension; one query."""
    rows = standing_on(actor, day, org_id)
    wanted = {
        f"{d.code}_{code}": Count("pk", filter=d.condition(code, day))
        for d in DIMENSIONS
        for code in d.codes
    }
    found = rows.aggregate(total=Count("pk"), **wanted)
    return found["total"], [_table(d, found) for d in DIMENSIONS]


def _table(d: Dimension, found: dict[str, int]) -> Table:
    total = found["total"]
    rows = []
    for code in d.codes:
        count = found[f"{d.code}_{code}"]
        if code == UNKNOWN and not count:
            continue
        rows.append(Figure(code, d.name_of(code), count, count / total if total else None))
    return Table(d, tuple(rows), total)


def in_group(
    actor: Actor, d: Dimension, code: str, day: date, org_id: int | None = None
) -> QuerySet[PartyMember]:
    """The members behind a figure."""
    periods = standing_on(actor, day, org_id).filter(d.condition(code, day))
    rows = PartyMember.rows.filter(pk__in=periods.values("member_id"))
    return rows.select_related("branch")
