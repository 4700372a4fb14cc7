"""The door of enterprises."""

from .actions import keep_promise, log_contact
from .events import EnterpriseChanged
from .models import ContactPledge, Enterprise, Instructor, pledged_enterprises
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
    "ContactPledge",
    "Enterprise",
    "EnterpriseChanged",
    "Instructor",
    "coverage_base",
    "covered_by_organisation",
    "covered_by_work",
    "enterprises",
    "instructors",
    "keep_promise",
    "log_contact",
    "pledged_enterprises",
    "pledges_of",
    "with_instructor",
    "without_instructor",
]
