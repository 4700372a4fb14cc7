"""What every page's frame needs: zone, navigation, roles, unread messages, demo banner."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from honglian.foundation.access.api import ROLES
from honglian.foundation.calendar.api import calendar_for
from honglian.foundation.notify.api import inbox_count
from honglian.foundation.zones.api import is_demo
from honglian.kit.actor import Actor
from honglian.ui import due

from .navigation import menu


def frame(request: HttpRequest) -> dict:
    """Two queries for a signed-in page besides the session and the grants."""
    actor: Actor | None = getattr(request, "actor", None)
    base = {"demo": settings.HONGLIAN_DEMO and is_demo(), "links": _links(actor)}
    if actor is None or not actor.is_signed_in:
        due.count_with(None)
        return base
    zone = _zone(request, actor)
    due.count_with((lambda: calendar_for(zone)) if zone else None)
    return base | {
        "actor": actor,
        "zone": zone,
        "nav": menu(actor, request.path),
        "grants": _grants(request, actor),
        "inbox_count": inbox_count(actor.user_id),
    }


def _zone(request: HttpRequest, actor: Actor):
    return next((g.zone for g in request.grants if g.pk == actor.grant_id), None)


def _grants(request: HttpRequest, actor: Actor) -> list[dict]:
    return [{"id": g.pk, "name": str(g), "current": g.pk == actor.grant_id} for g in request.grants]


def _links(actor: Actor | None) -> dict[str, str]:
    links = {
        "desk": reverse("web:home"),
        "search": reverse("web:search"),
        "inbox": reverse("notify:inbox"),
        "scan": reverse("web:scan"),
        "me": reverse("accounts:me"),
        "role": reverse("access:switch"),
        "logout": reverse("accounts:logout"),
        "burden": reverse("web:burden"),
    }
    if actor is not None and actor.can("cases.create"):
        links["whistle"] = reverse("cases:new")
    return links


def landing(actor: Actor) -> str:
    """The page a role starts its day on."""
    role = ROLES.get(actor.role)
    return reverse(role.landing if role else "accounts:me")
