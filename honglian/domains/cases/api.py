"""The door of the whistle."""

from __future__ import annotations

from . import actions
from .causes import api as causes
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
    "cases",
    "causes",
    "detail",
    "excluded",
    "is_final",
    "ladder",
    "leave",
    "library",
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
    "valid",
]
