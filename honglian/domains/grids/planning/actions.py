"""Ask for a division, take it up, or leave it."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404

from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.audit.api import record
from honglian.foundation.orgs.api import held_on
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

from .. import models, placing
from . import computing
from .models import GridPlan
from .states import PERMISSION, PLAN


@action(PERMISSION)
def plan(*, limits: dict[str, Any], rounds: int | None = None, by: Actor) -> GridPlan:
    """Compute a division of today's enterprises into today's grids; nothing changes by it.

    With ``rounds`` it looks just so long: the same on every machine.
    """
    asked = computing.question(by.zone_id, limits)
    result = computing.compute(asked, seconds=float(limits["seconds"]), rounds=rounds)
    made = GridPlan.rows.create(
        zone_id=by.zone_id,
        limits=limits,
        summary=computing.summary(asked, result),
        moves=computing.moves(asked, result),
        made_by=by.name[:64],
        made_at=clock.now(),
    )
    record(by=by, verb="grids.plan", target=made, note=f"{len(asked.problem.units)} 家企业")
    return made


@action(PERMISSION)
def accept(*, plan_id: int, by: Actor) -> GridPlan:
    """Put every enterprise of the plan into its new grid from today, all or none.

    An enterprise that has changed its grid since, or a grid that ended, makes the plan stale.
    """
    found = _locked(plan_id, by)
    state = PLAN.apply(found.state, "accept")
    if not found.moves:
        raise Refusal("方案没有要调整的企业，不用采用。")
    grids = {
        g.pk: g for g in models.Grid.rows.filter(held_on(clock.today()), zone_id=found.zone_id)
    }
    ids = [move["id"] for move in found.moves]
    firms = {f.pk: f for f in placing.to_place().filter(zone_id=found.zone_id, pk__in=ids)}
    homes = placing.grids_of(ids)
    for move in found.moves:
        _check_fresh(move, firms, homes, grids)
    for move in found.moves:
        placing.decide(
            firms[move["id"]], grids[move["to"]], how=models.Placement.How.PLAN,
            reason=f"划分方案 {found.pk}：{move['why']}", by_name=by.name,
        )  # fmt: skip
    _decided(found, state, by)
    record(by=by, verb="grids.plan_accept", target=found, note=f"调整 {len(found.moves)} 家")
    return found


def _check_fresh(
    move: dict[str, Any],
    firms: dict[int, Enterprise],
    homes: dict[int, models.Grid],
    grids: dict[int, models.Grid],
) -> None:
    home = homes.get(move["id"])
    same = (home.pk if home else None) == move["from"]
    if move["id"] not in firms or not same or move["to"] not in grids:
        raise Refusal(
            f"{move['name']}的情况在方案算好以后变了（已划到别的网格、已注销，或网格已停用），"
            "请重新算一个方案。",
            code="stale",
        )


@action(PERMISSION)
def refuse(*, plan_id: int, reason: str, by: Actor) -> GridPlan:
    """Leave it, with the reason."""
    found = _locked(plan_id, by)
    if not reason.strip():
        raise Refusal("请写明不采用的原因。", field="reason")
    state = PLAN.apply(found.state, "refuse")
    found.why = reason.strip()[:300]
    _decided(found, state, by)
    record(by=by, verb="grids.plan_refuse", target=found, note=reason)
    return found


def _decided(found: GridPlan, state: str, by: Actor) -> None:
    found.state, found.decided_by, found.decided_at = state, by.name[:64], clock.now()
    found.save(update_fields=["state", "why", "decided_by", "decided_at"])


def _locked(pk: int, by: Actor) -> GridPlan:
    rows = GridPlan.objects.visible_to(by).select_for_update(of=("self",))
    return get_object_or_404(rows, pk=pk)
