"""The door of enterprises."""

from .actions import keep_promise, log_contact, pledge, update, withdraw_promise
from .assigning import actions as assigning
from .contacts import actions as contacts
from .contacts.following import Followed, Following, register_following
from .events import EnterpriseChanged, InstructorLeft, PledgeBegan
from .gridscope import find_grids_with, in_grids
from .models import (
    AssignmentPair,
    AssignmentPlan,
    Conflict,
    ContactLog,
    ContactPledge,
    Enterprise,
    Instructor,
    LeaveCover,
    pledged_enterprises,
)
from .reporting import actions as reporting
from .reporting.models import Collection, Return, collects
from .selectors import (
    coverage_base,
    covered_by_organisation,
    covered_by_work,
    enterprises,
    instructors,
    pledges_of,
    with_instructor,
    without_instructor,
)
from .validity import held_on

__all__ = [
    "AssignmentPair",
    "AssignmentPlan",
    "Collection",
    "Conflict",
    "ContactLog",
    "ContactPledge",
    "Enterprise",
    "EnterpriseChanged",
    "Followed",
    "Following",
    "Instructor",
    "InstructorLeft",
    "LeaveCover",
    "PledgeBegan",
    "Return",
    "assigning",
    "collects",
    "contacts",
    "coverage_base",
    "covered_by_organisation",
    "covered_by_work",
    "enterprises",
    "find_grids_with",
    "held_on",
    "in_grids",
    "instructors",
    "keep_promise",
    "log_contact",
    "pledge",
    "pledged_enterprises",
    "pledges_of",
    "register_following",
    "reporting",
    "update",
    "with_instructor",
    "withdraw_promise",
    "without_instructor",
]
