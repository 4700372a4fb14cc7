"""Desk lines of a transfer: one for the side it leaves, one for the side it comes to, and notices to both."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.urls import reverse

from honglian.foundation.notify.api import notify
from honglian.foundation.orgs.api import PartyOrg
from honglian.foundation.workflow.api import log, open_item, update_item
from honglian.foundation.workflow.models import WorkItem
from honglian.kit import clock
from honglian.kit.actor import Actor

from ..desks import branch_holder
from .limits import committees_above, letter_committee, review_due
from .models import Transfer
from .states import EXPECTED, TRANSFER

KIND_OUT, KIND_IN = "members.transfer_out", "members.transfer_in"
COMING = ("sent", "in_committee", "in_branch")
KEPT = "跟踪报到（接收前仍由原支部管理）"


def refresh(transfer: Transfer, by: Actor, verb: str, before: str, text: str = "") -> None:
    """Bring both desk lines and the timeline up to date and tell the other side."""
    if transfer.from_branch_id:
        _out_line(transfer)
    if transfer.to_branch_id and (transfer.state in COMING or transfer.item_in_id):
        _in_line(transfer)
    root = transfer.item or transfer.item_in
    if root is None:
        return
    names = [t.name for t in TRANSFER.transitions if t.verb == verb]
    log(
        root,
        by=by,
        verb=verb,
        name=names[0] if names else "登记转接申请",
        before=before,
        after=transfer.state,
        text=text,
    )
    _tell(transfer, by, names[0] if names else "申请转接")


def _out_line(transfer: Transfer) -> None:
    branch = transfer.from_branch
    place = letter_committee(branch) if transfer.state == "out_committee" else branch
    expected = EXPECTED.get(transfer.state, "")
    if transfer.direction == Transfer.Direction.OUT and transfer.state == "sent":
        expected = "登记回执"
    elif transfer.state in COMING:
        expected = KEPT
    if transfer.item is None:
        transfer.item = _open(transfer, KIND_OUT, None)
        transfer.save(update_fields=["item"])
    _show(transfer.item, transfer, place or branch, expected)


def _in_line(transfer: Transfer) -> None:
    branch = transfer.to_branch
    place = branch if transfer.state == "in_branch" else committee_of(branch)
    if transfer.item_in is None:
        transfer.item_in = _open(transfer, KIND_IN, transfer.item)
        transfer.save(update_fields=["item_in"])
    expected = EXPECTED.get(transfer.state, "")
    if transfer.state == "expired":
        expected = ""
    _show(transfer.item_in, transfer, place, expected)


def committee_of(branch: PartyOrg) -> PartyOrg:
    """The committee that admits for a branch; the branch itself where nothing is above it."""
    return letter_committee(branch) or next(iter(committees_above(branch)), branch)


def _open(transfer: Transfer, kind: str, root: WorkItem | None) -> WorkItem:
    return open_item(
        kind=kind,
        object_id=transfer.pk,
        table=TRANSFER,
        state=transfer.state,
        root=root,
        zone_id=transfer.zone_id,
        title=f"组织关系转接：{transfer.name}",
        url=reverse("members:transfer", args=[transfer.pk]),
    )


def _show(item: WorkItem, transfer: Transfer, place: PartyOrg, expected: str) -> None:
    facts: dict[str, Any] = {**branch_holder(place), "expected": expected[:48]}
    facts["due_at"] = due(transfer)
    update_item(item, TRANSFER, transfer.state, **facts)


def due(transfer: Transfer) -> datetime | None:
    """The end of the letter while it is under way, else the holder's time on the calendar."""
    if transfer.state == "sent" and transfer.valid_until:
        return datetime.combine(transfer.valid_until, time(18), clock.CHINA)
    return review_due(transfer.zone_id, transfer.state, transfer.days[-1][1])


def _tell(transfer: Transfer, by: Actor, name: str) -> None:
    url = reverse("members:transfer", args=[transfer.pk])
    title = f"{transfer.name}的组织关系转接：{name}"
    body = f"{transfer.from_name} → {transfer.to_name}，现在是“{transfer.get_state_display()}”。"
    told: set[int] = set()
    sides = [transfer.from_branch]
    if transfer.item_in_id:
        sides.append(transfer.to_branch)
    for branch in sides:
        if branch is None:
            continue
        for org in (branch, letter_committee(branch)):
            if org is not None and org.pk not in told:
                told.add(org.pk)
                notify(
                    zone_id=transfer.zone_id, topic="members.transfer", title=title, body=body,
                    url=url, org_id=org.pk, without=by.user_id,
                )  # fmt: skip
