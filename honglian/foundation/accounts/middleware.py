"""What an account owes before it may go on, and the idle clock of its session."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from honglian.foundation.access.api import ROLES

from . import sessions
from .passwords import must_change
from .signin import DEMO_SESSION

FREE = {"accounts:password", "accounts:second_factor", "accounts:logout", "accounts:login"}
API = "/api/"


class AccountMiddleware:
    """Sends people with an old password, and officers without a second factor, to mend it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs) -> HttpResponse | None:
        if not request.user.is_authenticated:
            return None
        sessions.touch(request)
        if request.resolver_match.view_name in FREE:
            return None
        owed = owes(request)
        return _send(request, *owed) if owed else None


def owes(request: HttpRequest) -> tuple[str, str] | None:
    """(name of the page, why) of what has to be done first."""
    if request.session.get(DEMO_SESSION):
        return None
    if must_change(request.user):
        return "accounts:password", "请先修改口令，再继续使用。"
    role = ROLES.get(request.actor.role)
    if settings.PRODUCTION and role and role.officer and not request.user.has_second_factor:
        return "accounts:second_factor", "三员账号须先启用二次认证，再继续使用。"
    return None


def _send(request: HttpRequest, page: str, why: str) -> HttpResponse:
    if request.path.startswith(API):
        body = {"code": "account_step_required", "message": why, "field": None, "hint": ""}
        return JsonResponse(body, status=403)
    if request.htmx:
        return HttpResponseClientRedirect(reverse(page))
    return redirect(page)
