"""Reads about suggestions, always for an actor."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from honglian.kit.actor import Actor
from honglian.kit.rules import BOOK, Rule

from .models import Proposal


def proposals(actor: Actor) -> QuerySet[Proposal]:
    rows = Proposal.objects.visible_to(actor)
    return rows.select_related("member", "branch", "item")


def proposal(actor: Actor, pk: int) -> Proposal:
    return get_object_or_404(proposals(actor), pk=pk)


def rule_of(found: Proposal) -> Rule | None:
    """The rule as it was on the day of the suggestion."""
    return BOOK.get(found.rule, found.found_on)
