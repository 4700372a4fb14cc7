"""What the rest of the house may use of common causes."""

from .actions import dismiss, finish, keep_found, take
from .finding import look
from .models import CommonCause
from .selectors import causes

__all__ = ["CommonCause", "causes", "dismiss", "finish", "keep_found", "look", "take"]
