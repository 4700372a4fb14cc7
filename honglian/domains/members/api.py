"""The door of members."""

from . import placing
from .actions import appoint
from .codes import EDUCATION, OCCUPATIONS
from .desks import branch_holder
from .development.reviews import Cultivation, cultivations
from .models import PartyMember
from .organising import api as organising
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
    "Cultivation",
    "PartyMember",
    "appoint",
    "branch_holder",
    "chain_branches",
    "chain_organisations",
    "counted",
    "cultivations",
    "enterprise_organisations",
    "members",
    "organisations",
    "organising",
    "placing",
    "sources",
    "term_due",
    "term_limit",
]
