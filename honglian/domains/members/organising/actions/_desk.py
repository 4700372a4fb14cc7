"""The set-up of an organisation as a line on a desk, and the day from which it stands."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.urls import reverse

from honglian.algo.months import add_months
from honglian.foundation.orgs.api import OrgTie, PartyOrg
from honglian.foundation.workflow.api import find_item, log, open_item, update_item
from honglian.kit import clock
from honglian.kit.actor import Actor

from ...rules.orgs import APPROVAL_MONTHS
from ..models import OrgAct
from ..states import ORG_LIFE
from ._frame import SET_UP


def to_desk(org: PartyOrg, applied_on: date, by: Actor) -> None:
    """The superior has a month to answer (ORG-008)."""
    item = open_item(
        kind=SET_UP,
        object_id=org.pk,
        table=ORG_LIFE,
        state=org.status,
        root=None,
        zone_id=org.zone_id,
        title=f"成立党组织：{org.name}"[:200],
        url=reverse("members:org", args=[org.pk]),
        due_at=_evening(add_months(applied_on, APPROVAL_MONTHS)),
        expected="批复",
        holder_role="org_admin",
        holder_name="党群工作部",
    )
    log(item, by=by, verb="apply", name="申请成立", after=org.status, unit_name=org.name)


def _evening(day: date) -> datetime:
    return datetime.combine(day, time(18), clock.CHINA)


def begin(org: PartyOrg, on: date) -> None:
    """An organisation stands from this day: its founding, and the units it covers."""
    org.founded_on = org.founded_on or on
    asked = OrgAct.rows.filter(org=org, verb="apply").first()
    for unit in (asked.facts.get("units", []) if asked else [])[1:]:
        if not org.ties.filter(kind=OrgTie.Kind.UNIT, name=unit, ends_on=None).exists():
            OrgTie.rows.create(org=org, kind=OrgTie.Kind.UNIT, name=unit[:128], starts_on=on)


def move_item(
    org: PartyOrg, verb: str, name: str, by: Actor, *, text: str, expected: str,
    asked: OrgAct | None = None, done: bool = False,
) -> None:  # fmt: skip
    """Show the new state on the desk; once approved, the next steps are the applicant's."""
    item = find_item(SET_UP, org.pk)
    if item is None:
        return
    fields: dict[str, Any] = {"expected": expected, "due_at": None}
    if asked is not None and asked.entered_user_id and expected:
        fields |= {
            "holder_user_id": asked.entered_user_id,
            "holder_name": asked.entered_by,
            "holder_role": "",
        }
    before = item.state
    update_item(item, ORG_LIFE, org.status, **fields)
    if done:
        item.closed_at = clock.now()
        item.save(update_fields=["closed_at"])
    log(item, by=by, verb=verb, name=name, before=before, after=org.status, text=text)


def finish_set_up(org: PartyOrg, by: Actor, text: str) -> None:
    """The first election has made the organisation stand; its line leaves the desk."""
    item = find_item(SET_UP, org.pk)
    if item is not None and item.closed_at is None:
        move_item(org, "elect", "登记选举结果", by, text=text, expected="", done=True)
