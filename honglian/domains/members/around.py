"""What the page of one member shows of transfers, dues, absence, standing and open suggestions."""

from __future__ import annotations

from typing import Any

from honglian.kit import clock
from honglian.kit.actor import Actor

from .dues.selectors import account
from .floating.states import FLOATING
from .models import FloatingStay, PartyMember, Proposal, StandingMatter, Transfer
from .placing import COUNTED
from .standing.selectors import history


def around(actor: Actor, member: PartyMember) -> dict[str, Any]:
    """Context of the fragment ``members/_around.html``; each part only what the actor may see."""
    today, dues = clock.today(), account(member)
    paid, owed = dues.paid_to(), dues.owed(today)
    counts = member.standing in COUNTED
    stays = FloatingStay.objects.visible_to(actor).filter(
        member=member, state__in=FLOATING.open_states
    )
    return {
        "transfers": Transfer.objects.visible_to(actor).filter(member=member).order_by("-pk")[:5],
        "stay": stays.first(),
        "matters": StandingMatter.objects.visible_to(actor)
        .filter(member=member)
        .order_by("-pk")[:5],
        "proposals": Proposal.objects.visible_to(actor).filter(member=member, state="open"),
        "paid_to": paid,
        "owed": owed,
        "year": today.year,
        "agreed": dues.agreed.get(today.year),
        "history": history(member),
        "may_transfer": counts and actor.can("members.transfer"),
        "may_dues": counts and actor.can("members.dues"),
        "may_standing": actor.can("members.standing"),
    }
