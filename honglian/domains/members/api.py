"""The door of members."""

from . import placing
from .actions import appoint
from .codes import EDUCATION, OCCUPATIONS
from .models import PartyMember
from .rules import sources
from .selectors import (
    chain_branches,
    chain_organisations,
    counted,
    enterprise_organisations,
    members,
    organisations,
    term_due,
    term_limit,
)

__all__ = [
    "EDUCATION",
    "OCCUPATIONS",
    "PartyMember",
    "appoint",
    "chain_branches",
    "chain_organisations",
    "counted",
    "enterprise_organisations",
    "members",
    "organisations",
    "placing",
    "sources",
    "term_due",
    "term_limit",
]
