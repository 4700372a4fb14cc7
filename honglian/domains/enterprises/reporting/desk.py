"""Returns on the enterprises' desks, and the log of what happened to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from django.urls import reverse

from honglian.foundation.workflow.models import WorkEvent, WorkItem
from honglian.kit import clock
from honglian.kit.actor import Actor

from .models import Return
from .states import RETURN

KIND = "enterprises.return"
END_OF_DAY = time(17, 30)
EXPECTED = {"waiting": "填报", "queried": "核实"}
SHOWN = (
    "state", "state_name", "tone", "expected", "due_at", "holder_enterprise_id", "holder_name",
    "closed_at",
)  # fmt: skip


def show(rows: Sequence[Return], *, by: Actor, verb: str, name: str, text: str = "") -> None:
    """Bring the lines of some returns in step with them; a few statements whatever their number.

    The returns are locked by the caller and come with enterprise and collection.
    """
    pks = [found.pk for found in rows]
    known = {i.object_id: i for i in WorkItem.rows.filter(kind=KIND, object_id__in=pks)}
    before = {pk: item.state for pk, item in known.items()}
    new = [_line(found) for found in rows if found.pk not in known]
    for found in rows:
        if found.pk in known:
            _turn(known[found.pk], found)
    WorkItem.rows.bulk_update(known.values(), SHOWN, batch_size=200)
    known |= {item.object_id: item for item in WorkItem.rows.bulk_create(new, batch_size=200)}
    WorkEvent.objects.bulk_create(
        [
            WorkEvent(
                root=known[found.pk], item=known[found.pk], at=clock.now(), verb=verb, name=name,
                from_state=before.get(found.pk, ""), to_state=found.state, text=text,
                actor_user_id=by.user_id, actor_name=by.name[:64], role=by.role,
                unit_name=found.enterprise.name[:64],
            )
            for found in rows
        ],
        batch_size=200,
    )  # fmt: skip


def _line(found: Return) -> WorkItem:
    item = WorkItem(
        kind=KIND, object_id=found.pk, zone_id=found.zone_id, opened_at=clock.now(),
        title=f"经营数据：{found.collection}", url=reverse("enterprises:return", args=[found.pk]),
    )  # fmt: skip
    _turn(item, found)
    return item


def _turn(item: WorkItem, found: Return) -> None:
    """A filled return waits for nobody at the enterprise; a checked or missing one is over."""
    shown, expected = RETURN.state(found.state), EXPECTED.get(found.state, "")
    item.state, item.state_name, item.tone, item.expected = (
        shown.code, shown.name, shown.tone, expected,
    )  # fmt: skip
    due = datetime.combine(found.collection.due_on, END_OF_DAY, clock.CHINA)
    item.due_at = due if expected else None
    item.holder_enterprise_id = found.enterprise_id if expected else None
    item.holder_name = found.enterprise.name[:64] if expected else ""
    item.closed_at = (item.closed_at or clock.now()) if shown.final else None
