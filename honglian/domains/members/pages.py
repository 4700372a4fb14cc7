"""What the pages of members have in common: timelines of work items."""

from __future__ import annotations

from typing import Any

from honglian.foundation.workflow.api import timeline
from honglian.foundation.workflow.models import WorkItem


def events_of(item: WorkItem | None) -> list[dict[str, Any]]:
    """The timeline of a work item as the page's fragment takes it."""
    if item is None:
        return []
    return [
        {"at": e.at, "title": e.name, "actor_name": e.actor_name, "text": e.text}
        for e in timeline(item.root_id or item.pk, internal=True)
    ]
