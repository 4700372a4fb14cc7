"""Reads about hazards; every figure is a filter of the list (领域手册 F.4)."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse

from honglian.kit import clock
from honglian.kit.actor import Actor

from .models import Hazard, Level
from .states import OPEN
from .yearly import of_level

Narrow = Callable[[QuerySet], QuerySet]


def hazards(actor: Actor) -> QuerySet[Hazard]:
    return Hazard.objects.visible_to(actor).select_related("enterprise", "department", "zone")


def hazard(actor: Actor, pk: int) -> Hazard:
    rows = hazards(actor).select_related("recurs", "inspection", "visit", "item")
    return get_object_or_404(rows, pk=pk)


def standing(rows: QuerySet) -> QuerySet:
    return rows.exclude(state="dropped")


def due(rows: QuerySet) -> QuerySet:
    """到期应整改."""
    return standing(rows).filter(due_on__lte=clock.today())


def overdue(rows: QuerySet) -> QuerySet:
    late = Q(due_on__lt=clock.today(), state__in=[s for s in OPEN if s != "reviewing"])
    return rows.filter(late)


NARROW: dict[str, tuple[str, Narrow]] = {
    "standing": ("全部（不含不属于隐患的）", standing),
    "open": ("没有销号", lambda rows: rows.filter(state__in=OPEN)),
    "overdue": ("逾期没有整改完", overdue),
    "serious": ("重大事故隐患", lambda rows: rows.filter(of_level("serious"))),
    "fire": ("重大火灾隐患", lambda rows: rows.filter(of_level("fire"))),
    "ordinary": ("一般隐患", lambda rows: rows.filter(level=Level.ORDINARY)),
    "listed": ("挂牌督办中", lambda rows: rows.filter(listed_on__isnull=False, delisted_on=None)),
    "due": ("到期应整改", due),
    "due_done": ("到期且已销号", lambda rows: due(rows).filter(state="closed")),
    "closed": ("已销号", lambda rows: rows.filter(state="closed")),
    "recurs": ("再发", lambda rows: standing(rows).filter(recurs__isnull=False)),
}


def figures(actor: Actor) -> list[dict]:
    rows, at = Hazard.objects.visible_to(actor), reverse("visits:hazards")

    def shown(code: str, label: str, *, tone: str = "", note: str = "") -> dict:
        count = NARROW[code][1](rows).count()
        return {
            "value": count, "label": label, "url": f"{at}?which={code}", "tone": tone if count else "",
            "note": note,
        }  # fmt: skip

    done, owed = (NARROW[c][1](rows).count() for c in ("due_done", "due"))
    recurred, closed = (NARROW[c][1](rows).count() for c in ("recurs", "closed"))
    return [
        shown("open", "没有销号"),
        shown("overdue", "逾期没有整改完", tone="overdue"),
        shown("listed", "挂牌督办中", tone="overdue"),
        shown("due_done", "到期整改完", note=_share(done, owed, "到期应整改")),
        shown("recurs", "再发", note=_share(recurred, closed, "已销号")),
    ]


def _share(part: int, whole: int, words: str) -> str:
    return f"占{words}的 {part / whole:.1%}（{part}/{whole}）" if whole else f"还没有{words}的"
