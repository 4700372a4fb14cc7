"""All writes about grids: the grids themselves, their people, and who belongs to them."""

from .grids import change, close, create, set_area
from .people import assign, hand_over, relieve
from .placing import place, release

__all__ = [
    "assign",
    "change",
    "close",
    "create",
    "hand_over",
    "place",
    "release",
    "relieve",
    "set_area",
]
