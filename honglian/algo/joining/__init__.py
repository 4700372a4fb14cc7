"""Which enterprises form joint branches together (联合党支部, 领域手册 A.1).

A unit with fewer than three full members joins near and similar ones. As many units as possible
are covered; among such plans the one with fewer, closer and less mixed branches is best.
"""

from .problem import Limits, Problem, Unit
from .result import Bound, Branch, Left, Plan, Result, violations
from .solving import Params, greedy_plan, solve, whole_branch

__all__ = [
    "Bound",
    "Branch",
    "Left",
    "Limits",
    "Params",
    "Plan",
    "Problem",
    "Result",
    "Unit",
    "greedy_plan",
    "solve",
    "violations",
    "whole_branch",
]
