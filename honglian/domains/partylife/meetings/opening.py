"""What meetings register with the house when it starts."""

from __future__ import annotations

from honglian.foundation.audit.api import name_verbs
from honglian.foundation.files.api import register_owner
from honglian.foundation.sheets.api import register
from honglian.kit import slots


def register_meetings() -> None:
    from . import ownership, panels, rules  # noqa: F401  (the rules register themselves)
    from .sheet import MeetingSheet
    from .words import VERBS

    name_verbs(VERBS)
    register(MeetingSheet())
    register_owner("partylife.meeting", ownership.of_meeting)
    slots.fill("enterprises.detail", panels.of_enterprise)
    slots.fill("members.org", panels.of_branch)
