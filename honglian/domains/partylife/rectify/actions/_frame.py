"""What every step on a rectification item shares: the locked row, its desk line, its log."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from honglian.domains.members.api import branch_holder
from honglian.foundation.audit.api import record
from honglian.foundation.calendar.api import calendar_for
from honglian.foundation.orgs.api import PartyOrg
from honglian.foundation.workflow.api import find_item, log, open_item, update_item
from honglian.foundation.workflow.models import WorkEvent, WorkItem
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.kit.rules import BOOK

from ...due import end_of, in_workdays
from ...holders import upper_holder, user_holder
from ...limits import VERIFY_WORKDAYS
from ..models import RectifyItem
from ..states import RECTIFY, SUPERVISION

KIND = "partylife.rectifyitem"
SUPERVISION_KIND = "partylife.supervision"
EXPECTED = {
    "open": "定整改措施",
    "in_progress": "整改并申请销号",
    "returned": "重改并再次申请",
    "apply_close": "核查",
    "verifying": "给出核查结论",
    "closed": "满 3 个月回头看",
    "lookback": "满 6 个月回头看",
}


def locked(by: Actor, pk: int) -> RectifyItem:
    """The item within scope, locked for the current transaction; 404 outside."""
    rows = RectifyItem.objects.visible_to(by).select_for_update(of=("self",))
    return get_object_or_404(rows.select_related("branch"), pk=pk)


def branch_of(by: Actor, pk: int) -> PartyOrg:
    return get_object_or_404(PartyOrg.objects.visible_to(by), pk=pk)


def need(text: str, field: str, what: str) -> str:
    if not text.strip():
        raise Refusal(f"请写{what}。", field=field)
    return text.strip()


def check_due(kind: str, opened: date, due: date | None) -> None:
    BOOK.require("RF-04", opened, at="due_on", kind=kind, opened=opened, due=due)


def check_person(item: RectifyItem, by: Actor) -> None:
    """RF-02: whoever asked, and whoever is responsible, does not check."""
    same = by.user_id is not None and by.user_id == item.responsible_user_id
    BOOK.require(
        "RF-02",
        clock.today(),
        applicant=item.applied_user_id,
        verifier=by.user_id,
        responsible=item.responsible,
        verifier_name=item.responsible if same else by.name,
    )


def desk_line(item: RectifyItem, by: Actor) -> WorkItem:
    """Open the item's line on somebody's desk."""
    return open_item(
        kind=KIND,
        object_id=item.pk,
        table=RECTIFY,
        state=item.state,
        root=None,
        zone_id=item.zone_id,
        number=item.number,
        title=f"整改：{item.issue}"[:200],
        url=reverse("partylife:rectify_item", args=[item.pk]),
        **placed(item, by),
    )


def placed(item: RectifyItem, by: Actor | None = None) -> dict[str, Any]:
    """Holder, expectation and due time of the state that the item is in.

    Who acts for the branch keeps what the branch has to do.
    """
    columns: dict[str, Any] = {"expected": EXPECTED.get(item.state, ""), "urgency": _urgency(item)}
    if item.is_long_term and item.state == "in_progress":
        columns["expected"] = "按季度报告进展"
    return {**columns, **_holder(item, by), "due_at": due_at(item)}


def _urgency(item: RectifyItem) -> int:
    return 1 if item.escalated_on else 3


def _holder(item: RectifyItem, by: Actor | None) -> dict[str, Any]:
    if item.state == "apply_close":
        return upper_holder(item.branch, without=item.applied_user_id)
    if item.state in ("verifying", "closed", "lookback") and item.verifier_user_id:
        return user_holder(item.verifier_user_id, item.verifier)
    if item.state in ("verifying", "closed", "lookback"):
        return upper_holder(item.branch)
    if item.responsible_user_id:
        return user_holder(item.responsible_user_id, item.responsible)
    return branch_holder(item.branch, by)


def due_at(item: RectifyItem) -> datetime | None:
    calendar = calendar_for(item.zone_id)
    if item.state in ("apply_close", "verifying"):
        return in_workdays(VERIFY_WORKDAYS, calendar)
    if item.state in ("closed", "lookback"):
        coming = item.looks.filter(looked_on=None).first()
        return end_of(coming.planned_on, calendar) if coming else None
    return end_of(item.due_on, calendar) if item.due_on else None


def move(
    item: RectifyItem,
    verb: str,
    by: Actor,
    *,
    text: str = "",
    changes: dict[str, Any] | None = None,
    data: dict[str, Any] | None = None,
    keep_desk: bool = False,
) -> WorkEvent:
    """Apply a transition, store the row, show it on the desk, log and audit it."""
    before = item.state
    item.state = RECTIFY.apply(before, verb)
    item.save()
    line = item.item
    if keep_desk:
        update_item(line, RECTIFY, item.state, urgency=_urgency(item))
    else:
        update_item(line, RECTIFY, item.state, **placed(item, by))
    if item.state in ("closed", "dropped"):
        end_supervision(item, by)
    name = next(t.name for t in RECTIFY.transitions if t.verb == verb)
    event = log(
        line, by=by, verb=verb, name=name, before=before, after=item.state, text=text, data=data,
        unit_name=item.branch.name,
    )  # fmt: skip
    record(by=by, verb=f"rectify.{verb}", target=item, changes=changes or {}, note=text[:300])
    return event


def end_supervision(item: RectifyItem, by: Actor) -> None:
    """Take an unanswered supervision from the desk: its item needs none any more."""
    line = find_item(SUPERVISION_KIND, item.pk)
    if line is not None and line.closed_at is None:
        update_item(line, SUPERVISION, SUPERVISION.apply(line.state, "end"))
