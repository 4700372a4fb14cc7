"""Signing in, step by step: password, second factor, then a session.

A wrong name costs the same time as a wrong password (Django hashes the given one for
nobody) and reads the same. Wrong codes of the second factor count as wrong passwords.
"""

from __future__ import annotations

from dataclasses import dataclass

from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest

from honglian.foundation.audit.api import record
from honglian.kit import clock
from honglian.kit.actor import Actor

from . import lockout, sessions
from .identity import self_actor
from .models import User
from .passwords import code_has_expired
from .secondfactor import accept_code

BACKEND = "django.contrib.auth.backends.ModelBackend"
PENDING = "pending_second_factor"
PENDING_LIFE = 300  # seconds between password and code
DEMO_SESSION = "demo_session"


@dataclass(frozen=True, slots=True)
class Outcome:
    """``next`` is done, code (second factor asked), refused or locked."""

    next: str
    sentence: str = ""


def with_password(request: HttpRequest, username: str, password: str) -> Outcome:
    """Check name and password; opens the session where no second factor is asked."""
    user = authenticate(request, username=username, password=password)
    if user is None:
        return _failed(request, username, "口令")
    if code_has_expired(user):
        _log_failure(request, user, "一次性口令已过期")
        return Outcome("refused", "一次性口令已过 24 小时，请联系系统管理员重新设置。")
    if user.has_second_factor:
        request.session.cycle_key()
        request.session[PENDING] = {"user": user.pk, "at": int(clock.now().timestamp())}
        return Outcome("code")
    open_session(request, user, how="口令")
    return Outcome("done")


def pending_user(request: HttpRequest) -> User | None:
    """Who gave a right password within the last five minutes and now owes the code."""
    waiting = request.session.get(PENDING)
    if not waiting or int(clock.now().timestamp()) - waiting["at"] > PENDING_LIFE:
        return None
    return User.objects.filter(pk=waiting["user"], is_active=True).first()


def with_code(request: HttpRequest, user: User, code: str) -> Outcome:
    """Check the second factor of :func:`pending_user`."""
    credentials = {"username": user.username}
    if not AxesProxyHandler.is_allowed(request, credentials):
        request.axes_locked_out, request.axes_credentials = True, credentials
        return Outcome("locked")
    if not accept_code(user, code):
        user_login_failed.send(sender=__name__, credentials=credentials, request=request)
        return _failed(request, user.username, "验证码")
    request.session.pop(PENDING, None)
    open_session(request, user, how="口令和二次认证")
    return Outcome("done")


def open_session(request: HttpRequest, user: User, *, how: str, demo: bool = False) -> None:
    if request.user.is_authenticated and request.user.pk != user.pk:
        sign_out(request)
    login(request, user, backend=BACKEND)
    if demo:
        request.session[DEMO_SESSION] = True
    sessions.begin(request, user)
    by = self_actor(user, request_id=_request_id(request))
    record(by=by, verb="accounts.login", target=user, note=how)


def sign_out(request: HttpRequest) -> None:
    user = request.user
    if not user.is_authenticated:
        return
    sessions.end(user.login_sessions.filter(session_key=request.session.session_key))
    record(
        by=self_actor(user, request_id=_request_id(request)),
        verb="accounts.logout",
        target=user,
    )
    logout(request)


def _failed(request: HttpRequest, username: str, what: str) -> Outcome:
    """Log a failure and say how many tries are left; the same for names nobody has."""
    user = User.objects.filter(username=username).first()
    _log_failure(request, user, f"{what}不对")
    if getattr(request, "axes_locked_out", False):
        return Outcome("locked")
    left = lockout.attempts_left(request)
    wrong = "账号或口令不对" if what == "口令" else "验证码不对、已经用过或已过期"
    return Outcome("refused", f"{wrong}。再错 {left} 次，账号将锁定 30 分钟。")


def _log_failure(request: HttpRequest, user: User | None, note: str) -> None:
    """A name nobody has is not written down: people type their password into the wrong field."""
    visitor = Actor.visitor(user.zone_id if user else None)
    record(
        by=visitor,
        verb="accounts.login_failed",
        target=user,
        target_kind="accounts.user",
        label="" if user else "（没有这个账号）",
        note=note,
    )


def _request_id(request: HttpRequest) -> str:
    return getattr(request, "request_id", "")
