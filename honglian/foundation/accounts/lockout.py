"""Five wrong passwords in a row lock an account for half an hour."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.db.models import Max, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from honglian.kit import clock


def locked_until(usernames: Iterable[str]) -> dict[str, datetime]:
    """When each locked account opens again; accounts that are open are left out."""
    cool_off = get_cool_off()
    rows = (
        AccessAttempt.objects.filter(
            username__in=list(usernames), attempt_time__gt=clock.now() - cool_off
        )
        .values("username")
        .annotate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
        .filter(failures__gte=settings.AXES_FAILURE_LIMIT)
    )
    return {row["username"]: row["last"] + cool_off for row in rows}


def attempts_left(request: HttpRequest) -> int:
    """How many wrong tries remain, after a failed one on this request."""
    used = getattr(request, "axes_failures_since_start", None) or 0
    return max(0, settings.AXES_FAILURE_LIMIT - used)


def open_again(username: str) -> bool:
    """Forget the failures of an account; whether there were any."""
    return bool(reset(username=username))


def locked_out(
    request: HttpRequest,
    response: HttpResponse | None = None,
    credentials: dict | None = None,
    *args: object,
) -> HttpResponse:
    """The page a locked account sees; called by the lockout library and by the code step.

    It looks the same for names that have no account, so that it tells nobody which exist.
    """
    username = (credentials or {}).get("username") or ""
    until = locked_until([username]).get(username)
    context = {"until": until, "limit": settings.AXES_FAILURE_LIMIT}
    return render(request, "accounts/locked.html", context, status=429)
