"""What members' rules are asked every working day."""

from __future__ import annotations

from datetime import time

from honglian.foundation.jobs.api import job, periodic
from honglian.kit.actor import Actor

from .proposals.actions import look


@job("members.look", "党员管理提醒（党费、流动、失联）")
def look_daily(*, zone_id: int) -> None:
    """Put on the branches' desks what the rules suggest; nothing is decided here."""
    look(zone_id=zone_id, by=Actor.system(zone_id))


periodic("members.look", at=time(7, 30), workdays=True, per_zone=True)
