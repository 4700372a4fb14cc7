"""Campaigns, task forces and department lists of one corner of the world of the permission table."""

from __future__ import annotations

from honglian.domains.cases.campaigns import actions as campaigns
from honglian.domains.cases.models import Target
from honglian.domains.enterprises.models import Enterprise
from honglian.foundation.zones.api import Zone
from honglian.kit import clock
from honglian.kit.actor import Actor


def fieldwork_of(things: dict, zone: Zone, firm: Enterprise) -> None:
    """A running campaign whose list is this one enterprise."""
    by = Actor.system(zone.pk)
    wanted = {"chain": firm.chain_id}
    made = campaigns.plan(
        name="敲门行动", wanted=wanted, starts_on=clock.today(), ends_on=clock.today(), by=by
    )
    things["campaign"] = campaigns.freeze(campaign_id=made.pk, by=by)
    things["target"] = Target.rows.filter(campaign=made).earliest("pk")
