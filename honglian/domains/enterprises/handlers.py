"""What contacts do when a ledger came in."""

from __future__ import annotations

from honglian.foundation.sheets.api import LedgerImported
from honglian.kit.actor import Actor

from .contacts.binding import follow_pledges


def follow_ledger(event: LedgerImported) -> None:
    """Promises go with the enterprises that a ledger of pledges gave to somebody else."""
    if event.ledger == "pledges":
        follow_pledges(event.zone_id, by=Actor.system(event.zone_id))
