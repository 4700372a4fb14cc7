"""Jobs of grids."""

from __future__ import annotations

from datetime import time

from honglian.foundation.jobs.api import job, periodic

from .placing import settle


@job("grids.settle", "核对企业归属哪个网格")
def settle_zone(*, zone_id: int) -> None:
    """Grids that begin or end today, and ledgers brought in: safe to run twice."""
    settle(zone_id)


periodic("grids.settle", at=time(6, 10), per_zone=True)
