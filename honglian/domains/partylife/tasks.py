"""What happens in organisation life by the clock."""

from .rectify import tasks as rectify

__all__ = ["rectify"]
