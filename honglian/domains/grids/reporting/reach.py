"""Which enterprises a person may report about: those in scope, and those of the grids served."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.orgs.api import held_on
from honglian.kit import clock
from honglian.kit.actor import Actor

from ..models import Grid, GridDuty
from ..placing import grids_of, in_grids_q


def enterprises(actor: Actor) -> QuerySet[Enterprise]:
    """Grid members look after 本企业+责任片区 (领域手册 §T), whichever scope their grant names."""
    seen = Enterprise.objects.visible_to(actor)
    served = served_grids(actor)
    if not served:
        return seen
    wanted = Q(pk__in=seen.values("pk")) | in_grids_q(served)
    return Enterprise.rows.filter(wanted, zone_id=actor.zone_id)


def served_grids(actor: Actor) -> list[int]:
    """Grids in which the person serves today; not asked of people without an account."""
    if actor.user_id is None:
        return []
    rows = GridDuty.rows.filter(
        held_on(clock.today()), user_id=actor.user_id, grid__zone_id=actor.zone_id
    )
    return list(rows.exclude(kind=GridDuty.Kind.EXPERT).values_list("grid", flat=True))


def grid_for(firm: Enterprise | None, actor: Actor) -> Grid | None:
    """The enterprise's grid; without an enterprise the only grid the person serves in."""
    if firm is not None:
        return grids_of([firm.pk]).get(firm.pk)
    served = served_grids(actor)
    return Grid.rows.get(pk=served[0]) if len(served) == 1 else None
