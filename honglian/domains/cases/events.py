"""What happens to a whistle, for neighbours and for notices. Handlers run in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass, field

from honglian.kit.actor import Actor

from .models import Ask, Case, Escalation, Order


@dataclass(frozen=True)
class CaseReported:
    case: Case
    by: Actor


@dataclass(frozen=True)
class CaseRefused:
    case: Case
    by: Actor
    reason: str


@dataclass(frozen=True)
class CaseDispatched:
    """``orders`` are the new ones only: a later addition names the added departments."""

    case: Case
    orders: tuple[Order, ...]
    by: Actor


@dataclass(frozen=True)
class OrderObjected:
    order: Order
    ask: Ask
    by: Actor


@dataclass(frozen=True)
class ObjectionRuled:
    order: Order
    ask: Ask
    by: Actor
    upheld: bool


@dataclass(frozen=True)
class ExtensionAsked:
    """More time or a suspension (``ask.kind`` says which) waits for approval."""

    order: Order
    ask: Ask
    by: Actor


@dataclass(frozen=True)
class ExtensionDecided:
    """The same two kinds."""

    order: Order
    ask: Ask
    by: Actor
    granted: bool


@dataclass(frozen=True)
class OrderWithdrawn:
    order: Order
    by: Actor
    reason: str


@dataclass(frozen=True)
class OrderReplied:
    order: Order
    by: Actor


@dataclass(frozen=True)
class CaseReplied:
    """All departments have answered; the call-back is due."""

    case: Case
    by: Actor


@dataclass(frozen=True)
class CaseClosed:
    case: Case
    by: Actor


@dataclass(frozen=True)
class CaseRated:
    case: Case
    by: Actor


@dataclass(frozen=True)
class CaseReopened:
    case: Case
    orders: tuple[Order, ...]
    by: Actor
    reason: str


@dataclass(frozen=True)
class CaseMerged:
    case: Case
    into: Case
    by: Actor


@dataclass(frozen=True)
class CaseSplit:
    """``parts`` are the new cases; each has been reported as a case of its own before."""

    case: Case
    parts: tuple[Case, ...]
    by: Actor


@dataclass(frozen=True)
class CaseEscalated:
    """Passed on to a rung of the ladder."""

    case: Case
    escalation: Escalation
    by: Actor


@dataclass(frozen=True)
class EscalationAnswered:
    case: Case
    escalation: Escalation
    by: Actor


@dataclass(frozen=True)
class OrderHandedOver:
    """Another person of the department works on it; ``reason`` says why."""

    order: Order
    by: Actor
    reason: str


@dataclass(frozen=True)
class CaseSupervised:
    case: Case
    level: int
    by: Actor
    requirement: str = ""
    departments: tuple[int, ...] = field(default=())
