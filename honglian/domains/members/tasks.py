"""What members' rules are asked every working day."""

from __future__ import annotations

from datetime import time

from honglian.foundation.jobs.api import job, periodic
from honglian.kit.actor import Actor

from .completeness import reminding
from .organising import terms
from .proposals.actions import look


@job("members.look", "党员管理提醒（党费、流动、失联）")
def look_daily(*, zone_id: int) -> None:
    """Put on the branches' desks what the rules suggest; nothing is decided here."""
    look(zone_id=zone_id, by=Actor.system(zone_id))


periodic("members.look", at=time(7, 30), workdays=True, per_zone=True)


@job("members.terms", "换届提醒")
def terms_daily(*, zone_id: int) -> None:
    """Terms that end within 180, 90 and 30 days come to the desk."""
    terms.sweep(zone_id)


periodic("members.terms", at=time(7, 40), workdays=True, per_zone=True)


@job("members.confirm_watch", "核对提醒")
def confirm_watch_daily(*, zone_id: int) -> None:
    """Branches whose members' particulars were confirmed too long ago find it on the desk."""
    reminding.sweep(zone_id)


periodic("members.confirm_watch", at=time(7, 50), workdays=True, per_zone=True)
