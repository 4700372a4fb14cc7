"""The history of coverage follows the registry."""

from __future__ import annotations

from honglian.domains.enterprises.api import EnterpriseChanged
from honglian.foundation.jobs.api import enqueue
from honglian.foundation.sheets.api import LedgerImported

from . import periods

LEDGERS = ("enterprises", "orgs", "pledges")


def follow_edit(event: EnterpriseChanged) -> None:
    periods.keep(event.enterprise)


def follow_ledger(event: LedgerImported) -> None:
    """Note the day's facts at once; the work lists follow in the background."""
    if event.ledger == "enterprises":
        periods.keep_zone(event.zone_id)
    if event.ledger in LEDGERS:
        zone_id = event.zone_id
        enqueue(
            "coverage.review",
            {"zone_id": zone_id},
            key=f"coverage.review:{zone_id}",
            zone_id=zone_id,
        )
