"""How a month reads for an actor, before it is issued and each time it is made again."""

from __future__ import annotations

from datetime import date

from honglian.foundation.access.api import scope_name
from honglian.foundation.documents.api import Document, Matter, Paper, find
from honglian.foundation.zones.api import ZoneConfig, config_of
from honglian.kit import clock
from honglian.kit.actor import Actor, ScopeKind

from ..kinds import MONTHLY
from .selectors import Analysis, Month
from .writing import document

UNNUMBERED = "（生成时编号）"


def preview(actor: Actor, found: Analysis) -> tuple[Document, Paper | None]:
    """How it reads now, with its number if it has one."""
    config, paper = config_of(actor.zone_id or 0), None
    number = ""
    if actor.scope.kind == ScopeKind.ZONE:
        paper = find(matter(actor, found.month, config))
        number = paper.number if paper else UNNUMBERED
    on = paper.issued_on if paper else clock.today()
    return written(found, config, actor, number, on), paper


def matter(actor: Actor, month: Month, config: ZoneConfig) -> Matter:
    zone = actor.zone_id or 0
    return Matter(zone, MONTHLY, config.paper_mark(MONTHLY), "zones.zone", zone, month.key)


def written(found: Analysis, config: ZoneConfig, actor: Actor, no: str, on: date) -> Document:
    scope = "" if actor.scope.kind == ScopeKind.ZONE else f"（{scope_name(actor)}）"
    return document(
        found, issuer=config.paper_issuer, zone=config.short_name, scope=scope, no=no, on=on
    )
