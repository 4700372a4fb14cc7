"""Which enterprises a campaign is for: the filter, its words, and who matches it today."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.zones.api import Chain
from honglian.kit.actor import Actor

GONE = (Enterprise.Status.STOPPED, Enterprise.Status.CLOSED)
ABOVE = [("any", "全部四上企业"), *Enterprise.FourAbove.choices]


def matching(actor: Actor, wanted: dict[str, Any]) -> QuerySet[Enterprise]:
    """Enterprises within the actor's scope that the filter means, those out of business left out."""
    rows = Enterprise.objects.visible_to(actor).exclude(status__in=GONE)
    if wanted.get("above") == "any":
        rows = rows.exclude(four_above="")
    elif above := wanted.get("above"):
        rows = rows.filter(four_above=above)
    for name, path in (("chain", "chain_id"), ("park", "park"), ("size", "size")):
        if wanted.get(name):
            rows = rows.filter(**{path: wanted[name]})
    if wanted.get("key"):
        rows = rows.filter(is_key=True)
    return rows.select_related("chain").order_by("park", "chain_id", "name", "pk")


def words(zone_id: int, wanted: dict[str, Any]) -> str:
    """The filter as a sentence part: “四上企业、食品饮料、大型”."""
    parts = []
    if above := wanted.get("above"):
        parts.append("四上企业" if above == "any" else Enterprise.FourAbove(above).label)
    if wanted.get("chain"):
        chain = Chain.objects.filter(zone_id=zone_id, pk=wanted["chain"]).first()
        parts.append(f"{chain.short_name}产业链" if chain else "已撤销的产业链")
    if wanted.get("park"):
        parts.append(wanted["park"])
    if wanted.get("size"):
        parts.append(f"{Enterprise.Size(wanted['size']).label}企业")
    if wanted.get("key"):
        parts.append("重点企业")
    return "、".join(parts) or "全部在营企业"
