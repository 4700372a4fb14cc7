"""Reads about rectification items, always for an actor; every figure is a filter of the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse

from honglian.kit import clock
from honglian.kit.actor import Actor

from ..limits import WORDS
from .models import RectifyItem
from .states import LIVE, SIGNED_OFF

LIMITED = (RectifyItem.Kind.IMMEDIATE, RectifyItem.Kind.DEADLINE)
Narrow = Callable[[QuerySet], QuerySet]


def items(actor: Actor) -> QuerySet[RectifyItem]:
    return RectifyItem.objects.visible_to(actor).select_related("branch", "item")


def item(actor: Actor, pk: int) -> RectifyItem:
    return get_object_or_404(items(actor).select_related("reopens", "life_meeting"), pk=pk)


def standing(rows: QuerySet) -> QuerySet:
    """Without what was registered by mistake."""
    return rows.exclude(state="dropped")


def due(rows: QuerySet) -> QuerySet:
    """应完成: with a limit that has come."""
    return standing(rows).filter(kind__in=LIMITED, due_on__lte=clock.today())


def signed_off(rows: QuerySet) -> QuerySet:
    return rows.filter(state__in=SIGNED_OFF)


def in_time(rows: QuerySet) -> QuerySet:
    return signed_off(rows).filter(Q(applied_on__lte=F("due_on")) | Q(due_on=None))


def overdue(rows: QuerySet) -> QuerySet:
    return rows.filter(state__in=LIVE, due_on__lt=clock.today(), applied_on=None)


def returned(rows: QuerySet) -> QuerySet:
    return standing(rows).filter(returned__gt=0)


def looked_back(rows: QuerySet) -> QuerySet:
    return rows.filter(looks__looked_on__isnull=False).distinct()


def rebounded(rows: QuerySet) -> QuerySet:
    return rows.filter(rebounded=True)


def escalated(rows: QuerySet) -> QuerySet:
    return rows.filter(escalated_on__isnull=False, state__in=LIVE)


NARROW: dict[str, tuple[str, Narrow]] = {
    "standing": ("全部（不含撤销）", standing),
    "due": ("应完成", due),
    "done": ("已销号", signed_off),
    "due_done": ("应完成且已销号", lambda rows: signed_off(due(rows))),
    "in_time": ("按期销号", in_time),
    "overdue": ("已逾期", overdue),
    "returned": ("退回过", returned),
    "looked": ("已回头看", looked_back),
    "rebound": ("已反弹", rebounded),
    "escalated": ("提级督办中", escalated),
}


@dataclass(frozen=True)
class Figure:
    """A number with the address of its records; ``share`` where it is a part of ``whole``."""

    code: str
    label: str
    value: int
    url: str
    note: str = ""
    whole: int | None = None
    tone: str = ""
    unit: str = "条"
    whole_url: str = ""

    @property
    def told(self) -> str:
        """The note, for a share with the two numbers behind it."""
        return f"{self.value} / {self.whole}：{self.note}" if self.whole is not None else self.note

    @property
    def share(self) -> Decimal | None:
        return Decimal(self.value) / self.whole if self.whole else None

    @property
    def is_share(self) -> bool:
        return self.whole is not None


def count(rows: QuerySet, code: str) -> int:
    return NARROW[code][1](rows).count()


def figures(actor: Actor) -> list[Figure]:
    """The figures of 领域手册 C.4 over all items within scope."""
    rows, at = RectifyItem.objects.visible_to(actor), reverse("partylife:rectify")

    def shown(code: str, label: str, note: str = "", whole: str = "", tone: str = "") -> Figure:
        return Figure(
            code,
            label,
            count(rows, code),
            f"{at}?which={code}",
            note,
            count(rows, whole) if whole else None,
            tone,
            whole_url=f"{at}?which={whole}" if whole else "",
        )

    return [
        shown("standing", "整改事项"),
        shown("done", "已销号"),
        shown("due_done", "整改完成率", WORDS["rate"], "due"),
        shown("in_time", "按期率", WORDS["in_time"], "done"),
        shown("overdue", "已逾期", "到期还没有申请销号", tone="overdue"),
        shown("returned", "退回过", "核查时退回重改一次以上"),
        shown("rebound", "反弹率", WORDS["rebound"], "looked"),
        shown("escalated", "提级督办中", tone="overdue"),
    ]


def average_days(actor: Actor) -> Decimal | None:
    """Mean days from registration to sign-off."""
    rows = signed_off(RectifyItem.objects.visible_to(actor)).exclude(closed_on=None)
    spans = [(done - begun).days for begun, done in rows.values_list("opened_on", "closed_on")]
    return Decimal(sum(spans)) / len(spans) if spans else None


def looks_due(actor: Actor, until: date | None = None) -> QuerySet[RectifyItem]:
    """Signed-off items whose look back is due by a day (default today)."""
    day = until or clock.today()
    rows = items(actor).filter(state__in=("closed", "lookback"))
    return rows.filter(looks__looked_on=None, looks__planned_on__lte=day).distinct()
