"""Declarative lists: one class says columns, filters, order and actions; every list page of the product is one."""

from .columns import Column
from .filters import (
    BoolFilter,
    Bound,
    ChoiceFilter,
    DateRangeFilter,
    Filter,
    NumberRangeFilter,
    TextFilter,
)
from .listing import Listing, selected_ids
from .parts import BulkAction, Ordering, Total
from .saved import SavedView, SavedViews, keep_views_with, saved_views

__all__ = [
    "BoolFilter",
    "Bound",
    "BulkAction",
    "ChoiceFilter",
    "Column",
    "DateRangeFilter",
    "Filter",
    "Listing",
    "NumberRangeFilter",
    "Ordering",
    "SavedView",
    "SavedViews",
    "TextFilter",
    "Total",
    "keep_views_with",
    "saved_views",
    "selected_ids",
]
