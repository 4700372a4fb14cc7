"""What the pages of members have in common: refusals beside their field, timelines of work items."""

from __future__ import annotations

from typing import Any

from django import forms

from honglian.foundation.workflow.api import timeline
from honglian.foundation.workflow.models import WorkItem
from honglian.kit.errors import Refusal


def beside(form: forms.Form, no: Refusal) -> Refusal | None:
    """Show a refusal beside its field; returns it when it belongs to the whole form."""
    for name in (no.field, f"{no.field}_id"):
        if name in form.fields:
            form.add_error(name, f"{no.message}{no.hint}")
            return None
    return no


def events_of(item: WorkItem | None) -> list[dict[str, Any]]:
    """The timeline of a work item as the page's fragment takes it."""
    if item is None:
        return []
    return [
        {"at": e.at, "title": e.name, "actor_name": e.actor_name, "text": e.text}
        for e in timeline(item.root_id or item.pk, internal=True)
    ]
