"""All writes about accounts: by administrators, and by people about their own."""

from .administration import (
    create_account,
    remove_second_factor,
    reset_password,
    set_active,
    unlock,
)
from .own import (
    change_password,
    edit_contact,
    end_other_sessions,
    end_session,
    enrol_second_factor,
    renew_recovery_codes,
    reveal_own,
    stop_second_factor,
)

__all__ = [
    "change_password",
    "create_account",
    "edit_contact",
    "end_other_sessions",
    "end_session",
    "enrol_second_factor",
    "remove_second_factor",
    "renew_recovery_codes",
    "reset_password",
    "reveal_own",
    "set_active",
    "stop_second_factor",
    "unlock",
]
