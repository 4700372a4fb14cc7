"""Reads about organisations and members, always for an actor."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from honglian.foundation.orgs.api import PartyOrg, Post
from honglian.kit import clock
from honglian.kit.actor import Actor

from .models import PartyMember
from .organising.holding import leaders_on
from .placing import COUNTED


def members(actor: Actor) -> QuerySet[PartyMember]:
    """All members on record within scope."""
    return PartyMember.objects.visible_to(actor).select_related("branch")


def counted(actor: Actor) -> QuerySet[PartyMember]:
    """Members who count today; each belongs to one branch, so nobody is counted twice."""
    return members(actor).filter(standing__in=COUNTED)


def member(actor: Actor, pk: int) -> PartyMember:
    return get_object_or_404(members(actor).select_related("branch__chain"), pk=pk)


def organisations(actor: Actor) -> QuerySet[PartyOrg]:
    """Standing organisations within scope: neither only asked for nor gone."""
    rows = PartyOrg.objects.visible_to(actor).filter(status__in=PartyOrg.STANDING)
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


def secretaries(orgs: Iterable[PartyOrg]) -> dict[int, list[Post]]:
    """Posts in force by organisation, secretary first; one query."""
    return leaders_on([org.pk for org in orgs], clock.today())
