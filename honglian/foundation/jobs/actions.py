"""What the system administrator may do to jobs."""

from __future__ import annotations

from honglian.foundation.audit.api import record
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor

from .models import Job
from .registry import title_of


@action("jobs.retry")
def retry_jobs(*, job_ids: list[int], by: Actor) -> int:
    """Put failed jobs back into the queue with all their tries; returns how many.

    Jobs that did not fail, or that somebody else has just retried, are left alone.
    """
    rows = Job.objects.visible_to(by).filter(pk__in=job_ids, state=Job.State.FAILED)
    names = sorted(set(rows.values_list("name", flat=True)))
    count = rows.update(
        state=Job.State.WAITING,
        attempts=0,
        run_at=clock.now(),
        finished_at=None,
    )
    if count:
        record(
            by=by,
            verb="jobs.retry",
            target_kind="jobs.job",
            target_id=",".join(map(str, job_ids))[:64],
            label="、".join(title_of(name) for name in names),
            note=f"重试 {count} 个",
        )
    return count
