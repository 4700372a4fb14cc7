"""The door of visits: actions for neighbours and the demo, reads, and what happened."""

from .events import DemandHeard, HazardClosed, HazardFound, InspectionFiled
from .hazards import actions as hazards
from .hazards.models import Hazard
from .hazards.yearly import Span, compare
from .inspecting import actions as inspecting
from .inspecting.codes import code_of, text_of
from .inspecting.models import Inspection, JointVisit, Officer, PowerItem, VisitRequest
from .planning import actions as planning
from .planning.computing import compute as compute_month
from .planning.models import MonthPlan

__all__ = [
    "DemandHeard",
    "Hazard",
    "HazardClosed",
    "HazardFound",
    "Inspection",
    "InspectionFiled",
    "JointVisit",
    "MonthPlan",
    "Officer",
    "PowerItem",
    "Span",
    "VisitRequest",
    "code_of",
    "compare",
    "compute_month",
    "hazards",
    "inspecting",
    "planning",
    "text_of",
]
