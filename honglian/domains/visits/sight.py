"""Who sees what of visits, inspections and hazards: by enterprise, by department, by zone."""

from __future__ import annotations

from django.db.models import Q

from honglian.domains.enterprises.api import Enterprise, pledged_enterprises
from honglian.foundation.orgs.api import subtree
from honglian.kit.actor import Actor, ScopeKind
from honglian.kit.scoping import NOTHING, ScopedQuerySet


def of_enterprise(actor: Actor) -> Q | None:
    """Rows with an ``enterprise`` inside the scope; nothing where the scope is not about enterprises."""
    match actor.scope.kind:
        case ScopeKind.CHAIN:
            return Q(enterprise__chain_id__in=actor.scope.ids)
        case ScopeKind.ORG:
            return Q(enterprise__party_org__in=subtree(actor.scope.ids))
        case ScopeKind.ENTERPRISE:
            return Q(enterprise_id__in=actor.scope.ids)
        case ScopeKind.PLEDGE:
            return Q(enterprise__in=pledged_enterprises(actor))
        case ScopeKind.GRID:
            return Q(enterprise__in=Enterprise.objects.visible_to(actor))
    return None


class VisitQuerySet(ScopedQuerySet):
    """Rows with an enterprise and a department."""

    read_permission = "visits.view"

    def scope_q(self, actor):
        if actor.scope.kind == ScopeKind.DEPARTMENT:
            return Q(department_id__in=actor.scope.ids)
        found = of_enterprise(actor)
        return NOTHING if found is None else found


class DepartmentsQuerySet(ScopedQuerySet):
    """What departments keep for themselves: officers, published items, their requests."""

    read_permission = "visits.request"

    def scope_q(self, actor):
        if actor.scope.kind == ScopeKind.DEPARTMENT:
            return Q(department_id__in=actor.scope.ids)
        return NOTHING


class JointVisitQuerySet(ScopedQuerySet):
    read_permission = "visits.view"

    def scope_q(self, actor):
        if actor.scope.kind == ScopeKind.DEPARTMENT:
            return Q(pk__in=self.model.with_departments(actor.scope.ids))
        found = of_enterprise(actor)
        return NOTHING if found is None else found


class InspectionQuerySet(VisitQuerySet):
    """An enterprise sees an inspection once it was told of it, not while it is being prepared."""

    def scope_q(self, actor):
        found = super().scope_q(actor)
        if actor.scope.kind in (ScopeKind.ENTERPRISE, ScopeKind.ORG):
            told = Q(state__in=("inspecting", "filed", "closed"))
            found &= told | Q(state="noticed", notice_waived="")
        return found


class HazardQuerySet(VisitQuerySet):
    read_permission = "hazards.view"
