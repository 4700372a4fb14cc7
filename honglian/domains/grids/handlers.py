"""Placements follow the registry; people are told when a matter comes to them."""

from __future__ import annotations

from django.urls import reverse

from honglian.domains.enterprises.api import EnterpriseChanged
from honglian.foundation.jobs.api import enqueue
from honglian.foundation.notify.api import notify
from honglian.foundation.sheets.api import LedgerImported

from . import placing
from .events import GridEventMoved
from .models import GridEvent
from .reporting.actions._frame import holder_of

TOLD = {
    "report": "网格上报待立案",
    "accept": "网格事项待分拨",
    "dispatch": "网格事项待签收",
    "reject": "网格事项被退单，请改派",
    "finish": "网格事项已处置，请核查",
    "reopen": "网格事项退回，请重新处置",
}
ENDINGS = {
    "verify": "您上报的事项已结案",
    "refuse": "您上报的事项不立案，已说明理由",
    "case_closed": "您上报的诉求已办结",
    "case_refused": "您上报的诉求不予受理，已说明理由",
}


def follow_edit(event: EnterpriseChanged) -> None:
    placing.settle(event.enterprise.zone_id, [event.enterprise.pk])


def follow_ledger(event: LedgerImported) -> None:
    if event.ledger in ("enterprises", "grids"):
        zone_id = event.zone_id
        enqueue(
            "grids.settle", {"zone_id": zone_id}, key=f"grids.settle:{zone_id}", zone_id=zone_id
        )


def tell(moved: GridEventMoved) -> None:
    """Whose turn it is now, and at the end the reporter."""
    event = moved.event
    if title := TOLD.get(moved.verb):
        whom = holder_of(event)
        _notify(
            moved, title, department_id=whom["holder_department_id"], role=whom["holder_role"],
            users=[whom["holder_user_id"]] if whom["holder_user_id"] else [],
        )  # fmt: skip
    elif (title := ENDINGS.get(moved.verb)) and event.reporter_id:
        _notify(moved, title, users=[event.reporter_id])


def _notify(moved: GridEventMoved, title: str, **whom) -> None:
    event: GridEvent = moved.event
    name = event.enterprise.name if event.enterprise else event.get_topic_display()
    notify(
        zone_id=event.zone_id,
        topic=f"grids.{moved.verb}",
        title=f"{title}：{name}",
        body=event.text[:200],
        url=reverse("grids:event", args=[event.pk]),
        without=moved.by.user_id,
        urgent=event.level == "L1",
        **whom,
    )
