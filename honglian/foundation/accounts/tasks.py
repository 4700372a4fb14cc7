"""Nightly tidying of what signing in leaves behind. The audit log keeps every sign-in."""

from __future__ import annotations

from datetime import time, timedelta

from axes.models import AccessAttempt
from django.contrib.sessions.models import Session

from honglian.foundation.jobs.api import job, periodic
from honglian.kit import clock

from .models import LoginSession

ATTEMPTS_KEPT = timedelta(days=1)  # a lock lasts half an hour
SESSIONS_KEPT = timedelta(days=30)


@job("accounts.tidy", "清理过期会话")
def tidy() -> None:
    now = clock.now()
    Session.objects.filter(expire_date__lt=now).delete()
    LoginSession.objects.filter(seen_at__lt=now - SESSIONS_KEPT).delete()
    AccessAttempt.objects.filter(attempt_time__lt=now - ATTEMPTS_KEPT).delete()


periodic("accounts.tidy", at=time(3, 50))
