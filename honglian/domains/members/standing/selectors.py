"""Reads about standing, always for an actor."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from honglian.algo.months import add_months
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.rules import BOOK, Rule

from ..models import MembershipPeriod, PartyMember, StandingMatter
from ..rules.standing import USUAL_MONTHS
from .kinds import KINDS, Kind


def matters(actor: Actor) -> QuerySet[StandingMatter]:
    rows = StandingMatter.objects.visible_to(actor)
    return rows.select_related("member", "branch", "item").prefetch_related("steps")


def matter(actor: Actor, pk: int) -> StandingMatter:
    return get_object_or_404(matters(actor), pk=pk)


def lost(actor: Actor) -> QuerySet[PartyMember]:
    """Members with whom contact is lost, the longest first."""
    rows = PartyMember.objects.visible_to(actor).filter(is_lost=True)
    return rows.select_related("branch").order_by("lost_on", "name")


def kinds_for(member: PartyMember) -> list[Kind]:
    """What may be asked for from the present standing."""
    return [kind for kind in KINDS.values() if member.standing in kind.sources]


def rules_of(kind: Kind, day: date | None = None) -> list[Rule]:
    """The rules that govern a kind of matter, for its page."""
    wanted = [*kind.rules, *(["MB-06"] if kind.steps else [])]
    wanted += ["MB-04"] if kind.code == "rectify" else []
    wanted += ["MB-05"] if kind.code == "remove" else []
    wanted += ["MB-04b"] if kind.target in ("persuaded_quit", "removed") else []
    found = [BOOK.get(rule, day or clock.today()) for rule in wanted]
    return [rule for rule in found if rule]


def history(member: PartyMember) -> list[tuple[date | None, str, str]]:
    """(from, branch, standing) of a member, oldest first."""
    words = dict(PartyMember.Standing.choices)
    rows = MembershipPeriod.rows.filter(member=member).select_related("branch").order_by("pk")
    return [(r.starts_on, r.branch.name, words.get(r.standing, r.standing)) for r in rows]


def usual_end(day: date) -> date:
    """Half a year on, the usual time to mend (MB-04)."""
    return add_months(day, USUAL_MONTHS)
