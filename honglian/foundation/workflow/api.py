"""The door of work items: open, move, log, close; the timeline; numbers; once-only posts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.errors import Conflict
from honglian.kit.states import StateTable

from .models import OnceKey, Sequence, WorkEvent, WorkItem

__all__ = ["claim", "find_item", "log", "next_number", "open_item", "remember", "timeline", "update_item"]


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

    Must run inside a transaction: the counter's row is locked by the update.
    """
    rows = Sequence.objects.filter(zone_id=zone_id, name=prefix)
    if not rows.update(value=F("value") + 1):
        try:
            with transaction.atomic():
                Sequence.objects.create(zone_id=zone_id, name=prefix, value=1)
        except IntegrityError:
            rows.update(value=F("value") + 1)
    return f"{prefix}{rows.values_list('value', flat=True).get():0{width}d}"


def claim(*, owner: str, key: str, fingerprint: str = "") -> OnceKey | None:
    """Reserve a once-only key in the current transaction.

    Returns ``None`` when the key is new (carry on, then :func:`remember`), else the earlier
    request's row. The same key with another content raises :class:`Conflict`.
    """
    try:
        with transaction.atomic():
            OnceKey.objects.create(owner=owner, key=key, fingerprint=fingerprint)
        return None
    except IntegrityError:
        earlier = OnceKey.objects.get(owner=owner, key=key)
        if fingerprint and earlier.fingerprint != fingerprint:
            raise Conflict(
                "这个提交编号已经用于另一份内容，请刷新页面后重新提交。", code="key_reused"
            ) from None
        return earlier


def remember(*, owner: str, key: str, status: int, response: dict[str, Any]) -> None:
    OnceKey.objects.filter(owner=owner, key=key).update(status=status, response=response)
