"""Reads about comparisons and questions, always for an actor."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from honglian.kit.actor import Actor

from .models import Comparison, Difference
from .sheet import NATIONAL


def comparisons(actor: Actor) -> QuerySet[Comparison]:
    return Comparison.objects.visible_to(actor).select_related("scope_org")


def comparison(actor: Actor, pk: int) -> Comparison:
    return get_object_or_404(comparisons(actor), pk=pk)


def differences(found: Comparison) -> QuerySet[Difference]:
    """Of a comparison that was fetched within the actor's scope; ``has_more``: of one member several."""
    alike = Difference.rows.filter(
        comparison=found, kind=Difference.Kind.DIFFERS, member=OuterRef("member")
    )
    rows = Difference.rows.filter(comparison=found)
    rows = rows.annotate(has_more=Exists(alike.exclude(pk=OuterRef("pk"))))
    return rows.select_related("branch", "theirs_branch", "member", "batch", "comparison")


@dataclass(frozen=True)
class Progress:
    """``ready`` are decided and wait to be carried out."""

    undecided: int
    ready: int
    applied: int
    asked: int
    answered: int


def progress(found: Comparison) -> Progress:
    waiting = Q(applied_at=None)
    return Progress(
        **Difference.rows.filter(comparison=found).aggregate(
            undecided=Count("pk", filter=Q(decision="")),
            ready=Count("pk", filter=waiting & Q(decision__in=("theirs", "ask"))),
            applied=Count("pk", filter=~waiting),
            asked=Count("pk", filter=Q(question="asked")),
            answered=Count("pk", filter=Q(question="answered")),
        )
    )


def by_field(found: Comparison) -> list[dict]:
    """Field, its header, how many differ, how many of those are blank with us, how many open."""
    rows = (
        Difference.rows.filter(comparison=found, kind=Difference.Kind.DIFFERS)
        .order_by()
        .values("field")
        .annotate(
            n=Count("pk"),
            blank=Count("pk", filter=Q(ours_blank=True)),
            open=Count("pk", filter=Q(decision="")),
        )
    )
    order = {c.field: place for place, c in enumerate(NATIONAL.columns)}
    for row in (found_rows := sorted(rows, key=lambda r: order[r["field"]])):
        row["header"] = NATIONAL.column(row["field"]).header
    return found_rows


def question(actor: Actor, pk: int) -> Difference:
    rows = Difference.objects.visible_to(actor).exclude(question="")
    rows = rows.select_related("branch", "theirs_branch", "member", "comparison", "item")
    return get_object_or_404(rows, pk=pk)
