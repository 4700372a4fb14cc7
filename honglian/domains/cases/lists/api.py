"""What the rest of the house may use of department lists."""

from .actions import add, cancel, change, finish, merge
from .models import ListItem
from .selectors import items

__all__ = ["ListItem", "add", "cancel", "change", "finish", "items", "merge"]
