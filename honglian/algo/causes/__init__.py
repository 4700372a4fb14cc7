"""Common causes (一件事→一类事): demands that tell of the same thing, found among many.

    from honglian.algo.causes import Demand, Params, Problem, solve
    result = solve(Problem(demands))
    result.best[0].members      # numbers into ``demands``

Pure: texts in, groups and reasons out. People decide whether a group is one cause.
"""

from .finding import solve
from .problem import Cause, Demand, Params, Problem, Result

__all__ = ["Cause", "Demand", "Params", "Problem", "Result", "solve"]
