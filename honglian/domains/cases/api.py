"""The door of the whistle."""

from __future__ import annotations

from . import actions
from .campaigns import api as campaigns
from .causes import api as causes
from .dispatching.trying import try_dispatch_rules
from .events import (
    CaseClosed,
    CaseDispatched,
    CaseEscalated,
    CaseMerged,
    CaseRated,
    CaseRefused,
    CaseReopened,
    CaseReplied,
    CaseReported,
    CaseSplit,
    CaseSupervised,
    OrderReplied,
)
from .ladder import actions as ladder
from .leave import actions as leave
from .library import actions as library
from .lists import api as lists
from .models import Case, Order
from .papers import api as papers
from .rates import Rate, excluded, rates, rates_by_department, valid
from .selectors import (
    cases,
    detail,
    is_final,
    my_orders,
    open_states,
    orders_of,
    overdue,
    overdue_orders,
    start_of_year,
    supervision_proposals,
)
from .taskforces import api as taskforces

__all__ = [
    "Case",
    "CaseClosed",
    "CaseDispatched",
    "CaseEscalated",
    "CaseMerged",
    "CaseRated",
    "CaseRefused",
    "CaseReopened",
    "CaseReplied",
    "CaseReported",
    "CaseSplit",
    "CaseSupervised",
    "Order",
    "OrderReplied",
    "Rate",
    "actions",
    "campaigns",
    "cases",
    "causes",
    "detail",
    "excluded",
    "is_final",
    "ladder",
    "leave",
    "library",
    "lists",
    "my_orders",
    "open_states",
    "orders_of",
    "overdue",
    "overdue_orders",
    "papers",
    "rates",
    "rates_by_department",
    "start_of_year",
    "supervision_proposals",
    "taskforces",
    "try_dispatch_rules",
    "valid",
]
