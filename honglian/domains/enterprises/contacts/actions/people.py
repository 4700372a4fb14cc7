"""What an instructor knows, where he works and how many enterprises he can take."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404

from honglian.foundation.audit.api import changes_between, record
from honglian.foundation.zones.models import Chain
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

from ...models import Instructor

EDITABLE = ("unit", "post", "skills", "capacity", "longitude", "latitude")


@action("pledges.edit")
def update_instructor(*, instructor_id: int, by: Actor, **fields: Any) -> Instructor:
    """Change what the planner knows of somebody; ``chains`` is a list of chains he knows.

    Unknown fields are a bug and raise TypeError.
    """
    if unknown := fields.keys() - {*EDITABLE, "chains"}:
        raise TypeError(f"not editable: {sorted(unknown)}")
    rows = Instructor.objects.visible_to(by).select_for_update(of=("self",))
    found = get_object_or_404(rows, pk=instructor_id)
    chains = fields.pop("chains", None)
    before, known = _shown(found), _known_chains(found)
    for name, value in fields.items():
        setattr(found, name, value)
    if (found.longitude is None) != (found.latitude is None):
        raise Refusal("办公地点的经度和纬度要么都填，要么都空着。", field="longitude")
    found.save(update_fields=[*fields])
    if chains is not None:
        keys = [chain.pk for chain in chains]
        found.chains.set(Chain.objects.filter(zone_id=found.zone_id, pk__in=keys))
    after = _shown(found) | {"chains": _known_chains(found)}
    changes = changes_between(before | {"chains": known}, after)
    record(by=by, verb="pledges.update_instructor", target=found, changes=changes)
    return found


def _shown(found: Instructor) -> dict[str, Any]:
    return {name: getattr(found, name) for name in EDITABLE}


def _known_chains(found: Instructor) -> str:
    return "、".join(found.chains.values_list("short_name", flat=True))
