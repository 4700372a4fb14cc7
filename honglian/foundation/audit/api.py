"""The door of the audit trail."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from django.db import models

from honglian.kit import clock
from honglian.kit.actions import at_the_end
from honglian.kit.actor import Actor

from .chain import Break, append, check_chain
from .models import AuditEntry
from .words import name_verbs

__all__ = ["Break", "changes_between", "check_chain", "name_verbs", "record", "request_ip"]

# Set by the web middleware; actions stay free of requests.
request_ip: ContextVar[str | None] = ContextVar("request_ip", default=None)


def record(
    *,
    by: Actor,
    verb: str,
    target: models.Model | None = None,
    target_kind: str = "",
    target_id: Any = "",
    label: str = "",
    changes: dict[str, Any] | None = None,
    note: str = "",
    zone_id: int | None = None,
) -> AuditEntry:
    """Append one entry in the current transaction.

    Writers of a zone queue for their place in the chain, so an action takes it as its last thing;
    only then does the entry have a number and a seal.

    ``changes`` maps a field to ``[before, after]``; encrypted values are never given here,
    only the fact that they changed.
    """
    if target is not None:
        target_kind = target_kind or target._meta.label_lower
        target_id = target_id or target.pk
        label = label or str(target)
    zone = zone_id if zone_id is not None else (by.zone_id or getattr(target, "zone_id", None) or 0)
    entry = AuditEntry(
        zone_id=zone,
        at=clock.now(),
        actor_id=by.user_id,
        actor_name=by.name[:64],
        role=by.role,
        channel=by.channel,
        verb=verb,
        target_kind=target_kind,
        target_id=str(target_id),
        target_label=label[:160],
        changes=changes or {},
        note=note[:500],
        ip=request_ip.get(),
        request_id=by.request_id,
    )
    at_the_end(lambda: append(entry))
    return entry


def changes_between(
    before: dict[str, Any], after: dict[str, Any], *, secret: tuple[str, ...] = ()
) -> dict[str, list[Any]]:
    """Fields that differ, as ``{field: [before, after]}``; secret ones show only that they do."""
    found = {}
    for key, new in after.items():
        old = before.get(key)
        if old != new:
            found[key] = ["***", "***"] if key in secret else [old, new]
    return found
