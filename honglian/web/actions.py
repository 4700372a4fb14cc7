"""Writes that belong to no single domain."""

from __future__ import annotations

from honglian.foundation.audit.api import record
from honglian.foundation.documents.api import Document
from honglian.foundation.notify.api import notify
from honglian.kit.actions import action
from honglian.kit.actor import Actor

from .briefing import REFERENCE, Draft, read


@action(None)
def report_burden(*, what: str, why: str, by: Actor) -> None:
    """Tell those who can lighten it; anybody who is signed in may, so no permission."""
    record(by=by, verb="burden.report", target_kind="burden", label=what, note=why)
    for role in ("org_admin", "leader"):
        notify(
            zone_id=by.zone_id,
            role=role,
            topic="burden",
            title=f"有人反映填报负担：{what}",
            body=why,
        )


@action("indicators.view")
def issue_brief(*, draft: Draft, by: Actor) -> Document:
    """The finished brief; who took it away with which figures is on record."""
    document = read(by, draft)
    codes = "、".join(dict.fromkeys(REFERENCE.findall(draft.text)))
    note = f"{draft.name} 第{draft.issue}期 截至 {draft.day}：{codes}"
    record(by=by, verb="web.issue_brief", target_kind="briefs", note=note)
    return document
