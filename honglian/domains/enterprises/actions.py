"""Writes about enterprises and their contacts."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.forms.models import model_to_dict
from django.shortcuts import get_object_or_404
from django.urls import reverse

from honglian.foundation.audit.api import changes_between, record
from honglian.foundation.workflow.api import find_item, log, open_item, update_item
from honglian.kit import clock, events
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

from .contacts.binding import ITEM, answers_for, bind
from .events import EnterpriseChanged
from .index import index_text
from .models import ContactLog, ContactPledge, Enterprise, Instructor
from .states import PROMISE

END_OF_DAY = time(17, 30)  # a promise for a day is due at its close of business

# What may be edited by hand; figures come in by ledger, the code never changes.
EDITABLE = [
    "name",
    "former_name",
    "legal_person",
    "registered_address",
    "address",
    "products",
    "needs",
    "chain",
    "chain_role",
    "size",
    "four_above",
    "listed_above_on",
    "is_key",
    "is_in_park",
    "status",
    "employees",
    "coverage",
    "party_org",
    "formal_members",
    "probationary_members",
    "park",
    "honours",
    "contact_name",
    "contact_mobile",
    "longitude",
    "latitude",
]


@action("enterprises.edit")
def update(*, enterprise_id: int, by: Actor, **fields: Any) -> Enterprise:
    """Change editable fields of one enterprise; unknown fields are a bug and raise TypeError."""
    if unknown := set(fields) - set(EDITABLE):
        raise TypeError(f"not editable: {sorted(unknown)}")
    rows = Enterprise.objects.visible_to(by).select_for_update(of=("self",))
    enterprise = get_object_or_404(rows, pk=enterprise_id)
    before = model_to_dict(enterprise, fields=EDITABLE)
    for name, value in fields.items():
        setattr(enterprise, name, value)
    derived = index_text(enterprise.name, enterprise.former_name, enterprise.uscc)
    for name, value in derived.items():
        setattr(enterprise, name, value)
    enterprise.save(update_fields=[*fields, *derived, "updated_at"])
    if not Enterprise.objects.visible_to(by).filter(pk=enterprise.pk).exists():
        raise Refusal("这样修改后该企业会离开您的管辖范围，请由党群工作部办理。")
    after = model_to_dict(enterprise, fields=EDITABLE)
    changes = changes_between(before, after, secret=("contact_mobile",))
    record(by=by, verb="enterprises.update", target=enterprise, changes=changes)
    events.emit(EnterpriseChanged(enterprise, by))
    return enterprise


@action("pledges.edit")
def pledge(
    *,
    enterprise_id: int,
    instructor_id: int,
    kind: str = ContactPledge.Kind.PRIMARY,
    starts_on: date | None = None,
    ends_on: date | None = None,
    by: Actor,
) -> ContactPledge:
    """Bind an instructor (or leader) to an enterprise.

    A new primary instructor takes over from the present one in the same step, so that an
    enterprise has exactly one and never none (领域手册 A.5).
    """
    rows = Enterprise.objects.visible_to(by).select_for_update(of=("self",))
    enterprise = get_object_or_404(rows, pk=enterprise_id)
    instructor = get_object_or_404(Instructor.rows.filter(zone_id=by.zone_id), pk=instructor_id)
    return bind(enterprise, instructor, kind, starts_on or clock.today(), until=ends_on, by=by)


@action(None)
def log_contact(
    *,
    enterprise_id: int,
    way: str,
    happened_on: date,
    text: str,
    promise: str = "",
    promise_due_on: date | None = None,
    instructor_id: int | None = None,
    by: Actor,
) -> ContactLog:
    """Note a visit or call and what was promised.

    Instructors log for the enterprises they guide; who edits pledges logs for anybody in
    scope. The permission is one of two, so it is checked here.
    """
    if not (by.can("pledges.log") or by.can("pledges.edit")):
        by.require("pledges.log")
    enterprise = get_object_or_404(Enterprise.objects.visible_to(by), pk=enterprise_id)
    if happened_on > clock.today():
        raise Refusal("联系日期还没有到，请填实际联系的日期。", field="happened_on")
    if promise_due_on and not promise:
        raise Refusal("填了期限，请写明答应了企业什么事。", field="promise")
    if promise and promise_due_on is None:
        raise Refusal("答应的事请写一个期限，到期前会提醒您。", field="promise_due_on")
    if promise_due_on and promise_due_on < happened_on:
        raise Refusal("答应的期限早于联系日期，请核对。", field="promise_due_on")
    mine = instructor_id and answers_for(enterprise.pk, instructor_id, clock.today())
    entry = ContactLog.rows.create(
        zone_id=enterprise.zone_id,
        enterprise=enterprise,
        instructor_id=instructor_id,
        way=way,
        happened_on=happened_on,
        text=text,
        promise=promise,
        promise_due_on=promise_due_on,
        keeper_id=instructor_id if promise and mine else None,
        logged_by=by.name,
    )
    record(by=by, verb="pledges.log", target=entry, label=enterprise.name)
    if promise:
        _put_on_desk(entry, by)
    return entry


def _put_on_desk(entry: ContactLog, by: Actor) -> None:
    """A promise lies on the desk of who made it until it is kept."""
    item = open_item(
        kind=ITEM,
        object_id=entry.pk,
        table=PROMISE,
        state=PROMISE.initial,
        root=None,
        zone_id=entry.zone_id,
        title=f"{entry.enterprise.name}：{entry.promise}"[:200],
        url=reverse("enterprises:detail", args=[entry.enterprise_id]),
        expected="兑现承诺",
        due_at=datetime.combine(entry.promise_due_on, END_OF_DAY, clock.CHINA),
        due_kind="promise",
        holder_user_id=by.user_id,
        holder_name=by.name,
        chain_id=entry.enterprise.chain_id,
    )
    log(item, by=by, verb="promise", name="作出承诺", after=PROMISE.initial, text=entry.promise)


@action(None)
def keep_promise(*, entry_id: int, day: date | None = None, by: Actor) -> ContactLog:
    """Mark a promise as kept, in time or late; the same two permissions as for logging."""
    entry = _open_promise(entry_id, by)
    on = day or clock.today()
    if on > clock.today():
        raise Refusal("兑现日期还没有到，请填实际兑现的日期。", field="day")
    if on < entry.happened_on:
        raise Refusal("兑现日期早于答应的日期，请核对。", field="day")
    entry.promise_done_on = on
    entry.save(update_fields=["promise_done_on"])
    late = entry.promise_code == "late"
    verb, name = ("keep_late", "逾期兑现") if late else ("keep", "兑现")
    _settle(entry, verb, name, "", by)
    record(by=by, verb="pledges.keep_promise", target=entry, label=entry.promise)
    return entry


@action(None)
def withdraw_promise(*, entry_id: int, reason: str, by: Actor) -> ContactLog:
    """A promise that cannot be kept is taken back with the reason; the same two permissions."""
    entry = _open_promise(entry_id, by)
    if len(reason.strip()) < 4:
        raise Refusal("请写明为什么撤回、是否已向企业说明。", field="reason")
    entry.promise_withdrawn_on = clock.today()
    entry.promise_withdrawn_why = reason.strip()[:200]
    entry.save(update_fields=["promise_withdrawn_on", "promise_withdrawn_why"])
    _settle(entry, "withdraw", "撤回", entry.promise_withdrawn_why, by)
    note = entry.promise_withdrawn_why
    record(by=by, verb="pledges.withdraw_promise", target=entry, label=entry.promise, note=note)
    return entry


def _open_promise(entry_id: int, by: Actor) -> ContactLog:
    """A promise within sight that still waits, locked."""
    if not (by.can("pledges.log") or by.can("pledges.edit")):
        by.require("pledges.log")
    rows = ContactLog.objects.visible_to(by).select_for_update(of=("self",)).exclude(promise="")
    entry = get_object_or_404(rows, pk=entry_id)
    if entry.promise_done_on:
        raise Refusal(f"这件事已在 {entry.promise_done_on:%Y-%m-%d} 记为兑现。")
    if entry.promise_withdrawn_on:
        raise Refusal(f"这件事已在 {entry.promise_withdrawn_on:%Y-%m-%d} 撤回。")
    return entry


def _settle(entry: ContactLog, verb: str, name: str, text: str, by: Actor) -> None:
    item = find_item(ITEM, entry.pk)
    if item is None:
        return
    state = PROMISE.apply(item.state, verb)
    update_item(item, PROMISE, state)
    log(item, by=by, verb=verb, name=name, before="open", after=state, text=text)


# Each of these works with enterprises by telephone: department, lead, instructor, Party office.
REVEALERS = ("cases.reveal", "pledges.edit", "pledges.log", "members.reveal")


@action("enterprises.view")
def reveal_contact(*, enterprise_id: int, by: Actor) -> str:
    """The contact's telephone in full; who asks is logged (个保法: least data, each reveal).

    Open to whoever works with the enterprise: its instructor, its grid lead, a department
    that handles cases.
    """
    if not any(map(by.can, REVEALERS)):
        by.require("cases.reveal")
    enterprise = get_object_or_404(Enterprise.objects.visible_to(by), pk=enterprise_id)
    record(by=by, verb="enterprises.reveal_contact", target=enterprise)
    return enterprise.contact_mobile
