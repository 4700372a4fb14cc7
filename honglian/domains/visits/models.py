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
from .planning.models import Crew, MonthPlan, PlanEntry

__all__ = [
    "Crew",
    "EnterpriseCode",
    "Hazard",
    "Inspection",
    "JointVisit",
    "MonthPlan",
    "Officer",
    "PlanEntry",
    "PowerItem",
    "ServiceVisit",
    "VisitRequest",
]
