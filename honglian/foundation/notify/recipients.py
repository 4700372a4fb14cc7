"""Whom a notice concerns: resolved from grants in one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Q, QuerySet

from honglian.foundation.access.models import Grant
from honglian.kit import clock
from honglian.kit.actor import ScopeKind
from honglian.kit.prepared import PreparedQuery


@dataclass(frozen=True)
class Audience:
    """Any of: persons by account, a department's, an enterprise's or an organisation's people,
    holders of a role (of the whole zone, or with ``chain_id`` of that chain)."""

    users: tuple[int, ...] = ()
    department_id: int | None = None
    enterprise_id: int | None = None
    org_id: int | None = None
    role: str = ""
    chain_id: int | None = None

    @property
    def is_group(self) -> bool:
        """Addressed to a place of work and not to persons; such notices may go into a group chat."""
        return bool(self.department_id or self.role)

    def user_ids(self, zone_id: int) -> list[int]:
        """Accounts that are active and hold the grant today, each once, ascending."""
        found = set(self.users)
        named = {name: value for name in PLACES if (value := getattr(self, name)) not in (None, "")}
        if named.keys() - {"chain_id"}:
            held = _holders(tuple(named)).list(zone_id=zone_id, today=clock.today(), **named)
            found.update(user_id for (user_id,) in held)
        return sorted(found)

    def grants(self) -> Q:
        """Grants that bind to one of the places, or are of the role."""
        wanted = Q()
        for kind, scope_id in (
            (ScopeKind.DEPARTMENT, self.department_id),
            (ScopeKind.ENTERPRISE, self.enterprise_id),
            (ScopeKind.ORG, self.org_id),
        ):
            if scope_id is not None:
                wanted |= Q(scope_kind=kind, scope_id=scope_id)
        if self.role and self.chain_id is None:
            wanted |= Q(role=self.role)
        elif self.role:
            wanted |= Q(role=self.role, scope_kind=ScopeKind.CHAIN, scope_id=self.chain_id)
        return wanted


PLACES = {"department_id": int, "enterprise_id": int, "org_id": int, "role": str, "chain_id": int}


@cache
def _holders(places: tuple[str, ...]) -> PreparedQuery:
    """Accounts that hold a grant for an audience with these places named; asked with each notice."""

    def build(zone_id: int, today: date, **named: Any) -> QuerySet:
        rows = Grant.objects.in_force(today).filter(
            Audience(**named).grants(), zone_id=zone_id, user__is_active=True
        )
        rows = rows.unscoped("whom a notice concerns is no secret to the notice")
        return rows.values_list("user_id")

    kinds = {name: PLACES[name] for name in places}
    return PreparedQuery(build, zone_id=int, today=date, **kinds)
