"""The job that computes a month's plan."""

from __future__ import annotations

from honglian.foundation.jobs.api import job
from honglian.kit.errors import Refusal

from .computing import compute
from .models import MonthPlan

DONE = (MonthPlan.State.READY, MonthPlan.State.ACCEPTED)


@job("visits.plan", "算月度排期", retries=1, backoff=10)
def compute_plan(*, plan_id: int) -> None:
    """Compute a plan that waits; one that is ready or accepted is left alone."""
    rows = MonthPlan.rows.filter(pk=plan_id)
    if not rows.exclude(state__in=DONE).update(state=MonthPlan.State.RUNNING):
        return
    try:
        compute(rows.get(), tell=lambda seconds: rows.update(done=seconds))
    except Refusal as refusal:
        rows.update(state=MonthPlan.State.FAILED, error=refusal.message[:300])
    except Exception:
        reason = "计算中出了意外，已记下来，管理员可在“后台任务”里重试。"
        rows.update(state=MonthPlan.State.FAILED, error=reason)
        raise
