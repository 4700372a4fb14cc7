"""Put an enterprise into a grid by hand, or let the facts decide again."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.audit.api import record
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

from .. import placing
from ..models import Grid, Placement
from .grids import EDIT


@action(EDIT)
def place(*, enterprise_id: int, grid_id: int, reason: str, by: Actor) -> Placement:
    """By hand, with the reason; wins over point and chain until a person changes it."""
    firm = _enterprise(enterprise_id, by)
    grid = get_object_or_404(Grid.objects.visible_to(by).in_force(), pk=grid_id)
    if not reason.strip():
        raise Refusal("请写明为什么划到这个网格，以后查得到。", field="reason")
    if not placing.to_place().filter(pk=firm.pk).exists():
        raise Refusal(
            f"{firm.name}不是园区企业或已注销，不用划入网格。有误的请先改企业资料。",
            field="grid_id",
        )
    made = placing.decide(
        firm, grid, how=Placement.How.HAND, reason=reason.strip(), by_name=by.name
    )
    record(by=by, verb="grids.place", target=firm, note=f"{grid}：{reason.strip()}")
    return made


@action(EDIT)
def release(*, enterprise_id: int, by: Actor) -> Enterprise:
    """Take the decision back; area or chain decide again."""
    firm = _enterprise(enterprise_id, by)
    if not Placement.rows.filter(enterprise=firm, ends_on=None, how__in=Placement.KEPT).exists():
        raise Refusal(f"{firm.name}不是手工划入的，没有可撤销的。")
    placing.release(firm)
    record(by=by, verb="grids.release", target=firm)
    return firm


def _enterprise(pk: int, by: Actor) -> Enterprise:
    return get_object_or_404(Enterprise.objects.visible_to(by), pk=pk)
