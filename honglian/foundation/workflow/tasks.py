"""House-keeping of once-only keys."""

from __future__ import annotations

from datetime import time, timedelta

from honglian.foundation.jobs.api import job, periodic
from honglian.kit import clock

from .models import OnceKey

REMEMBERED = timedelta(days=7)  # longer than a page stays open or an integration tries again


@job("workflow.tidy", "清理提交编号")
def tidy() -> None:
    OnceKey.objects.filter(created_at__lt=clock.now() - REMEMBERED).delete()


periodic("workflow.tidy", at=time(3, 30))
