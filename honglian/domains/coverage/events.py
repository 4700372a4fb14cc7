"""What the planner tells its neighbours. Handlers run in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass

from honglian.kit.actor import Actor


@dataclass(frozen=True, slots=True)
class ProposedUnit:
    """One enterprise of a proposed joint branch; ``full`` and ``probationary`` as surveyed."""

    uscc: str
    name: str
    full: int
    probationary: int


@dataclass(frozen=True, slots=True)
class JointBranchProposed:
    """A person accepted a proposal: an application for a joint branch may be drawn up from it.

    ``units``: the suggested lead first. Known as ``coverage.joint_branch_proposed``.
    """

    zone_id: int
    proposal_id: int
    name: str
    chain_id: int | None
    units: tuple[ProposedUnit, ...]
    reasons: tuple[str, ...]
    by: Actor
