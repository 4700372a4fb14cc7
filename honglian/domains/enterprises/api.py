"""The door of enterprises."""

from .actions import keep_promise, log_contact
from .events import EnterpriseChanged
from .gridscope import find_grids_with, in_grids
from .models import ContactLog, ContactPledge, Enterprise, Instructor, pledged_enterprises
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

__all__ = [
    "Collection",
    "ContactLog",
    "ContactPledge",
    "Enterprise",
    "EnterpriseChanged",
    "Instructor",
    "Return",
    "collects",
    "coverage_base",
    "covered_by_organisation",
    "covered_by_work",
    "enterprises",
    "find_grids_with",
    "in_grids",
    "instructors",
    "keep_promise",
    "log_contact",
    "pledged_enterprises",
    "pledges_of",
    "reporting",
    "with_instructor",
    "without_instructor",
]
