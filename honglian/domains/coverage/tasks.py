"""Jobs of the two coverages."""

from __future__ import annotations

from datetime import time

from honglian.foundation.jobs.api import job, periodic
from honglian.kit.errors import Refusal

from .computing import compute
from .models import JointPlan
from .periods import keep_zone
from .review import review


@job("coverage.plan", "算联合组建方案", retries=1, backoff=10)
def compute_plan(*, plan_id: int) -> None:
    """Compute a plan that waits; one that is ready is left alone."""
    rows = JointPlan.rows.filter(pk=plan_id)
    if not rows.exclude(state=JointPlan.State.READY).update(state=JointPlan.State.RUNNING):
        return
    try:
        compute(rows.get(), tell=lambda seconds: rows.update(done=seconds))
    except Refusal as refusal:
        rows.update(state=JointPlan.State.FAILED, error=refusal.message[:300])
    except Exception:
        reason = "计算中出了意外，已记下来，管理员可在“后台任务”里重试。"
        rows.update(state=JointPlan.State.FAILED, error=reason)
        raise


@job("coverage.review", "核对应建未建和空白点")
def review_zone(*, zone_id: int) -> None:
    """Also brings the history in step with rows written around the actions (an undone import)."""
    keep_zone(zone_id)
    review(zone_id)


periodic("coverage.review", at=time(6, 30), per_zone=True)
