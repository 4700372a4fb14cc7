"""Every request gets exactly one actor: the grant chosen in the session.

Nothing is kept between requests: a grant that is revoked or ends stops working with the
next request. It costs one query, and only on pages that ask who acts.
"""

from __future__ import annotations

import uuid

from django.utils.functional import SimpleLazyObject

from honglian.foundation.audit.api import request_ip
from honglian.kit.actor import Actor

from .actors import actor_for, grants_of

SESSION_GRANT = "grant_id"


class ActorMiddleware:
    """Sets ``request.actor`` and ``request.grants`` (both lazy: no query until used)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.request_id = uuid.uuid4().hex
        request.grants = SimpleLazyObject(lambda: _grants(request))
        request.actor = SimpleLazyObject(lambda: _actor(request))
        token = request_ip.set(request.META.get("REMOTE_ADDR") or None)
        try:
            return self.get_response(request)
        finally:
            request_ip.reset(token)


def _grants(request) -> list:
    return grants_of(request.user.pk) if request.user.is_authenticated else []


def _actor(request) -> Actor:
    """The session's grant if it is still in force, else the oldest one, else nobody."""
    if not request.user.is_authenticated:
        return Actor.visitor(None)
    chosen = request.session.get(SESSION_GRANT)
    grants = list(request.grants)
    grant = next((g for g in grants if g.pk == chosen), grants[0] if grants else None)
    if grant is None:
        return Actor(
            name=request.user.name,
            role="none",
            zone_id=None,
            user_id=request.user.pk,
            request_id=request.request_id,
        )
    return actor_for(grant, name=request.user.name, request_id=request.request_id)
