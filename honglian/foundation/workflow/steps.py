"""Cheap writes for busy domains: many events in one insert, an item moved without a read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from honglian.kit import clock, rows
from honglian.kit.actor import Actor
from honglian.kit.states import StateTable

from .models import WorkEvent, WorkItem

__all__ = ["append", "event", "move_item", "new_item", "shown"]


def shown(table: StateTable, state: str) -> dict[str, Any]:
    """The columns of a work item that follow from its state."""
    found = table.state(state)
    return {"state": state, "state_name": found.name, "tone": found.tone}


def new_item(*, table: StateTable, state: str, **fields: Any) -> WorkItem:
    """A work item that is not stored yet, for ``kit.rows.insert``."""
    return WorkItem(**shown(table, state), **fields)


def move_item(
    item_id: int | None, table: StateTable, state: str, *, at: datetime | None = None, **fields: Any
) -> None:
    """Show another state, holder, expectation or due time; a final state clears the desk.

    ``at`` is the moment of closing (default: now). One UPDATE, nothing is read.
    """
    values = {**shown(table, state), **fields, "closed_at": None}
    if table.state(state).final:
        values |= {"closed_at": at or clock.now(), "expected": "", "due_at": None, "due_kind": ""}
    rows.update_soon(WorkItem, item_id, values)


def event(
    root_id: int,
    item_id: int,
    *,
    by: Actor,
    verb: str,
    name: str,
    at: datetime,
    before: str = "",
    after: str = "",
    text: str = "",
    data: dict[str, Any] | None = None,
    unit_name: str = "",
    internal: bool = False,
) -> WorkEvent:
    """One line of a timeline, not stored yet: see :func:`append`."""
    return WorkEvent(
        root_id=root_id,
        item_id=item_id,
        at=at,
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


def append(events: Iterable[WorkEvent], *, keyed: bool = False) -> None:
    """Store several events in one insert, in the order given; ``keyed`` where their keys are needed."""
    (rows.insert if keyed else rows.insert_soon)(*events)
