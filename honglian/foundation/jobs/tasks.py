"""House-keeping of the queue itself."""

from __future__ import annotations

from datetime import time, timedelta

from honglian.kit import clock

from .models import Job
from .registry import job, periodic

KEEP_DONE = timedelta(days=7)
KEEP_FAILED = timedelta(days=90)


@job("jobs.tidy", "清理已完成的任务")
def tidy() -> None:
    """Forget done jobs after a week and failed ones after a quarter."""
    now = clock.now()
    Job.rows.filter(state=Job.State.DONE, finished_at__lt=now - KEEP_DONE).delete()
    Job.rows.filter(state=Job.State.FAILED, finished_at__lt=now - KEEP_FAILED).delete()


periodic("jobs.tidy", at=time(3, 10))
