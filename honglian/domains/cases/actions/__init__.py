"""All writes of the whistle: intake, dispatch, orders, asks, call-back."""

from .asks import ask_extension, decide_extension, object_to, rule_objection
from .callback import call_back, close, rate, rate_with_code, reopen
from .dispatch import dispatch, redispatch, supervise, withdraw
from .intake import Reported, accept, classify, refuse, report
from .notes import comment, merge, reveal_reporter
from .orders import contact, note, pause, reply, resume, sign

__all__ = [
    "Reported",
    "accept",
    "ask_extension",
    "call_back",
    "classify",
    "close",
    "comment",
    "contact",
    "decide_extension",
    "dispatch",
    "merge",
    "note",
    "object_to",
    "pause",
    "rate",
    "rate_with_code",
    "redispatch",
    "refuse",
    "reopen",
    "reply",
    "report",
    "resume",
    "reveal_reporter",
    "rule_objection",
    "sign",
    "supervise",
    "withdraw",
]
