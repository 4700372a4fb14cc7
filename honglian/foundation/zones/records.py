"""What figures may be counted over a zone's own configuration: its chains and its levels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from honglian.analytics.api import Column, RecordType, register

from .api import config_of
from .models import Chain

DOMAIN = "高新区"


def chains(zone_id: int) -> dict[int, str]:
    """Choices of every column that names a chain."""
    return dict(Chain.objects.filter(zone_id=zone_id).values_list("pk", "short_name"))


def categories(zone_id: int) -> dict[str, str]:
    """Choices of every column that names a kind of demand."""
    return {c.code: c.name for c in config_of(zone_id).categories}


def _tiers(zone_id: int) -> Iterator[Mapping[str, Any]]:
    for number, tier in enumerate(config_of(zone_id).tiers, start=1):
        yield {"pk": number, "name": tier.name}


def declare() -> None:
    register(
        RecordType(
            "zones.chain",
            "主导产业（产业链）",
            "个",
            DOMAIN,
            (Column("code", "代码"), Column("name", "名称")),
            model=Chain,
        )
    )
    register(
        RecordType(
            "zones.tier",
            "党建层级",
            "级",
            DOMAIN,
            (Column("name", "层级名称"),),
            listed=_tiers,
        )
    )
