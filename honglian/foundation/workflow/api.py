"""The door of work items: open, move, log, close; the timeline; numbers; once-only posts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet

from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.states import StateTable

from .limits import within_limit
from .models import WorkEvent, WorkItem
from .once import claim, idempotent, once, remember
from .standing_in import StandIn, register_stand_in

__all__ = [
    "StandIn",
    "claim",
    "desk",
    "find_item",
    "idempotent",
    "log",
    "next_number",
    "next_numbers",
    "once",
    "open_item",
    "register_stand_in",
    "remember",
    "timeline",
    "update_item",
    "within_limit",
]

# One statement, so that two transactions that both want the first number queue on the row.
NEXT_VALUE = (
    "INSERT INTO workflow_sequence (zone_id, name, value) VALUES (%s, %s, 1) "
    "ON CONFLICT (zone_id, name) DO UPDATE SET value = workflow_sequence.value + 1 "
    "RETURNING value"
)
NEXT_VALUES = (
    "INSERT INTO workflow_sequence (zone_id, name, value) VALUES (%s, %s, %s) "
    "ON CONFLICT (zone_id, name) DO UPDATE SET value = workflow_sequence.value + excluded.value "
    "RETURNING value"
)


def open_item(
    *,
    kind: str,
    object_id: int,
    table: StateTable,
    state: str,
    root: WorkItem | None,
    **fields: Any,
) -> WorkItem:
    """Put a new piece of work on a desk. ``fields`` are columns of :class:`WorkItem`."""
    shown = table.state(state)
    return WorkItem.rows.create(
        kind=kind,
        object_id=object_id,
        root=root,
        state=state,
        state_name=shown.name,
        tone=shown.tone,
        opened_at=fields.pop("opened_at", None) or clock.now(),
        **fields,
    )


def find_item(kind: str, object_id: int) -> WorkItem | None:
    """The work item of a domain's row, locked for the current transaction."""
    rows = WorkItem.rows.select_for_update().filter(kind=kind, object_id=object_id)
    return rows.first()


def update_item(item: WorkItem, table: StateTable, state: str, **fields: Any) -> WorkItem:
    """Show a new state, holder, expectation or due time; a final state clears the desk."""
    shown = table.state(state)
    item.state, item.state_name, item.tone = state, shown.name, shown.tone
    for name, value in fields.items():
        setattr(item, name, value)
    if shown.final:
        item.closed_at, item.expected, item.due_at = item.closed_at or clock.now(), "", None
    elif item.closed_at is not None:
        item.closed_at = None
    item.save(
        update_fields={"state", "state_name", "tone", "closed_at", "expected", "due_at", *fields}
    )
    return item


def log(
    item: WorkItem,
    *,
    by: Actor,
    verb: str,
    name: str,
    before: str = "",
    after: str = "",
    text: str = "",
    data: dict[str, Any] | None = None,
    unit_name: str = "",
    internal: bool = False,
    at: datetime | None = None,
) -> WorkEvent:
    """Append one event to the item's timeline (read at its root)."""
    return WorkEvent.objects.create(
        root_id=item.root_id or item.pk,
        item=item,
        at=at or clock.now(),
        verb=verb,
        name=name,
        from_state=before,
        to_state=after,
        actor_user_id=by.user_id,
        actor_name=by.name[:64],
        role=by.role,
        unit_name=unit_name[:64],
        text=text,
        data=data or {},
        is_internal=internal,
    )


def timeline(root_id: int, *, internal: bool) -> list[WorkEvent]:
    """All events under a root in order; without internal ones for enterprises and visitors."""
    events = WorkEvent.objects.filter(root_id=root_id).select_related("item")
    return list(events if internal else events.filter(is_internal=False))


def next_number(zone_id: int, prefix: str, width: int = 4) -> str:
    """The next business number with this prefix, e.g. ``SQ20261125`` → ``SQ202611250001``.

    Must run inside a transaction: the counter's row stays locked until its end, so numbers
    have neither gaps nor doubles.
    """
    with connection.cursor() as cursor:
        cursor.execute(NEXT_VALUE, [zone_id, prefix])
        value = cursor.fetchone()[0]
    return f"{prefix}{value:0{width}d}"


def next_numbers(zone_id: int, prefix: str, count: int, width: int = 4) -> list[str]:
    """So many numbers in a row, drawn at once; the same counter as :func:`next_number`."""
    if count < 1:
        return []
    with connection.cursor() as cursor:
        cursor.execute(NEXT_VALUES, [zone_id, prefix, count])
        last = cursor.fetchone()[0]
    return [f"{prefix}{value:0{width}d}" for value in range(last - count + 1, last + 1)]


def desk(actor: Actor) -> QuerySet[WorkItem]:
    """My desk: what waits for this actor in this role, first due first, undated last."""
    rows = WorkItem.objects.held_by(actor)
    return rows.order_by(F("due_at").asc(nulls_last=True), "id")
