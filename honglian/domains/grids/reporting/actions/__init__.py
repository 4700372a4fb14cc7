"""All writes about grid events."""

from .collecting import note, report
from .deciding import accept, dispatch, raise_case, refuse
from .handling import finish, receive, reject, reopen, verify
from .whistles import close_with_case, follow_case, link_case, refuse_with_case

__all__ = [
    "accept",
    "close_with_case",
    "dispatch",
    "finish",
    "follow_case",
    "link_case",
    "note",
    "raise_case",
    "receive",
    "refuse",
    "refuse_with_case",
    "reject",
    "reopen",
    "report",
    "verify",
]
