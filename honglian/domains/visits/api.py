"""The door of visits: actions for neighbours and the demo, reads, and what happened."""

from .events import DemandHeard, HazardClosed, HazardFound, InspectionFiled
from .hazards import actions as hazards
from .hazards.models import Hazard
from .hazards.yearly import Span, compare
from .inspecting import actions as inspecting
from .inspecting.codes import code_of, text_of
from .inspecting.models import Inspection, JointVisit, Officer, PowerItem, VisitRequest

__all__ = [
    "DemandHeard",
    "Hazard",
    "HazardClosed",
    "HazardFound",
    "Inspection",
    "InspectionFiled",
    "JointVisit",
    "Officer",
    "PowerItem",
    "Span",
    "VisitRequest",
    "code_of",
    "compare",
    "hazards",
    "inspecting",
    "text_of",
]
