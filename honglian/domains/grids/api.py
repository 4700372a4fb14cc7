"""The door of grids.

For neighbours that plan or do something in a grid: ``grids_of`` (enterprise → grid on a day), ``people_on``
(who serves), ``served_grids`` (where a person serves), ``count_touch`` (what counts as contact).
"""

from . import actions
from .events import DemandRaised, GridChanged, GridEventMoved, SafetyReported
from .models import Grid, GridArea, GridDuty, GridEvent, GridPlan, Placement
from .placing import firms_by_grid, grids_of, settle
from .planning import actions as planning
from .reporting import actions as reporting
from .reporting.reach import served_grids
from .reporting.selectors import waits_for
from .selectors import events, grids, people_on, stale, uncovered
from .touches import Touch, count_touch

__all__ = [
    "DemandRaised",
    "Grid",
    "GridArea",
    "GridChanged",
    "GridDuty",
    "GridEvent",
    "GridEventMoved",
    "GridPlan",
    "Placement",
    "SafetyReported",
    "Touch",
    "actions",
    "count_touch",
    "events",
    "firms_by_grid",
    "grids",
    "grids_of",
    "people_on",
    "planning",
    "reporting",
    "served_grids",
    "settle",
    "stale",
    "uncovered",
    "waits_for",
]
