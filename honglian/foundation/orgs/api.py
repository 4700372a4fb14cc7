"""The door of organisations and departments."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from .history import OrgThen, orgs_as_of
from .models import Department, OrgClosure, OrgPeriod, OrgTie, PartyOrg, Post
from .periods import held_on
from .treeing import Tree
from .types import ORG_TYPES

__all__ = [
    "ORG_TYPES",
    "Department",
    "OrgPeriod",
    "OrgThen",
    "OrgTie",
    "PartyOrg",
    "Post",
    "fresh_code",
    "held_on",
    "orgs_as_of",
    "rebuild_closure",
    "subtree",
]


def subtree(org_ids: Iterable[int]) -> QuerySet:
    """Subquery of the organisations at or below these."""
    return OrgClosure.objects.filter(ancestor_id__in=org_ids).values("descendant")


def fresh_code(zone_id: int) -> str:
    """The next free number of an organisation of the zone, DZZ-<zone>-<number>."""
    return next(Tree(zone_id).fresh_codes(set()))


def rebuild_closure(zone_id: int) -> None:
    """Recompute the closure of one zone's tree; the parents must be free of cycles.

    O(n × depth); a zone has some hundred organisations, so a rebuild after an import costs
    milliseconds and can never drift from the parents.
    """
    parents = dict(PartyOrg.rows.filter(zone_id=zone_id).values_list("pk", "parent_id"))
    rows = []
    for org in parents:
        ancestor, depth = org, 0
        while ancestor is not None:
            rows.append(OrgClosure(ancestor_id=ancestor, descendant_id=org, depth=depth))
            ancestor, depth = parents[ancestor], depth + 1
            if depth > len(parents):
                raise ValueError(f"organisation {org} is its own ancestor")
    OrgClosure.objects.filter(descendant__zone_id=zone_id).delete()
    OrgClosure.objects.bulk_create(rows, batch_size=2000)
