"""Writes that belong to no single domain."""

from __future__ import annotations

from honglian.foundation.audit.api import record
from honglian.foundation.notify.api import notify
from honglian.kit.actions import action
from honglian.kit.actor import Actor


@action(None)
def report_burden(*, what: str, why: str, by: Actor) -> None:
    """Tell those who can lighten it; anybody who is signed in may, so no permission."""
    record(by=by, verb="burden.report", target_kind="burden", label=what, note=why)
    for role in ("org_admin", "leader"):
        notify(
            zone_id=by.zone_id,
            role=role,
            topic="burden",
            title=f"有人反映填报负担：{what}",
            body=why,
        )
