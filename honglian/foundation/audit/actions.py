"""What the auditor does leaves its own trace."""

from __future__ import annotations

from honglian.kit.actions import action
from honglian.kit.actor import Actor

from .api import record
from .chain import Break, check_chain
from .models import AuditHead


@action("audit.view")
def verify(*, by: Actor) -> tuple[int, list[Break]]:
    """Check the zone's chain: how many entries there should be, and every break. Logged after."""
    zone = by.zone_id or 0
    expected = AuditHead.objects.filter(zone_id=zone).values_list("seq", flat=True).first() or 0
    found = check_chain(zone)
    note = f"{expected} 条，{'完整' if not found else f'发现 {len(found)} 处异常'}"
    record(by=by, verb="audit.check", target_kind="audit.auditentry", note=note, zone_id=zone)
    return expected, found
