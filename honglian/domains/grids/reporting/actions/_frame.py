"""What every step on a grid event shares: the locked row, its desk line, its log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from honglian.foundation.audit.api import record
from honglian.foundation.files.api import Prepared, attach
from honglian.foundation.orgs.api import held_on
from honglian.foundation.workflow.api import log, open_item, update_item
from honglian.foundation.workflow.models import WorkEvent, WorkItem
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.kit.events import emit

from ...events import DemandRaised, GridEventMoved
from .. import clocks
from ..matters import matters
from ..models import GridEvent
from ..states import EVENT

KIND = "grids.gridevent"
HANDLING = ("receive", "reject", "finish")
EXPECTED = {
    "collected": "立案",
    "accepted": "分拨",
    "rejected": "改派",
    "dispatched": "签收",
    "received": "处置",
    "verifying": "核查",
}
URGENCY = {"L1": 1, "L2": 2}


def locked(pk: int, by: Actor) -> GridEvent:
    rows = GridEvent.objects.visible_to(by).select_for_update(of=("self",))
    return get_object_or_404(rows.select_related("enterprise", "grid", "department", "item"), pk=pk)


def need(text: str, field: str, what: str) -> str:
    if not text.strip():
        raise Refusal(f"请写{what}。", field=field)
    return text.strip()


def desk_line(event: GridEvent) -> WorkItem:
    return open_item(
        kind=KIND,
        object_id=event.pk,
        table=EVENT,
        state=event.state,
        root=None,
        zone_id=event.zone_id,
        number=event.number,
        title=title_of(event),
        url=reverse("grids:event", args=[event.pk]),
        **placed(event),
    )


def title_of(event: GridEvent) -> str:
    who = f"{event.enterprise.name}：" if event.enterprise else ""
    return f"{event.get_topic_display()} · {who}{event.text}"[:200]


def placed(event: GridEvent) -> dict[str, Any]:
    """Holder, expectation and due time of the state that the event is in."""
    chain = event.enterprise.chain_id if event.enterprise else None
    return {
        "expected": EXPECTED.get(event.state, ""),
        "urgency": URGENCY.get(event.level, 3),
        "due_at": event.due_at,
        "due_kind": event.due_kind,
        "chain_id": event.grid.chain_id if event.grid and event.grid.chain_id else chain,
        **holder_of(event),
    }


def holder_of(event: GridEvent) -> dict[str, Any]:
    """The department while it handles, the reporter to check, else the grid's lead."""
    none = {"holder_user_id": None, "holder_department_id": None, "holder_role": ""}
    if event.state in ("dispatched", "received") and event.department:
        return {**none, "holder_department_id": event.department_id,
                "holder_name": event.department.name[:64]}  # fmt: skip
    if event.state == "verifying" and event.reporter_id and event.reporter_id != event.handler_id:
        return {**none, "holder_user_id": event.reporter_id, "holder_name": event.reporter_name}
    if event.state in ("cased", "closed", "invalid"):
        return {**none, "holder_name": "企业吹哨" if event.state == "cased" else ""}
    return {**none, **lead_of(event)}


def lead_of(event: GridEvent) -> dict[str, Any]:
    """The grid's lead or deputy with an account; without one, the desk that takes whistles in."""
    if event.grid:
        serving = event.grid.duties.filter(held_on(clock.today()), user__isnull=False)
        for kind in ("lead", "deputy"):
            if duty := serving.filter(kind=kind).first():
                return {"holder_user_id": duty.user_id, "holder_name": duty.person_name}
    return {"holder_role": "dispatcher", "holder_name": "网格中心"}


def move(
    event: GridEvent,
    verb: str,
    by: Actor,
    *,
    text: str = "",
    name: str = "",
    files: Sequence[Prepared] = (),
    keep_clock: bool = False,
) -> WorkEvent:
    """Apply a transition, store the row, show it on the desk, log, audit, tell."""
    before = event.state
    event.state = EVENT.apply(before, verb)
    if not keep_clock:
        clocks.set_due(event)
    if EVENT.state(event.state).final:
        event.closed_at = clock.now()
    event.save()
    update_item(event.item, EVENT, event.state, **placed(event))
    said = name or next(t.name for t in EVENT.transitions if t.verb == verb)
    line = log(
        event.item, by=by, verb=verb, name=said, before=before, after=event.state, text=text,
        unit_name=event.department.name if event.department and verb in HANDLING else "",
    )  # fmt: skip
    for one in files:
        attach(owner=event, upload=one, by=by, event_id=line.pk)
    record(by=by, verb=f"gridevents.{verb}", target=event, note=text[:300])
    emit(GridEventMoved(event, verb, by))
    return line


def to_case(event: GridEvent, by: Actor) -> None:
    """Move first, then tell who makes whistles: a second call finds the state gone on."""
    move(event, "raise", by)
    found = matters().get(event.matter)
    emit(DemandRaised(event, found.category if found else "", by))
