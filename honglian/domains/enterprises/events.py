"""What happens to enterprises, for neighbours. Handlers run in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass

from honglian.kit.actor import Actor

from .models import Enterprise


@dataclass(frozen=True)
class EnterpriseChanged:
    """Edited by hand; ledgers tell of themselves by ``LedgerImported``."""

    enterprise: Enterprise
    by: Actor
