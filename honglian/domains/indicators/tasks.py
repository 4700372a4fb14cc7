"""Jobs of the figures: the snapshot follows the records."""

from __future__ import annotations

from datetime import time, timedelta

from honglian.analytics.api import refresh_zone
from honglian.foundation.jobs.api import job, periodic


def bring_in_step(zone_id: int, *, full: bool = False) -> int:
    """Let the figures of a zone see what was written until now; returns how many rows moved."""
    return refresh_zone(zone_id, full=full)


@job("indicators.refresh", "更新指标数据", retries=1)
def refresh(*, zone_id: int) -> None:
    bring_in_step(zone_id)


@job("indicators.rebuild", "重建指标数据", retries=1)
def rebuild(*, zone_id: int) -> None:
    """Once a night everything is read anew, so that nothing written around the actions stays unseen."""
    bring_in_step(zone_id, full=True)


periodic("indicators.refresh", every=timedelta(minutes=10), per_zone=True)
periodic("indicators.rebuild", at=time(2, 40), per_zone=True)
