"""What another person does: check, sign off or send back, supervise, and look back (领域手册 C.4)."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from honglian.algo.months import add_months
from honglian.foundation.audit.api import record
from honglian.foundation.calendar.api import calendar_for
from honglian.foundation.notify.api import notify
from honglian.foundation.workflow.api import find_item, log, open_item, update_item
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import NotAllowed, Refusal
from honglian.kit.rules import BOOK

from ...due import in_workdays
from ...holders import upper_holder
from ...limits import LOOK_BACK_MONTHS, VERIFY_WORKDAYS
from ..models import LookBack, RectifyItem
from ..states import RECTIFY, SUPERVISION, VERIFY
from ._frame import SUPERVISION_KIND, check_person, locked, move, need
from ._opening import Facts, new_item, put_in


@action(VERIFY)
def take(*, item_id: int, by: Actor) -> RectifyItem:
    """Begin to check; from now on the request cannot be withdrawn and nobody else decides."""
    item = locked(by, item_id)
    RECTIFY.apply(item.state, "take")
    check_person(item, by)
    item.verifier, item.verifier_user_id = by.name[:64], by.user_id
    move(item, "take", by)
    return item


def _as_verifier(item: RectifyItem, by: Actor) -> None:
    check_person(item, by)
    taken = item.state == "verifying" and item.verifier_user_id is not None
    if taken and item.verifier_user_id != by.user_id:
        raise NotAllowed(f"{item.verifier}正在核查这一件，请由{item.verifier}给出结论。")
    item.verifier, item.verifier_user_id = by.name[:64], by.user_id


@action(VERIFY)
def sign_off(*, item_id: int, text: str, by: Actor) -> RectifyItem:
    """销号. Plans the looks back three and six months later."""
    item, today = locked(by, item_id), clock.today()
    RECTIFY.apply(item.state, "pass")
    _as_verifier(item, by)
    item.verdict = need(text, "text", "核查结论：看了什么、是否整改到位")[:300]
    item.closed_on = today
    _plan_looks(item, today)
    move(item, "pass", by, text=item.verdict)
    return item


def _plan_looks(item: RectifyItem, day: date) -> None:
    for months in LOOK_BACK_MONTHS:
        LookBack.objects.get_or_create(
            item=item, months=months, defaults={"planned_on": add_months(day, months)}
        )


@action(VERIFY)
def send_back(*, item_id: int, text: str, by: Actor) -> RectifyItem:
    """退回重改, with the reason. Returned too often goes one level up (RF-05)."""
    item = locked(by, item_id)
    RECTIFY.apply(item.state, "return")
    _as_verifier(item, by)
    item.verdict = need(text, "text", "退回的原因：哪里没有整改到位")[:300]
    item.returned += 1
    item.applied_on, item.applied_by, item.applied_user_id = None, "", None
    move(item, "return", by, text=item.verdict)
    found = BOOK.find("RF-05", clock.today(), returned=item.returned)
    if found:
        _escalate(item, found.sentence, by)
    return item


@action(VERIFY)
def assess(*, item_id: int, text: str, by: Actor) -> RectifyItem:
    """阶段评估 of a long-term item, which is never signed off at once."""
    item = locked(by, item_id)
    RECTIFY.apply(item.state, "assess")
    if not item.is_long_term:
        raise Refusal("阶段评估只用于长期坚持的事项；这一件整改到位后请申请销号。")
    check_person(item, by)
    item.verdict = need(text, "text", "评估意见")[:300]
    item.verifier, item.verifier_user_id = by.name[:64], by.user_id
    move(item, "assess", by, text=item.verdict, keep_desk=True)
    return item


@action(None)
def escalate_overdue(*, item_id: int, by: Actor) -> RectifyItem | None:
    """Send an item that is overdue for too long one level up, once (RF-06).

    The machine's own step (a daily job), so it asks for no permission; nothing is decided.
    """
    item = locked(by, item_id)
    if item.escalated_on or not item.is_overdue:
        return None
    found = BOOK.find("RF-06", clock.today(), due=item.due_on, today=clock.today())
    if found is None:
        return None
    _escalate(item, found.sentence, by)
    return item


def _escalate(item: RectifyItem, why: str, by: Actor) -> None:
    """Put it before the organisation above: a line on its desk and a message."""
    item.escalated_on, item.escalated_because = clock.today(), why[:200]
    move(item, "escalate", by, text=why, keep_desk=True)
    holder = upper_holder(item.branch)
    columns = {
        **holder,
        "expected": "督办",
        "urgency": 1,
        "due_at": in_workdays(VERIFY_WORKDAYS, calendar_for(item.zone_id)),
    }
    line = find_item(SUPERVISION_KIND, item.pk)
    url = reverse("partylife:rectify_item", args=[item.pk])
    if line is None:
        open_item(
            kind=SUPERVISION_KIND, object_id=item.pk, table=SUPERVISION, state="waiting",
            root=item.item, zone_id=item.zone_id, number=item.number,
            title=f"督办整改：{item.branch.name} {item.issue}"[:200], url=url, **columns,
        )  # fmt: skip
    else:
        update_item(line, SUPERVISION, "waiting", **columns)
    users = [holder["holder_user_id"]] if holder["holder_user_id"] else []
    notify(
        zone_id=item.zone_id,
        topic="rectify.escalated",
        title=f"整改事项提级督办：{item.branch.name}",
        body=f"{item.number} {item.issue[:80]}。{why}",
        url=url,
        users=users,
        role=holder["holder_role"],
    )


@action(VERIFY)
def supervise(*, item_id: int, text: str, by: Actor) -> RectifyItem:
    """The level above says what must happen; clears its desk line."""
    item = locked(by, item_id)
    RECTIFY.apply(item.state, "supervise")
    check_person(item, by)
    line = find_item(SUPERVISION_KIND, item.pk)
    if line is not None and line.closed_at is None:
        update_item(line, SUPERVISION, SUPERVISION.apply(line.state, "say"))
    item.supervisor = by.name[:32]
    move(item, "supervise", by, text=need(text, "text", "督办意见"), keep_desk=True)
    return item


@action(VERIFY)
def look_back(
    *,
    item_id: int,
    held: bool,
    text: str,
    by: Actor,
    looked_on: date | None = None,
) -> RectifyItem:
    """回头看 (RF-07). Returns the item itself, or the new one that a rebound opens.

    A rebound may be noted at any time; that nothing came back only once the months are over.
    """
    item, day = locked(by, item_id), looked_on or clock.today()
    RECTIFY.apply(item.state, "rebound")
    check_person(item, by)
    look = item.looks.filter(looked_on=None).first()
    if look is None:
        raise Refusal("这一件的回头看已经做完。")
    if day > clock.today():
        raise Refusal("回头看的日期不能晚于今天。", field="looked_on")
    if held:
        BOOK.require("RF-07", day, at="looked_on", planned=look.planned_on, looked=day)
    look.looked_on, look.held, look.looked_by = day, held, by.name[:64]
    look.text = need(text, "text", "看到的情况")[:300]
    look.save()
    if not held:
        return _reopen(item, look, by)
    last = not item.looks.filter(looked_on=None).exists()
    item.rebounded = False if last else None
    move(item, "look_last" if last else "look_first", by, text=look.text)
    return item


def _reopen(item: RectifyItem, look: LookBack, by: Actor) -> RectifyItem:
    """The trouble came back: the old item says so, a new one is opened and linked to it."""
    item.rebounded = True
    move(item, "rebound", by, text=look.text)
    facts = Facts(
        item.issue,
        item.category,
        item.source,
        item.kind,
        item.cause,
        f"{item.number} 回头看时反弹，重新开启",
        item.life_meeting_id,
        item,
    )
    fresh = new_item(item.branch, item.member_id, clock.today(), facts)
    fresh.responsible, fresh.responsible_user_id = item.responsible, item.responsible_user_id
    put_in(fresh, by)
    log(item.item, by=by, verb="reopen", name="重新开启", text=f"新编号 {fresh.number}",
        unit_name=item.branch.name)  # fmt: skip
    record(by=by, verb="rectify.reopen", target=fresh, note=f"由 {item.number} 反弹而来")
    return fresh
