"""What is found is written down here, and what people decide about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from django.shortcuts import get_object_or_404
from django.urls import reverse

from honglian.foundation.audit.api import record
from honglian.foundation.notify.api import notify
from honglian.foundation.orgs.api import Department
from honglian.foundation.workflow.api import find_item, log, open_item, update_item
from honglian.foundation.workflow.models import WorkItem
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

from .finding import Found
from .models import CommonCause
from .states import CAUSE

KIND = "cases.cause"
END_OF_DAY = time(17, 30)
GROWN = 1.5  # what was set aside is proposed again when so many times as many cases tell of it
STILL = 2  # so many cases after a cause was cured mean that it is back


@action("cases.supervise")
def keep_found(*, found: Sequence[Found], by: Actor) -> int:
    """Write down the groups of :func:`finding.look`; returns how many are new.

    A cause that waits for a decision gets the cases found now; one that is being cured only gains cases;
    one that was cured or set aside stays as it is, and a new one follows it when the trouble goes on.
    """
    known = [
        (cause, {case.pk for case in cause.cases.all()})
        for cause in CommonCause.rows.filter(zone_id=by.zone_id)
        .select_related("item")
        .prefetch_related("cases", "followed_by")
        .order_by("-id")
    ]
    new = sum(_settle(each, known, by.zone_id) for each in found)
    record(
        by=by, verb="cases.find_causes", target_kind=KIND, note=f"{len(found)} 类，新增 {new} 类"
    )
    return new


def _settle(found: Found, known: list[tuple[CommonCause, set[int]]], zone_id: int) -> bool:
    """Give the group to the cause it already is, or write a new one; True when it is new."""
    ids = {case.pk for case in found.cases}
    before = next((k for k, old in known if 2 * len(ids & old) > min(len(ids), len(old))), None)
    if before is None:
        _write(CommonCause(zone_id=zone_id), found)
    elif before.state == "proposed":
        _write(before, found)
        return False
    elif before.state == "taken":
        before.cases.add(*ids)
        return False
    elif before.followed_by.all() or not _came_back(before, found):
        return False
    else:
        _write(CommonCause(zone_id=zone_id, follows=before), found)
    return True


def _came_back(before: CommonCause, found: Found) -> bool:
    if before.state == "dismissed":
        return len(found.cases) >= before.size_then * GROWN
    ended = before.item.closed_at
    return sum(case.created_at > ended for case in found.cases) >= STILL


def _write(row: CommonCause, found: Found) -> None:
    cause = found.cause
    row.title = found.cases[0].title
    row.words, row.category, row.likeness = list(cause.words), cause.category, cause.likeness
    row.chain_id = int(cause.node) if cause.node else None
    row.found_at = row.found_at or clock.now()
    row.save()
    row.cases.set(found.cases)


def _locked(cause_id: int, by: Actor) -> CommonCause:
    rows = CommonCause.objects.visible_to(by).select_for_update(of=("self",))
    return get_object_or_404(rows, pk=cause_id)


@action("cases.supervise")
def take(*, cause_id: int, measure: str, department: int, due_on: date, by: Actor) -> CommonCause:
    """Make it a department's work: a measure against the cause itself, due on a day."""
    cause = _locked(cause_id, by)
    cause.state = CAUSE.apply(cause.state, "take")
    if due_on < clock.today():
        raise Refusal("完成期限已经过了，请选今天或以后的日期。", field="due_on")
    cause.department = get_object_or_404(Department.rows.filter(zone_id=by.zone_id), pk=department)
    cause.measure, cause.due_on, cause.size_then = measure, due_on, cause.cases.count()
    cause.item = _put_on_desk(cause)
    cause.save()
    log(cause.item, by=by, verb="take", name="列为共性问题", after="taken", text=measure)
    changes = {"责任部门": [None, cause.department.name], "期限": [None, due_on]}
    record(by=by, verb="cases.take_cause", target=cause, changes=changes)
    notify(
        zone_id=cause.zone_id,
        topic="cases.cause",
        title=f"共性问题交办：{cause.title}",
        body=measure[:200],
        url=reverse("cases:cause", args=[cause.pk]),
        department_id=cause.department.pk,
    )
    return cause


def _put_on_desk(cause: CommonCause) -> WorkItem:
    return open_item(
        kind=KIND,
        object_id=cause.pk,
        table=CAUSE,
        state="taken",
        root=None,
        zone_id=cause.zone_id,
        title=f"共性问题：{cause.title}"[:200],
        url=reverse("cases:cause", args=[cause.pk]),
        expected="整改并报结果",
        due_at=datetime.combine(cause.due_on, END_OF_DAY, clock.CHINA),
        due_kind="finish",
        holder_department=cause.department,
        holder_name=cause.department.name,
        chain_id=cause.chain_id,
    )


@action("cases.supervise")
def dismiss(*, cause_id: int, reason: str, by: Actor) -> CommonCause:
    """These demands only look alike; not proposed again unless many more come."""
    cause = _locked(cause_id, by)
    cause.state = CAUSE.apply(cause.state, "dismiss")
    cause.reason, cause.size_then = reason, cause.cases.count()
    cause.save(update_fields=["state", "reason", "size_then"])
    record(by=by, verb="cases.dismiss_cause", target=cause, note=reason)
    return cause


@action(None)
def finish(*, cause_id: int, result: str, by: Actor) -> CommonCause:
    """The department in charge, or who supervises, says what was done. One of two permissions."""
    if not by.can("cases.supervise"):
        by.require("cases.handle")
    cause = _locked(cause_id, by)
    before, cause.state = cause.state, CAUSE.apply(cause.state, "finish")
    cause.result = result
    cause.save(update_fields=["state", "result"])
    item = find_item(KIND, cause.pk)
    update_item(item, CAUSE, cause.state)
    log(item, by=by, verb="finish", name="办结", before=before, after=cause.state, text=result)
    record(by=by, verb="cases.finish_cause", target=cause, note=result[:200])
    return cause
