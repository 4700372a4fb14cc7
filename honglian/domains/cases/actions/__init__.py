"""All writes of the whistle: intake, dispatch, orders, asks, call-back."""

from .asks import ask_extension, decide_extension, object_to, rule_objection
from .callback import call_back, close, rate, rate_with_code, reopen
from .dispatch import dispatch, redispatch, supervise, withdraw
from .intake import Reported, accept, classify, refuse, report
from .notes import comment, merge, reveal_reporter
from .orders import contact, note, pause, reply, resume, sign
from .parts import split
from .review import put_up_for_review, review_suspension
from .suspension import ask_suspension, decide_suspension

__all__ = [
    "Reported",
    "accept",
    "ask_extension",
    "ask_suspension",
    "call_back",
    "classify",
    "close",
    "comment",
    "contact",
    "decide_extension",
    "decide_suspension",
    "dispatch",
    "merge",
    "note",
    "object_to",
    "pause",
    "put_up_for_review",
    "rate",
    "rate_with_code",
    "redispatch",
    "refuse",
    "reopen",
    "reply",
    "report",
    "resume",
    "reveal_reporter",
    "review_suspension",
    "rule_objection",
    "sign",
    "split",
    "supervise",
    "withdraw",
]
