"""What whistles add to pages of other domains."""

from __future__ import annotations

from django.urls import reverse

from honglian.domains.enterprises.api import Enterprise
from honglian.kit.actor import Actor
from honglian.kit.slots import Panel

from . import selectors

SHOWN = 5


def of_enterprise(actor: Actor, enterprise: Enterprise) -> Panel | None:
    """The latest whistles of an enterprise on its page."""
    if not actor.can("cases.view"):
        return None
    rows = selectors.cases(actor).filter(enterprise=enterprise)
    found = list(rows.order_by("-created_at", "-pk")[: SHOWN + 1])
    return Panel(
        "企业吹哨",
        "cases/_panel.html",
        {"cases": found[:SHOWN], "more": len(found) > SHOWN},
        order=20,
        url=f"{reverse('cases:index')}?q={enterprise.name}",
    )
