"""Reads about collections and returns, always for an actor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum
from django.shortcuts import get_object_or_404

from honglian.kit.actor import Actor

from ..models import Enterprise
from .items import ITEMS, Item, Values
from .models import Collection, Return

FILTERS = {
    "key": ("重点企业", Q(is_key=True)),
    "above": ("四上企业", ~Q(four_above="")),
    "park": ("园区企业", Q(is_in_park=True)),
}
RUNNING = ("building", "operating")


def asked(zone_id: int, wanted: str) -> QuerySet[Enterprise]:
    """Running enterprises of a kind; whoever was struck off or stopped reports nothing."""
    return Enterprise.rows.filter(FILTERS[wanted][1], zone_id=zone_id, status__in=RUNNING)


def collections(actor: Actor) -> QuerySet[Collection]:
    """Newest first, with how many returns there are and how far they are."""
    rows = Collection.objects.visible_to(actor).annotate(
        everybody=Count("returns"),
        filled=Count("returns", filter=Q(returns__state__in=("filled", "queried", "checked"))),
        checked=Count("returns", filter=Q(returns__state="checked")),
    )
    return rows.order_by("-year", "-month")


def collection(actor: Actor, pk: int) -> Collection:
    return get_object_or_404(collections(actor), pk=pk)


def returns(actor: Actor, of: Collection | None = None) -> QuerySet[Return]:
    rows = Return.objects.visible_to(actor).select_related("enterprise__chain", "collection")
    return rows.filter(collection=of) if of is not None else rows


def one_return(actor: Actor, pk: int) -> Return:
    return get_object_or_404(returns(actor), pk=pk)


def reference(found: Return) -> tuple[Values, Values]:
    """The same period last year and the month before, as checked or at least filled."""
    this = found.collection
    rows = {
        (r.collection.year, r.collection.month): r.values
        for r in Return.rows.filter(
            enterprise_id=found.enterprise_id,
            state__in=("filled", "checked"),
            collection__year__in=(this.year, this.year - 1),
        ).select_related("collection")
    }
    month_before = rows.get((this.year, this.month - 1), {}) if this.month > 1 else {}
    return rows.get((this.year - 1, this.month), {}), month_before


def prefilled(found: Return) -> dict[str, Decimal | int | None]:
    """What is known already: own entries, else December's cumulative for a year, else staff as last told."""
    if found.has_figures:
        return dict(found.values)
    this = found.collection
    wanted = {"year": this.year, "month": 12} if not this.month else {}
    december = None
    if wanted:
        december = Return.rows.filter(
            enterprise_id=found.enterprise_id, state__in=("filled", "checked"),
            collection__year=this.year, collection__month=12,
        ).first()  # fmt: skip
    if december is not None:
        return dict(december.values)
    last = (
        Return.rows.filter(enterprise_id=found.enterprise_id, state__in=("filled", "checked"))
        .order_by("-collection__year", "-collection__month")
        .first()
    )
    staff = last.employees if last is not None else found.enterprise.employees
    return {"employees": staff}


@dataclass(frozen=True)
class SumLine:
    """One item over all returns with it; ``percent`` compares the same enterprises only."""

    item: Item
    total: Decimal
    count: int
    percent: Decimal | None
    same: int


def sums(actor: Actor, of: Collection) -> list[SumLine]:
    """Totals of the period and growth over the enterprises that reported both years (同口径)."""
    rows = returns(actor, of).filter(state__in=("filled", "checked"))
    found = rows.aggregate(
        **{f"{i.code}_sum": Sum(i.code) for i in ITEMS},
        **{f"{i.code}_n": Count(i.code) for i in ITEMS},
    )
    pairs = _pairs(actor, of, rows)
    return [
        SumLine(i, Decimal(found[f"{i.code}_sum"] or 0), found[f"{i.code}_n"], *_growth(pairs, i))
        for i in ITEMS
    ]


def _pairs(actor: Actor, of: Collection, rows: Iterable[Return]) -> list[tuple[Values, Values]]:
    before = {
        r.enterprise_id: r.values
        for r in returns(actor).filter(
            collection__year=of.year - 1, collection__month=of.month,
            state__in=("filled", "checked"),
        )
    }  # fmt: skip
    return [(r.values, before[r.enterprise_id]) for r in rows if r.enterprise_id in before]


def _growth(pairs: list[tuple[Values, Values]], item: Item) -> tuple[Decimal | None, int]:
    both = [(now[item.code], then[item.code]) for now, then in pairs]
    known = [(a, b) for a, b in both if a is not None and b is not None]
    then = sum((b for _, b in known), Decimal(0))
    if not known or then <= 0:
        return None, len(known)
    return (sum((a for a, _ in known), Decimal(0)) - then) / then * 100, len(known)
