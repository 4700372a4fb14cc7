"""Whose address a request comes from when proxies stand in front.

The log, the lockout and the limits for visitors look at the sender's address. Behind a
proxy that is the proxy's; the real one is in ``X-Forwarded-For``, where anybody may write
anything in front of what the own proxies append. So the site says how many there are.
"""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class ProxyMiddleware:
    """Puts the sender's address where everything else looks for it; first in the row."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.HONGLIAN_PROXIES:
            forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
            if found := sender(forwarded, settings.HONGLIAN_PROXIES):
                request.META["REMOTE_ADDR"] = found
        return self.get_response(request)


def sender(forwarded: str, proxies: int) -> str:
    """The address that the outermost own proxy saw; empty when the header cannot tell."""
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    if len(hops) < proxies:
        return ""
    try:
        return str(ip_address(hops[-proxies]))
    except ValueError:
        return ""
