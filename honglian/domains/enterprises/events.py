"""What happens to enterprises, for neighbours. Handlers run in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass

from honglian.kit.actor import Actor

from .models import ContactPledge, Enterprise, Instructor


@dataclass(frozen=True)
class EnterpriseChanged:
    """Edited by hand; ledgers tell of themselves by ``LedgerImported``."""

    enterprise: Enterprise
    by: Actor


@dataclass(frozen=True)
class PledgeBegan:
    """Somebody answers for an enterprise from a day on, set by hand or by a published plan."""

    pledge: ContactPledge
    by: Actor


@dataclass(frozen=True)
class InstructorLeft:
    """Everything was handed over before."""

    instructor: Instructor
    by: Actor
