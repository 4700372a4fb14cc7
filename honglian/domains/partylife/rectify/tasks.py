"""What happens to rectification items by the clock."""

from __future__ import annotations

from datetime import time

from honglian.foundation.jobs.api import job, periodic
from honglian.kit.actor import Actor

from .actions import escalate_overdue
from .models import RectifyItem
from .selectors import overdue


@job("partylife.rectify_watch", "整改逾期提级")
def watch(*, zone_id: int) -> None:
    """Put items that are overdue for too long before the level above, each once (RF-06)."""
    system = Actor.system(zone_id)
    rows = overdue(RectifyItem.rows.filter(zone_id=zone_id, escalated_on=None))
    for pk in rows.values_list("pk", flat=True):
        escalate_overdue(item_id=pk, by=system)


periodic("partylife.rectify_watch", at=time(8, 30), per_zone=True)
