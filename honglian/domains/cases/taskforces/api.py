"""What the rest of the house may use of task forces."""

from .actions import dissolve, enlist, finish, form_up, meet, plan
from .models import TaskForce
from .selectors import task_forces

__all__ = [
    "TaskForce",
    "dissolve",
    "enlist",
    "finish",
    "form_up",
    "meet",
    "plan",
    "task_forces",
]
