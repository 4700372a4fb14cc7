"""Reads about department lists, the actor first."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse

from honglian.kit import clock
from honglian.kit.actor import Actor

from .doubles import Entry, doubles
from .models import ListItem

MOST_COMPARED = 5_000


def items(actor: Actor) -> QuerySet[ListItem]:
    rows = ListItem.objects.visible_to(actor)
    return rows.select_related("department", "enterprise")


def item(actor: Actor, pk: int) -> ListItem:
    rows = items(actor).select_related("item", "merged_into")
    return get_object_or_404(rows, pk=pk)


def late_q() -> Q:
    """Open past its day."""
    return Q(state="open", due_on__lt=clock.today())


def soon_q() -> Q:
    """Open and due within a week."""
    today = clock.today()
    return Q(state="open", due_on__gte=today, due_on__lte=today + timedelta(days=7))


def in_time_q() -> Q:
    return Q(state="done", done_on__lte=F("due_on"))


COUNTED = {
    "promised": ~Q(state__in=["merged", "cancelled"]),
    "open": Q(state="open"),
    "done": Q(state="done"),
}


def by_department(actor: Actor) -> list[dict[str, Any]]:
    """Each department's promised, open, due, overdue and done, each with the address of its items."""
    rows = ListItem.objects.visible_to(actor).order_by().values("department", "department__name")
    found = rows.annotate(
        **{name: Count("pk", filter=q) for name, q in COUNTED.items()},
        soon=Count("pk", filter=soon_q()),
        late=Count("pk", filter=late_q()),
        in_time=Count("pk", filter=in_time_q()),
    )
    kinds = ("promised", "open", "soon", "late", "done", "in_time")
    return [
        {"name": row["department__name"], "late": row["late"]}
        | {"cells": [{"value": row[k], "url": _opens(row["department"], k)} for k in kinds]}
        for row in found.order_by("-late", "department__name")
        if row["promised"]
    ]


def _opens(department: int, kind: str) -> str:
    return f"{reverse('cases:lists')}?{urlencode({'department': department, 'kind': kind})}"


def suggested(actor: Actor) -> list[dict[str, Any]]:
    """Open items of different departments that look like the same thing."""
    rows = items(actor).filter(state="open").order_by("-pk")[:MOST_COMPARED]
    known = {one.pk: one for one in rows}
    entries = [
        Entry(one.pk, one.department_id, one.enterprise_id or 0, one.title)
        for one in known.values()
    ]
    return [
        {
            "alike": alike,
            "sides": [
                {"this": known[first], "that": known[second]},
                {"this": known[second], "that": known[first]},
            ],
        }
        for first, second, alike in doubles(entries)
    ]
