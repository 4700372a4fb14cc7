"""What happens to meetings by the clock."""

from __future__ import annotations

from datetime import time

from honglian.foundation.jobs.api import job, periodic
from honglian.kit.actor import Actor

from .reminding import remind


@job("partylife.remind_meetings", "组织生活到期提醒")
def watch(*, zone_id: int) -> None:
    """Remind branches of what is missing shortly before the month, quarter or year ends."""
    remind(zone_id=zone_id, by=Actor.system(zone_id))


periodic("partylife.remind_meetings", at=time(8, 10), per_zone=True)
