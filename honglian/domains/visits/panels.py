"""What visits add to pages of other domains."""

from __future__ import annotations

from django.urls import reverse

from honglian.domains.enterprises.api import Enterprise
from honglian.kit.actor import Actor
from honglian.kit.slots import Panel

from .hazards import selectors as hazards
from .hazards.states import OPEN
from .inspecting import selectors as inspecting

SHOWN = 4


def of_enterprise(actor: Actor, enterprise: Enterprise) -> Panel | None:
    """Open hazards, the next visit and the latest inspections of an enterprise."""
    if not actor.can("visits.view"):
        return None
    open_ones = hazards.hazards(actor).filter(enterprise=enterprise, state__in=OPEN)
    context = {
        "enterprise": enterprise,
        "hazards": list(open_ones.order_by("due_on", "pk")[:SHOWN]),
        "visits": list(inspecting.visits(actor).filter(enterprise=enterprise)[:SHOWN]),
        "inspections": list(inspecting.inspections(actor).filter(enterprise=enterprise)[:SHOWN]),
    }
    url = f"{reverse('visits:hazards')}?firm={enterprise.name}" if actor.can("hazards.view") else ""
    return Panel("体检和隐患", "visits/_panel.html", context, order=30, url=url)
