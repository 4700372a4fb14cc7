"""What happens in organisation life by the clock."""

from .meetings import tasks as meetings
from .rectify import tasks as rectify

__all__ = ["meetings", "rectify"]
