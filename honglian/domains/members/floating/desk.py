"""The desk line of a stay: on the home branch's desk, or on the host's where home is elsewhere."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.urls import reverse

from honglian.algo.months import add_months
from honglian.foundation.notify.api import notify
from honglian.foundation.orgs.api import PartyOrg
from honglian.foundation.workflow.api import log, open_item, update_item
from honglian.kit import clock
from honglian.kit.actor import Actor

from ..desks import branch_holder
from ..models import PartyMember
from ..rules.transfers import REPORT_DAYS
from .models import FloatingStay
from .states import FLOATING

KIND = "members.floating"
QUARTER_DAYS = 90


def home(stay: FloatingStay) -> PartyOrg:
    """The side of ours that looks after the line: the home branch, else the host."""
    return stay.home_branch or stay.host_branch


def refresh(stay: FloatingStay, by: Actor, verb: str, before: str, text: str) -> None:
    """Bring the desk line, the roster's marks and the timeline up to date; tell both branches."""
    if stay.item is None:
        stay.item = open_item(
            kind=KIND, object_id=stay.pk, table=FLOATING, state=stay.state, root=None,
            zone_id=stay.zone_id, title=f"流动党员：{stay.name}（{stay.place}）",
            url=reverse("members:stay", args=[stay.pk]), **branch_holder(home(stay), by),
        )  # fmt: skip
        stay.save(update_fields=["item", "updated_at"])
    due, expected = next_due(stay)
    update_item(stay.item, FLOATING, stay.state, due_at=due, expected=expected)
    names = [t.name for t in FLOATING.transitions if t.verb == verb]
    name = names[0] if names else "登记流动"
    log(stay.item, by=by, verb=verb, name=name, before=before, after=stay.state, text=text)
    mark(stay)
    if verb != "contact":
        _tell(stay, by, name)


def next_due(stay: FloatingStay) -> tuple[datetime | None, str]:
    """The day by which somebody should report or be called, and what to do."""
    if FLOATING.state(stay.state).final:
        return None, ""
    if stay.state == "registered":
        return _closing(stay.registered_on + timedelta(days=REPORT_DAYS)), "督促报到"
    if stay.state == "reported":
        return None, "纳入管理"
    step = QUARTER_DAYS // max(1, stay.times_a_quarter)
    if stay.kind == FloatingStay.Kind.ABROAD:
        return _closing(add_months(stay.last_contact, 6)), "联系一次（出国境每半年）"
    return _closing(stay.last_contact + timedelta(days=step)), "联系一次"


def _closing(day: date) -> datetime:
    return datetime.combine(day, time(18), clock.CHINA)


def mark(stay: FloatingStay) -> None:
    """The roster says who is away and where (台账 LD02)."""
    member = stay.member
    if member is None:
        return
    away = not FLOATING.state(stay.state).final
    member.floating = PartyMember.Floating.OUT if away else PartyMember.Floating.RETURNED
    member.flow_to = stay.place[:64] if away else ""
    member.save(update_fields=["floating", "flow_to", "updated_at"])


def close_as(stay: FloatingStay, verb: str) -> None:
    """End a stay that something else has ended."""
    stay.state = FLOATING.apply(stay.state, verb)
    stay.back_on = clock.today()
    stay.save(update_fields=["state", "back_on", "updated_at"])
    if stay.item:
        update_item(stay.item, FLOATING, stay.state)
    mark(stay)


def _tell(stay: FloatingStay, by: Actor, name: str) -> None:
    for branch in (stay.home_branch, stay.host_branch):
        if branch is not None:
            notify(
                zone_id=stay.zone_id, topic="members.floating",
                title=f"流动党员{stay.name}：{name}",
                body=f"{stay.home_name} → {stay.host_name or stay.place}",
                url=reverse("members:stay", args=[stay.pk]), org_id=branch.pk, without=by.user_id,
            )  # fmt: skip
