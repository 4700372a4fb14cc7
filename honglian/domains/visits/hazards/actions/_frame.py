"""What every step on a hazard shares."""

from __future__ import annotations

from collections.abc import Sequence

from django.shortcuts import get_object_or_404

from honglian.foundation.files.api import Prepared, attach
from honglian.foundation.workflow.models import WorkEvent
from honglian.kit.actor import Actor

from ... import frame
from ..models import Hazard
from ..placing import KIND, placed
from ..states import HAZARD


def locked(by: Actor, pk: int) -> Hazard:
    rows = Hazard.objects.visible_to(by).select_for_update(of=("self",))
    rows = rows.select_related("enterprise", "department", "zone")
    return get_object_or_404(rows, pk=pk)


def move(
    hazard: Hazard, verb: str, by: Actor, text: str = "", photos: Sequence[Prepared] = ()
) -> WorkEvent | None:
    """The state changes first, so that the desk line is that of the new state."""
    before = hazard.state
    hazard.state = HAZARD.apply(before, verb)
    shown = placed(hazard)
    hazard.state = before
    event = frame.move(
        hazard, HAZARD, verb, by, audit="hazards", kind=KIND, text=text, placed=shown,
        data={"photos": len(photos)} if photos else None,
    )  # fmt: skip
    for photo in photos:
        attach(owner=hazard, upload=photo, by=by, event_id=event.pk if event else None)
    return event
