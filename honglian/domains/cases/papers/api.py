"""What the rest of the house may use of cases' documents."""

from .actions import issue_paper
from .monthly.actions import issue_monthly
from .monthly.selectors import Month

__all__ = ["Month", "issue_monthly", "issue_paper"]
