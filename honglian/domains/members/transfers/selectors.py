"""Reads about transfers, always for an actor."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from honglian.foundation.orgs.api import PartyOrg
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.states import Transition

from ..placing import keeps_members
from .models import Transfer
from .states import IN, SIDES, TRANSFER


def transfers(actor: Actor) -> QuerySet[Transfer]:
    """Transfers that leave or reach a branch within scope."""
    rows = Transfer.objects.visible_to(actor)
    return rows.select_related("member", "from_branch", "to_branch", "item", "item_in")


def transfer(actor: Actor, pk: int) -> Transfer:
    return get_object_or_404(transfers(actor), pk=pk)


def moves(actor: Actor, found: Transfer) -> list[Transition]:
    """Steps that this actor may take now: of their own side, and possible in fact."""
    mine = {
        side: branch is not None
        and PartyOrg.objects.visible_to(actor).filter(pk=branch.pk).exists()
        for side, branch in (("out", found.from_branch), (IN, found.to_branch))
    }
    return [t for t in TRANSFER.moves_from(found.state, actor) if _open(found, t, mine)]


def _open(found: Transfer, move: Transition, mine: dict[str, bool]) -> bool:
    side = SIDES.get(move.verb) or (IN if found.state.startswith("in_") else "out")
    if not mine[side]:
        return False
    if move.verb == "confirm" and found.direction != Transfer.Direction.OUT:
        return False
    late = is_late(found)
    if move.verb == "expire":
        return late
    return not (late and move.verb in ("report", "confirm"))


def is_late(found: Transfer, today: date | None = None) -> bool:
    """Whether the letter ran out before anybody reported with it."""
    if found.state != "sent" or found.valid_until is None:
        return False
    return (today or clock.today()) > found.valid_until


def targets(zone_id: int) -> list[PartyOrg]:
    """Branches of the zone that keep members; their names are no secret inside it."""
    rows = PartyOrg.rows.filter(zone_id=zone_id, status__in=PartyOrg.STANDING).order_by("name")
    return [org for org in rows if keeps_members(org)]
