"""Tables of visits: each sub-folder declares its own."""

from __future__ import annotations

from .hazards.models import Hazard
from .inspecting.models import (
    EnterpriseCode,
    Inspection,
    JointVisit,
    Officer,
    PowerItem,
    ServiceVisit,
    VisitRequest,
)

__all__ = [
    "EnterpriseCode",
    "Hazard",
    "Inspection",
    "JointVisit",
    "Officer",
    "PowerItem",
    "ServiceVisit",
    "VisitRequest",
]
