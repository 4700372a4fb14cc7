"""A confirmation that runs out comes to the branch's desk by itself; confirming takes it away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.urls import reverse

from honglian.foundation.orgs.api import PartyOrg
from honglian.foundation.workflow.api import find_item, log, open_item, update_item
from honglian.foundation.workflow.models import WorkItem
from honglian.foundation.zones.api import config_of
from honglian.kit import clock
from honglian.kit.actor import Actor

from ..desks import branch_holder
from .selectors import FRESH, Line, lines, standing_of
from .states import CONFIRM_WATCH, CONFIRMED

KIND = "members.confirm_watch"
END_OF_DAY = time(18)
WORDS = {
    "soon": "核对快到期，请在到期前再核对一次。",
    "stale": "核对已过期，党员信息可能不准。",
    "never": "还有党员没有核对过。",
}
VERBS = {"soon": "remind", "stale": "lapse", "never": "ask"}


def sweep(zone_id: int) -> int:
    """Show every branch whose confirmation runs out within 14 days, has run out or is missing.

    Returns how many lines are open. Safe to run again.
    """
    by, days = Actor.system(zone_id), config_of(zone_id).members.confirm_days
    found = [line for line in lines(by) if line.standing != FRESH]
    known = _items(zone_id, (line.branch.pk for line in found))
    for line in found:
        _show(line, known.get(line.branch.pk), days, by)
    return len(found)


def _items(zone_id: int, branches: Iterable[int]) -> dict[int, WorkItem]:
    rows = WorkItem.rows.filter(zone_id=zone_id, kind=KIND, object_id__in=list(branches))
    return {item.object_id: item for item in rows}


def _show(line: Line, item: WorkItem | None, days: int, by: Actor) -> None:
    if item is not None and item.state == line.standing:
        return
    due, before = _due(line.oldest, days), item.state if item else ""
    if item is None:
        item = open_item(
            kind=KIND, object_id=line.branch.pk, table=CONFIRM_WATCH, state=line.standing,
            root=None, zone_id=line.branch.zone_id, due_at=due, expected="核对党员信息",
            title=f"核对党员信息：{line.branch.name}"[:200],
            url=reverse("members:branch_members", args=[line.branch.pk]),
            **branch_holder(line.branch),
        )  # fmt: skip
    else:
        holder = branch_holder(line.branch)
        update_item(
            item, CONFIRM_WATCH, line.standing, due_at=due, expected="核对党员信息", **holder
        )
    log(
        item, by=by, verb=VERBS[line.standing], name="核对提醒", before=before,
        after=line.standing, text=WORDS[line.standing], unit_name=line.branch.name,
    )  # fmt: skip


def _due(oldest: date | None, days: int) -> datetime | None:
    """The last day a confirmation holds; whoever never confirmed is asked without a deadline."""
    if oldest is None:
        return None
    return datetime.combine(oldest + timedelta(days=days), END_OF_DAY, clock.CHINA)


def settle(branch: PartyOrg, by: Actor, text: str) -> None:
    """After a confirmation: the line leaves the desk unless somebody is still unconfirmed."""
    item = find_item(KIND, branch.pk)
    if item is None or item.closed_at is not None:
        return
    if standing_of(branch) != FRESH:
        log(item, by=by, verb="confirm", name="核对了一部分", after=item.state, text=text)
        return
    before = item.state
    update_item(item, CONFIRM_WATCH, CONFIRMED)
    log(item, by=by, verb="confirm", name="核对", before=before, after=CONFIRMED, text=text)
