"""What happens to visits and hazards, for neighbours. Handlers run in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from honglian.kit.actor import Actor

if TYPE_CHECKING:
    from .hazards.models import Hazard
    from .inspecting.models import Inspection, ServiceVisit


@dataclass(frozen=True)
class HazardFound:
    hazard: Hazard
    by: Actor


@dataclass(frozen=True)
class HazardClosed:
    hazard: Hazard
    by: Actor


@dataclass(frozen=True)
class InspectionFiled:
    inspection: Inspection
    by: Actor


@dataclass(frozen=True)
class DemandHeard:
    """A service visit heard of something that the enterprise wants solved."""

    service: ServiceVisit
    text: str
    by: Actor
