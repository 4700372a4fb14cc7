"""Whom a notice concerns: resolved from grants in one query."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from honglian.foundation.access.models import Grant
from honglian.kit import clock
from honglian.kit.actor import ScopeKind


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
        wanted = self._grants()
        found = set(self.users)
        if wanted is not None:
            rows = Grant.objects.in_force(clock.today()).filter(
                wanted, zone_id=zone_id, user__is_active=True
            )
            rows = rows.unscoped("whom a notice concerns is no secret to the notice")
            found.update(rows.values_list("user_id", flat=True))
        return sorted(found)

    def _grants(self) -> Q | None:
        parts = [
            Q(scope_kind=kind, scope_id=scope_id)
            for kind, scope_id in (
                (ScopeKind.DEPARTMENT, self.department_id),
                (ScopeKind.ENTERPRISE, self.enterprise_id),
                (ScopeKind.ORG, self.org_id),
            )
            if scope_id is not None
        ]
        if self.role:
            scope = (
                Q()
                if self.chain_id is None
                else Q(scope_kind=ScopeKind.CHAIN, scope_id=self.chain_id)
            )
            parts.append(Q(role=self.role) & scope)
        if not parts:
            return None
        wanted = parts[0]
        for one in parts[1:]:
            wanted |= one
        return wanted
