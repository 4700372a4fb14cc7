"""Who drives where and when: teams with hours and skills, visits with windows and needs.

First as many visits as possible (dear ones first), then as few teams as possible, then the shortest way.
"""

from .checking import Timetable, timetable, violations
from .problem import Params, Problem, Team, Visit
from .result import Bound, Left, Place, Plan, Result, Route
from .solving import solve

__all__ = [
    "Bound",
    "Left",
    "Params",
    "Place",
    "Plan",
    "Problem",
    "Result",
    "Route",
    "Team",
    "Timetable",
    "Visit",
    "solve",
    "timetable",
    "violations",
]
