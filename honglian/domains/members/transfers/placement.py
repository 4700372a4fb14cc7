"""What a finished transfer changes: the member's branch on that day, or the roster."""

from __future__ import annotations

from datetime import date

from honglian.algo.hanzi import search_tokens
from honglian.kit.errors import Refusal

from ..floating.models import FloatingStay
from ..floating.states import FLOATING
from ..models import PartyMember
from ..placing import move, stand
from .models import Transfer


def settle(transfer: Transfer, on: date) -> None:
    """Carry the transfer out: nothing of this happens before the new branch has accepted."""
    if transfer.direction == Transfer.Direction.WITHIN:
        move(transfer.member, to=transfer.to_branch, on=on)
    elif transfer.direction == Transfer.Direction.OUT:
        stand(transfer.member, PartyMember.Standing.TRANSFERRED, on=on)
    else:
        transfer.member = enrol(transfer, on)
        transfer.save(update_fields=["member"])
    _end_stay(transfer)


def _end_stay(transfer: Transfer) -> None:
    """A member who was away and is transferred now is not away any more."""
    for stay in FloatingStay.rows.filter(
        member=transfer.member, state__in=FLOATING.open_states
    ).select_related("item"):
        from ..floating.desk import close_as

        close_as(stay, "moved")


def enrol(transfer: Transfer, on: date) -> PartyMember:
    """Put the one who came from outside on the roster; a former member of ours is taken up again."""
    arrival = transfer.arrival
    member = PartyMember.rows.filter(
        zone_id=transfer.zone_id, id_no_index=arrival.id_no_index
    ).first()
    if member is not None and member.standing != PartyMember.Standing.TRANSFERRED:
        raise Refusal(
            f"身份号码相同的党员{member.name}已在{member.branch.name}，不能再接收一次；请核对。",
            code="already_here",
        )
    member = member or PartyMember(
        zone_id=transfer.zone_id, id_no=arrival.id_no, id_no_index=arrival.id_no_index
    )
    member.branch = transfer.to_branch
    member.standing = PartyMember.Standing.NORMAL
    for name in (
        "gender", "ethnicity", "birth_date", "category", "joined_on", "full_on", "mobile",
    ):  # fmt: skip
        setattr(member, name, getattr(arrival, name))
    member.name, member.search = transfer.name, search_tokens(transfer.name)
    member.save(since=on)
    return member
