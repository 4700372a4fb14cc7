"""Reads about organisations and members, always for an actor."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from honglian.foundation.orgs.api import PartyOrg, Post
from honglian.kit import clock
from honglian.kit.actor import Actor

from .models import PartyMember
from .placing import COUNTED


def members(actor: Actor) -> QuerySet[PartyMember]:
    """All members on record within scope."""
    return PartyMember.objects.visible_to(actor).select_related("branch")


def counted(actor: Actor) -> QuerySet[PartyMember]:
    """Members who count today; each belongs to one branch, so nobody is counted twice."""
    return members(actor).filter(standing__in=COUNTED)


def member(actor: Actor, pk: int) -> PartyMember:
    return get_object_or_404(members(actor), pk=pk)


def organisations(actor: Actor) -> QuerySet[PartyOrg]:
    """Organisations within scope that are not dissolved."""
    rows = PartyOrg.objects.visible_to(actor).exclude(status=PartyOrg.Status.DISSOLVED)
    return rows.select_related("chain", "parent")


def organisation(actor: Actor, pk: int) -> PartyOrg:
    rows = PartyOrg.objects.visible_to(actor).select_related("chain", "parent")
    return get_object_or_404(rows, pk=pk)


def enterprise_organisations(actor: Actor) -> QuerySet[PartyOrg]:
    """企业党组织: organisations that stand in a unit (领域手册 XN-P02: owner=enterprise)."""
    return organisations(actor).exclude(unit_name="").exclude(is_functional=True)


def chain_organisations(actor: Actor) -> QuerySet[PartyOrg]:
    """链上企业党组织: those of enterprises that work on a chain (XY-P01)."""
    return enterprise_organisations(actor).filter(chain__isnull=False)


def chain_branches(actor: Actor) -> QuerySet[PartyOrg]:
    """产业园（产业链）党支部 (XN-P01)."""
    return organisations(actor).filter(type="functional_branch")


def term_limit(days: int = 180, day: date | None = None) -> date:
    """The day up to which a term's end is “soon” (领域手册 A.2 换届预警)."""
    return (day or clock.today()) + timedelta(days=days)


def term_due(actor: Actor, days: int = 180, day: date | None = None) -> QuerySet[PartyOrg]:
    """Organisations whose term ends within so many days or has ended."""
    return organisations(actor).filter(term_ends_on__lte=term_limit(days, day))


def secretaries(orgs: list[PartyOrg]) -> dict[int, list[Post]]:
    """Posts in force by organisation, secretary first; one query."""
    rows = Post.objects.filter(org__in=orgs).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=clock.today())
    )
    order = {Post.Kind.SECRETARY: 0, Post.Kind.DEPUTY: 1, Post.Kind.COMMITTEE: 2}
    found: dict[int, list[Post]] = defaultdict(list)
    for post in sorted(rows.select_related("department"), key=lambda p: (order[p.kind], p.pk)):
        found[post.org_id].append(post)
    return found


@dataclass
class Node:
    """One organisation in the drawn tree; ``total`` counts members at or below it."""

    org: PartyOrg
    members: int
    posts: list[Post]
    children: list[Node] = field(default_factory=list)
    total: int = 0

    @property
    def secretary(self) -> str:
        return next((p.person_name for p in self.posts if p.kind == Post.Kind.SECRETARY), "")


def tree(actor: Actor) -> list[Node]:
    """The organisations within scope as a forest; three queries whatever its size."""
    orgs = list(organisations(actor).order_by("pk"))
    counts = dict(
        PartyMember.objects.visible_to(actor)
        .filter(standing__in=COUNTED)
        .values_list("branch")
        .annotate(n=Count("pk"))
    )
    posts = secretaries(orgs)
    nodes = {o.pk: Node(o, counts.get(o.pk, 0), posts.get(o.pk, [])) for o in orgs}
    roots = []
    for node in nodes.values():
        parent = nodes.get(node.org.parent_id)
        (parent.children if parent else roots).append(node)
    for root in roots:
        _sum(root)
    return roots


def _sum(node: Node) -> int:
    node.total = node.members + sum(_sum(child) for child in node.children)
    return node.total
