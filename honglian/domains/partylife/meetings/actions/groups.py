"""Groups (党小组) of a branch: each that exists meets every month."""

from __future__ import annotations

from datetime import date

from django.shortcuts import get_object_or_404

from honglian.foundation.audit.api import record
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

from ..models import PartyGroup
from ..states import EDIT
from ._frame import branch_of, need


@action(EDIT)
def start_group(
    *, branch_id: int, name: str, by: Actor, leader: str = "", starts_on: date | None = None
) -> PartyGroup:
    branch = branch_of(by, branch_id)
    called = need(name, "name", "党小组名称")
    if PartyGroup.rows.filter(branch=branch, name=called, ends_on=None).exists():
        raise Refusal(f"{branch.name}已有“{called}”，请换一个名称。", field="name")
    group = PartyGroup.rows.create(
        zone_id=branch.zone_id,
        branch=branch,
        name=called,
        leader=leader.strip(),
        starts_on=starts_on or clock.today(),
    )
    record(by=by, verb="meetings.start_group", target=branch, note=called)
    return group


@action(EDIT)
def end_group(*, group_id: int, by: Actor) -> PartyGroup:
    """From tomorrow on the group no longer needs to meet."""
    rows = PartyGroup.objects.visible_to(by).select_for_update(of=("self",))
    group = get_object_or_404(rows.select_related("branch"), pk=group_id, ends_on=None)
    group.ends_on = clock.today()
    group.save(update_fields=["ends_on"])
    record(by=by, verb="meetings.end_group", target=group.branch, note=group.name)
    return group
