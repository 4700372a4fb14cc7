"""All writes about rectification items."""

from ._opening import number_for
from .checking import (
    assess,
    escalate_overdue,
    look_back,
    send_back,
    sign_off,
    supervise,
    take,
)
from .work import (
    add_evidence,
    apply_close,
    drop,
    plan,
    progress,
    register,
    withdraw,
)

__all__ = [
    "add_evidence",
    "apply_close",
    "assess",
    "drop",
    "escalate_overdue",
    "look_back",
    "number_for",
    "plan",
    "progress",
    "register",
    "send_back",
    "sign_off",
    "supervise",
    "take",
    "withdraw",
]
