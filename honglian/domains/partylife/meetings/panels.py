"""What organisation life adds to pages of other domains."""

from __future__ import annotations

from django.urls import reverse

from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.orgs.api import PartyOrg
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.slots import Panel

from . import selectors
from .views.meetings import outcome

SHOWN = 5


def of_enterprise(actor: Actor, enterprise: Enterprise) -> Panel | None:
    """Themed days that were held at this enterprise, with what they did for it (双融合)."""
    if not actor.can("partylife.view"):
        return None
    rows = selectors.meetings(actor).filter(enterprise=enterprise, held_on__isnull=False)
    found = list(rows.order_by("-held_on", "-pk")[:SHOWN])
    if not found:
        return None
    return Panel(
        "主题党日在一线",
        "partylife/_enterprise_panel.html",
        {"days": [(m, outcome(m)) for m in found]},
        order=40,
        count=rows.count(),
        url=f"{reverse('partylife:meetings')}?firm={enterprise.name}",
    )


def of_branch(actor: Actor, org: PartyOrg) -> Panel | None:
    """How a branch stands this year, on the page of the organisation."""
    if not actor.can("partylife.view") or not selectors.branches(actor).filter(pk=org.pk).exists():
        return None
    standing = selectors.standing_of(org, clock.today().year)
    missing = [d for d in standing.duties if d.missing]
    return Panel(
        "组织生活",
        "partylife/_branch_panel.html",
        {"standing": standing, "missing": missing, "branch": org},
        order=30,
    )
