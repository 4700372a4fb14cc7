"""Who guides which enterprise (一企一名主指导员, 领域手册 A.5): the exact optimum, its reasons and prices."""

from .people import Firm, Guide, Params, between
from .problem import NOBODY, Problem
from .result import Choice, Result, prices_of_rules, violations
from .solving import solve

__all__ = [
    "NOBODY",
    "Choice",
    "Firm",
    "Guide",
    "Params",
    "Problem",
    "Result",
    "between",
    "prices_of_rules",
    "solve",
    "violations",
]
