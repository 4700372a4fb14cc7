"""What grids add to pages of other domains, and who may see an event's photographs."""

from __future__ import annotations

from django.urls import reverse

from honglian.domains.enterprises.api import Enterprise
from honglian.kit.actor import Actor
from honglian.kit.slots import Panel

from . import placing, selectors
from .models import GridEvent

SHOWN = 5


def of_enterprise(actor: Actor, enterprise: Enterprise) -> Panel | None:
    """Its grid and people, which are public (D.1 公示), and the latest matters for who works with grids."""
    if not placing.to_place().filter(pk=enterprise.pk).exists():
        return None
    grid = placing.grids_of([enterprise.pk]).get(enterprise.pk)
    works = actor.can("grids.view")
    rows = selectors.events(actor).filter(enterprise=enterprise)
    context = {
        "grid": grid,
        "may_open": works and grid and selectors.grids(actor).filter(pk=grid.pk).exists(),
        "people": selectors.people_on(grid)[:8] if grid else [],
        "events": list(rows.order_by("-pk")[:SHOWN]) if works else [],
        "may_place": actor.can("grids.edit"),
        "may_report": actor.can("grids.report"),
        "enterprise": enterprise,
    }
    url = f"{reverse('grids:events')}?q={enterprise.name}" if works else ""
    return Panel("所在网格", "grids/_enterprise_panel.html", context, order=15, url=url)


def may_see_files(actor: Actor, event_id: int) -> bool:
    return GridEvent.objects.visible_to(actor).filter(pk=event_id).exists()
