"""The door of the two coverages."""

from .actions import accept, drop, plan, refuse, set_up
from .events import JointBranchProposed, ProposedUnit
from .models import JointPlan, JointProposal
from .rates import Rate, overall
from .review import review
from .selectors import base, rows_on

__all__ = [
    "JointBranchProposed",
    "JointPlan",
    "JointProposal",
    "ProposedUnit",
    "Rate",
    "accept",
    "base",
    "drop",
    "overall",
    "plan",
    "refuse",
    "review",
    "rows_on",
    "set_up",
]
