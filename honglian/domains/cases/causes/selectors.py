"""Reads about common causes, the actor first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.shortcuts import get_object_or_404

from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.states import Transition

from ..models import Case
from .models import CommonCause
from .states import CAUSE

RECENT_DAYS = 90


def causes(actor: Actor) -> QuerySet[CommonCause]:
    """Causes with how many cases and enterprises tell of them, and how many of the cases are recent."""
    recent = clock.now() - timedelta(days=RECENT_DAYS)
    rows = CommonCause.objects.visible_to(actor).select_related("department", "chain")
    return rows.annotate(
        size=Count("cases", distinct=True),
        enterprises=Count("cases__enterprise", distinct=True),
        recent=Count("cases", filter=Q(cases__created_at__gte=recent), distinct=True),
    )


def cause(actor: Actor, pk: int) -> CommonCause:
    return get_object_or_404(causes(actor).select_related("item", "follows"), pk=pk)


def cases_of(actor: Actor, found: CommonCause) -> QuerySet[Case]:
    """The cause's cases that this actor may see, the newest first."""
    rows = Case.objects.visible_to(actor).filter(causes=found)
    return rows.select_related("lead").order_by("-created_at", "-pk")


def by_month(actor: Actor, found: CommonCause) -> list[dict[str, Any]]:
    """Cases of each of the last twelve months, empty ones included."""
    today = clock.today()
    index = today.year * 12 + today.month - 1
    rows = cases_of(actor, found).order_by()
    rows = rows.annotate(month=TruncMonth("created_at", tzinfo=clock.CHINA)).values("month")
    counts = {r["month"].strftime("%Y-%m"): r["n"] for r in rows.annotate(n=Count("pk"))}
    months = [divmod(each, 12) for each in range(index - 11, index + 1)]
    return [
        {
            "label": f"{year}年{month + 1}月" if month == 0 else f"{month + 1}月",
            "value": counts.get(f"{year}-{month + 1:02d}", 0),
        }
        for year, month in months
    ]


def offered(actor: Actor, found: CommonCause) -> Iterator[Transition]:
    """What this actor may do with this cause now; who supervises may also finish."""
    for move in CAUSE.moves_from(found.state):
        if actor.can(move.permission) or (move.verb == "finish" and actor.can("cases.supervise")):
            yield move
