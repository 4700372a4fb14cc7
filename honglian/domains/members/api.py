"""The door of members."""

from . import base, placing
from .actions import appoint
from .codes import EDUCATION, OCCUPATIONS
from .desks import branch_holder
from .development.reviews import Cultivation, cultivations
from .dues import actions as dues
from .dues.brackets import monthly as monthly_dues
from .floating import actions as floating
from .floating.abroad import Abroad, abroad
from .models import PartyMember
from .organising import api as organising
from .proposals import actions as proposals
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
from .standing import actions as standing
from .standing.activity import report as report_activity
from .transfers import actions as transfers
from .transfers import arriving

__all__ = [
    "EDUCATION",
    "OCCUPATIONS",
    "Abroad",
    "Cultivation",
    "PartyMember",
    "abroad",
    "appoint",
    "arriving",
    "base",
    "branch_holder",
    "chain_branches",
    "chain_organisations",
    "counted",
    "cultivations",
    "dues",
    "enterprise_organisations",
    "floating",
    "members",
    "monthly_dues",
    "organisations",
    "organising",
    "placing",
    "proposals",
    "report_activity",
    "sources",
    "standing",
    "term_due",
    "term_limit",
    "transfers",
]
