"""What the cases' own pages hold besides cases: knowledge, reply templates, a leave."""

from __future__ import annotations

from honglian.domains.cases.models import Ask, Delegation, KnowledgeEntry, Order, ReplyTemplate
from honglian.foundation.accounts.models import User
from honglian.foundation.zones.api import Zone
from honglian.kit import clock


def add(things: dict, zone: Zone, order: Order) -> None:
    """What the zone has learned to say, and a leave of two people nobody here is, an open request."""
    kept = {"zone": zone, "changed_at": clock.now()}
    things["knowledge"] = KnowledgeEntry.rows.create(
        question="退税慢找谁", answer="找税务分局。", made_by="某人", **kept
    )
    things["reply_template"] = ReplyTemplate.rows.create(
        title=f"退税到账{order.pk}", text="退税已到账。", changed_by="某人", **kept
    )
    away, deputy = (
        User.objects.create(username=f"{name}-{order.pk}", name=name) for name in ("away", "stays")
    )
    things["delegation"] = Delegation.objects.create(
        zone=zone,
        department=order.department,
        absent=away,
        deputy=deputy,
        since=clock.today(),
        until=clock.today(),
        reason="病假",
        made_by="某人",
        made_at=clock.now(),
    )
    things["ask"] = Ask.objects.create(
        order=order,
        kind="extension",
        reason="材料多",
        wanted="3 工作日",
        asked_by="某人",
        asked_at=clock.now(),
    )
