"""Open sessions: began, seen, ended. Ending one removes it from the session store at once."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest

from honglian.kit import clock

from .models import LoginSession, User

SEEN = "seen"
TOUCH_AFTER = 60  # seconds: how exactly idleness is measured


def begin(request: HttpRequest, user: User) -> LoginSession:
    """Note the session that Django has just opened for this user."""
    request.session[SEEN] = int(clock.now().timestamp())
    # Signing in again in a second tab keeps the key of the session that is already open.
    row, _ = LoginSession.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "user": user,
            "ip": request.META.get("REMOTE_ADDR") or None,
            "user_agent": request.META.get("HTTP_USER_AGENT", "")[:200],
            "seen_at": clock.now(),
            "ended_at": None,
        },
    )
    return row


def touch(request: HttpRequest) -> None:
    """Push the idle sign-out away; writes at most once a minute."""
    now = clock.now()
    if int(now.timestamp()) - request.session.get(SEEN, 0) < TOUCH_AFTER:
        return
    request.session[SEEN] = int(now.timestamp())
    LoginSession.objects.filter(session_key=request.session.session_key).update(seen_at=now)


def open_sessions(user: User) -> QuerySet[LoginSession]:
    """Sessions that still work: not ended and not idle for too long."""
    oldest = clock.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE + TOUCH_AFTER)
    return LoginSession.objects.filter(user=user, ended_at=None, seen_at__gt=oldest)


def end(rows: QuerySet[LoginSession]) -> int:
    """End these sessions now; how many were open."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    keys = list(rows.filter(ended_at=None).values_list("session_key", flat=True))
    for key in keys:
        store(key).delete()
    return LoginSession.objects.filter(session_key__in=keys, ended_at=None).update(
        ended_at=clock.now()
    )


def device(user_agent: str) -> str:
    """A user agent as people name it: ``手机 · 微信``, ``电脑 · Chrome``."""
    lower = user_agent.lower()
    kind = "手机" if any(w in lower for w in ("mobile", "android", "iphone")) else "电脑"
    known = (
        ("wxwork", "企业微信"),
        ("micromessenger", "微信"),
        ("dingtalk", "钉钉"),
        ("edg/", "Edge"),
        ("qihu", "360 浏览器"),
        ("firefox", "Firefox"),
        ("chrome", "Chrome"),
        ("safari", "Safari"),
    )
    name = next((name for mark, name in known if mark in lower), "其他浏览器")
    return f"{kind} · {name}"
