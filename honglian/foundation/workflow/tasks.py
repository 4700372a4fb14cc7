"""House-keeping of once-only keys and of what was counted by the hour."""

from __future__ import annotations

from datetime import time, timedelta

from honglian.foundation.jobs.api import job, periodic
from honglian.kit import clock

from .models import OnceKey, Use

REMEMBERED = timedelta(days=7)  # longer than a page stays open or an integration tries again
COUNTED = timedelta(hours=2)


@job("workflow.tidy", "清理提交编号")
def tidy() -> None:
    OnceKey.objects.filter(created_at__lt=clock.now() - REMEMBERED).delete()
    Use.objects.filter(hour__lt=clock.now() - COUNTED).delete()


periodic("workflow.tidy", at=time(3, 30))
