"""All writes about requests, visits and inspections."""

from .asking import drop_request, file_request, object_to
from .catalogue import add_item, add_officer, mark_away, publish_item, renew_code, renew_officer
from .doing import answer, close, enter, file_result, rate
from .preparing import approve, assign, cancel, give_notice, plan_inspection, refuse
from .visiting import cancel_visit, move_visit, open_visit, rate_visit, record_service

__all__ = [
    "add_item",
    "add_officer",
    "answer",
    "approve",
    "assign",
    "cancel",
    "cancel_visit",
    "close",
    "drop_request",
    "enter",
    "file_request",
    "file_result",
    "give_notice",
    "mark_away",
    "move_visit",
    "object_to",
    "open_visit",
    "plan_inspection",
    "publish_item",
    "rate",
    "rate_visit",
    "record_service",
    "refuse",
    "renew_code",
    "renew_officer",
]
