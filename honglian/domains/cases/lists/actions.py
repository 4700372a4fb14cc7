"""Items come onto a department's list, are done, put off with a reason, merged with trace, or taken off."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.audit.api import record
from honglian.foundation.notify.api import notify
from honglian.foundation.orgs.api import Department
from honglian.foundation.workflow.api import find_item, log, update_item
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import NotAllowed, Refusal

from .desk import KIND, number, placed, put_on_desk
from .models import ListItem
from .states import ITEM


@action("lists.edit")
def add(
    *,
    department: int,
    title: str,
    due_on: date,
    by: Actor,
    leader: str = "",
    promise: str = "",
    source: str = "pledge",
    enterprise: int | None = None,
    promised_on: date | None = None,
) -> ListItem:
    """Put an item onto a department's list and its desk. The leader defaults to the department's head."""
    promised = promised_on or clock.today()
    if promised > clock.today():
        raise Refusal("承诺日期在今天以后，请核对。", field="promised_on")
    if due_on < promised:
        raise Refusal("完成期限早于承诺日期，请改正其中一个。", field="due_on")
    rows = Department.rows.filter(zone_id=by.zone_id, is_active=True)
    where = get_object_or_404(rows, pk=department)
    if enterprise is not None:
        get_object_or_404(Enterprise.objects.visible_to(by), pk=enterprise)
    made = ListItem.rows.create(
        zone_id=by.zone_id,
        number=number(by.zone_id or 0, promised.year),
        department=where,
        leader=leader or where.leader,
        enterprise_id=enterprise,
        title=title,
        promise=promise,
        source=source,
        promised_on=promised,
        due_on=due_on,
    )
    made.item = put_on_desk(made)
    made.save(update_fields=["item"])
    log(made.item, by=by, verb="add", name="列入清单", after=made.state, text=promise or title)
    record(by=by, verb="lists.add", target=made)
    notify(
        zone_id=made.zone_id,
        topic="cases.list",
        title=f"列入部门清单：{title}"[:80],
        body=f"{due_on:%m月%d日}前完成。{promise}"[:200],
        url=reverse("cases:list_item", args=[made.pk]),
        department_id=where.pk,
        without=by.user_id,
    )
    return made


def _locked(item_id: int, by: Actor, verb: str) -> ListItem:
    rows = ListItem.objects.visible_to(by).select_for_update(of=("self",))
    found = get_object_or_404(rows.select_related("department", "enterprise"), pk=item_id)
    found.state = ITEM.apply(found.state, verb)
    return found


def _show(found: ListItem, by: Actor, verb: str, text: str, **fields: Any) -> None:
    item = find_item(KIND, found.pk)
    before = item.state
    update_item(item, ITEM, found.state, **fields)
    name = next(t.name for t in ITEM.transitions if t.verb == verb)
    log(item, by=by, verb=verb, name=name, before=before, after=found.state, text=text)


@action("lists.view")
def finish(*, item_id: int, result: str, by: Actor, done_on: date | None = None) -> ListItem:
    """Done, by the department that has it (or helps), or by who keeps the lists."""
    if not (by.can("lists.work") or by.can("lists.edit")):
        by.require("lists.work")
    found = _locked(item_id, by, "finish")
    if by.department_id and found.department_id != by.department_id:
        raise NotAllowed(f"这一项由 {found.department.name} 办结，您的部门是协助。")
    day = done_on or clock.today()
    if day > clock.today():
        raise Refusal("完成日期在今天以后，办完了再记。", field="done_on")
    if day < found.promised_on:
        raise Refusal(f"完成日期早于承诺日期 {found.promised_on}，请核对。", field="done_on")
    found.done_on, found.result = day, result
    found.save(update_fields=["state", "done_on", "result"])
    _show(found, by, "finish", result)
    record(by=by, verb="lists.finish", target=found, note=result[:200])
    return found


@action("lists.edit")
def change(*, item_id: int, due_on: date, reason: str, by: Actor, leader: str = "") -> ListItem:
    """Another day or another leader, with the reason."""
    found = _locked(item_id, by, "change")
    if due_on < found.promised_on:
        raise Refusal(f"完成期限早于承诺日期 {found.promised_on}，请核对。", field="due_on")
    changes = {"期限": [found.due_on, due_on], "责任领导": [found.leader, leader or found.leader]}
    found.due_on, found.leader = due_on, leader or found.leader
    found.save(update_fields=["due_on", "leader"])
    said = f"期限改为 {due_on}，责任领导 {found.leader or '未定'}。{reason}"
    _show(found, by, "change", said, **placed(found))
    kept = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    record(by=by, verb="lists.change", target=found, changes=kept, note=reason)
    return found


@action("lists.edit")
def cancel(*, item_id: int, reason: str, by: Actor) -> ListItem:
    """Off the list, with the reason; it stays readable."""
    found = _locked(item_id, by, "cancel")
    found.result = reason
    found.save(update_fields=["state", "result"])
    _show(found, by, "cancel", reason)
    record(by=by, verb="lists.cancel", target=found, note=reason[:200])
    return found


@action("lists.edit")
def merge(*, item_id: int, into: str, reason: str, by: Actor) -> ListItem:
    """Let it go on inside another one (by number); both keep the trace, the department helps there.

    The kept item's day is the earlier of the two: nothing promised is put off by merging.
    """
    found = _locked(item_id, by, "merge")
    rows = ListItem.objects.visible_to(by).select_for_update(of=("self",))
    main = rows.filter(number=into.strip().upper()).first()
    if main is None or main.pk == found.pk:
        raise Refusal("请填另一项在办事项的编号。", field="into")
    if main.state != "open":
        raise Refusal(f"{main.number} 目前是“{main.shown_state.name}”，不能再并入。", field="into")
    found.merged_into = main
    found.save(update_fields=["state", "merged_into"])
    _show(found, by, "merge", f"并入 {main.number}。{reason}")
    helping = {found.department_id, *found.helpers.values_list("pk", flat=True)}
    main.helpers.add(*(helping - {main.department_id}))
    main.due_on = min(main.due_on, found.due_on)
    main.save(update_fields=["due_on"])
    main = ListItem.rows.select_related("department", "enterprise").get(pk=main.pk)
    said = f"{found.number}（{found.department.name}）并入本项：{found.title}。{found.promise}"
    _show(main, by, "merge", said, **placed(main))
    record(by=by, verb="lists.merge", target=found, note=f"并入 {main.number}。{reason}"[:200])
    return found
