"""On whose desk the work above a branch lies: the nearest organisation above with somebody to do it."""

from __future__ import annotations

from typing import Any

from honglian.foundation.access.api import Grant
from honglian.foundation.orgs.api import PartyOrg
from honglian.foundation.orgs.models import OrgClosure
from honglian.kit import clock
from honglian.kit.actor import ScopeKind

OFFICE = {"holder_user_id": None, "holder_name": "党群工作部", "holder_role": "org_admin"}


def upper_holder(branch: PartyOrg, *, without: int | None = None) -> dict[str, Any]:
    """Columns of a work item: who checks and supervises for the level above the branch.

    ``without`` is an account that may not (it asked for the check itself). Without anybody
    in the organisations above, the zone's organisation department sees it.
    """
    above = OrgClosure.objects.filter(descendant=branch, depth__gt=0).order_by("depth")
    ids = list(above.values_list("ancestor_id", flat=True))
    granted = Grant.objects.in_force(clock.today()).unscoped("who works for the level above")
    granted = granted.filter(role="committee_staff", scope_kind=ScopeKind.ORG, scope_id__in=ids)
    found = [g for g in granted.select_related("user").order_by("pk") if g.user_id != without]
    if not found:
        return dict(OFFICE)
    nearest = min(found, key=lambda g: ids.index(g.scope_id))
    return user_holder(nearest.user_id, nearest.user.name)


def user_holder(user_id: int | None, name: str) -> dict[str, Any]:
    return {"holder_user_id": user_id, "holder_name": name[:64], "holder_role": ""}
