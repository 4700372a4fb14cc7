"""Scopes by name: what a grant can be bound to, and how it is found.

Organisations, chains and departments stand on this floor; enterprises and grids belong to
domains, which register themselves when they start.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from django.db.models import Model, Q

from honglian.foundation.orgs.models import Department, PartyOrg
from honglian.foundation.zones.models import Chain
from honglian.kit.actor import Actor, ScopeKind

FOUND = 60  # candidates shown for a search; all departments of a zone fit
WITHOUT_ID = (ScopeKind.ZONE, ScopeKind.PLEDGE, ScopeKind.OWN, ScopeKind.NONE)


class ScopeSource(Protocol):
    """Finds what one kind of scope names. Both know only objects of the given zone."""

    def search(self, zone_id: int, text: str) -> list[tuple[int, str]]: ...

    def label(self, zone_id: int, scope_id: int) -> str | None: ...


@dataclass(frozen=True)
class ModelSource:
    """A table with a zone and a name; ``codes`` are further columns to search."""

    model: type[Model]
    codes: tuple[str, ...] = ()

    def _rows(self, zone_id: int):
        manager = getattr(self.model, "rows", None) or self.model._default_manager
        return manager.filter(zone_id=zone_id)

    def search(self, zone_id: int, text: str) -> list[tuple[int, str]]:
        wanted = Q(name__icontains=text)
        for column in self.codes:
            wanted |= Q(**{f"{column}__icontains": text})
        rows = self._rows(zone_id).filter(wanted).order_by("name", "pk")
        return list(rows.values_list("pk", "name")[:FOUND])

    def label(self, zone_id: int, scope_id: int) -> str | None:
        return self._rows(zone_id).filter(pk=scope_id).values_list("name", flat=True).first()


_sources: dict[ScopeKind, ScopeSource] = {
    ScopeKind.ORG: ModelSource(PartyOrg, ("code",)),
    ScopeKind.CHAIN: ModelSource(Chain, ("code", "short_name")),
    ScopeKind.DEPARTMENT: ModelSource(Department, ("code", "short_name")),
}


def register_scope(kind: ScopeKind, source: ScopeSource) -> None:
    """Called from ``AppConfig.ready`` of the domain that owns the kind; twice is harmless."""
    _sources[kind] = source


def source_of(kind: ScopeKind) -> ScopeSource | None:
    """Empty for kinds that name nothing, and for those whose domain is not installed."""
    return _sources.get(kind)


def needs_id(kind: ScopeKind) -> bool:
    return kind not in WITHOUT_ID


def scope_name(actor: Actor) -> str:
    """What the actor's sight is limited to, as people call it: 新材料, 全区, 包保企业."""
    kind, source = actor.scope.kind, source_of(actor.scope.kind)
    if source is None or actor.zone_id is None:
        return kind.chinese
    named = (source.label(actor.zone_id, pk) for pk in actor.scope.ids)
    return "、".join(filter(None, named)) or kind.chinese
