"""The door of figures: definitions with names, aliases and units; their values for a reader.

A brief or a checker of texts asks ``figures(actor, day)`` and works with :class:`Figure`: ``code``,
``name``, ``aliases``, ``unit``, ``value`` (exact) and ``rounded`` (as written), ``shown``,
``sentence``, ``status`` with ``why``, ``records`` and ``span_words``.
"""

from __future__ import annotations

from . import actions
from .computing import WITH_VALUE, Figure, Status, figures, of, trend, versions_on
from .models import Indicator, IndicatorValue, IndicatorVersion
from .selectors import definitions, indicator_by_code, taken_at
from .tasks import bring_in_step

__all__ = [
    "WITH_VALUE",
    "Figure",
    "Indicator",
    "IndicatorValue",
    "IndicatorVersion",
    "Status",
    "actions",
    "bring_in_step",
    "definitions",
    "figures",
    "indicator_by_code",
    "of",
    "taken_at",
    "trend",
    "versions_on",
]
