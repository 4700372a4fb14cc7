"""What an enterprise wants solved and said at a service visit becomes a whistle.

Neither domain knows the other, so the joining stands here.
"""

from __future__ import annotations

from honglian.domains.cases import api as cases
from honglian.domains.visits import api as visits
from honglian.kit import events
from honglian.kit.actor import Actor, Scope, ScopeKind

CHANNELS = {"grid_worker": "grid", "grid_leader": "grid", "instructor": "instructor"}


def raise_case(heard: visits.DemandHeard) -> None:
    """Report in the visitor's name; the visit was found within the visitor's reach already."""
    who, service = heard.by, heard.service
    by = Actor(
        name=who.name, role=who.role, zone_id=who.zone_id, user_id=who.user_id, grant_id=who.grant_id,
        scope=Scope(ScopeKind.ZONE), permissions=who.permissions | {"cases.create"},
        channel=who.channel, request_id=who.request_id,
    )  # fmt: skip
    cases.actions.report(
        by=by, text=heard.text, enterprise_id=service.enterprise_id,
        channel=CHANNELS.get(who.role, ""), outside_number=service.visit.number,
    )  # fmt: skip


def connect() -> None:
    events.subscribe(visits.DemandHeard, raise_case)
