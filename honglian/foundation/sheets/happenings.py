"""What ledgers tell their neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class LedgerImported:
    """A batch is written (same transaction). ``counts``: created, updated, unchanged, rejected."""

    ledger: str
    zone_id: int
    batch_id: int
    counts: Mapping[str, int]
