"""Jobs of enterprises and their contacts."""

from __future__ import annotations

from datetime import time

from honglian.foundation.jobs.api import job, periodic
from honglian.kit.actor import Actor

from .assigning.computing import compute
from .assigning.states import PLAN
from .contacts.binding import follow_pledges
from .models import AssignmentPlan


@job("assignment.compute", "算分配方案", retries=1, backoff=10)
def compute_plan(*, plan_id: int) -> None:
    """Compute a plan that waits; one that is ready or dropped is left alone."""
    plan = AssignmentPlan.rows.filter(pk=plan_id, state=PLAN.initial).first()
    if plan is None:
        return
    try:
        compute(plan)
    except Exception:
        why = "计算中出了意外，已记下来；请换条件再算，或请管理员看“后台任务”。"
        failed = PLAN.apply(PLAN.initial, "fail")
        AssignmentPlan.rows.filter(pk=plan_id, state=PLAN.initial).update(state=failed, error=why)
        raise


@job("pledges.follow", "承诺随包保移交")
def follow(*, zone_id: int) -> None:
    """Handovers that were planned for today, and those a ledger brought."""
    follow_pledges(zone_id, by=Actor.system(zone_id))


periodic("pledges.follow", at=time(0, 20), per_zone=True)
