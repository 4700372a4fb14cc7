"""Writes about members."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from honglian.foundation.audit.api import record
from honglian.kit.actions import action
from honglian.kit.actor import Actor

from .models import PartyMember


@action("members.reveal")
def reveal(*, member_id: int, by: Actor) -> PartyMember:
    """The member with personal fields to be shown in full; each look is on record (O.1)."""
    member = get_object_or_404(
        PartyMember.objects.visible_to(by).select_related("branch"), pk=member_id
    )
    record(by=by, verb="members.reveal", target=member, note="身份证号、手机、住址")
    return member
