"""Departments ask for visits of the year and the month; what would be unlawful is not saved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from django.shortcuts import get_object_or_404

from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.audit.api import record
from honglian.foundation.notify.api import notify
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.kit.rules import BOOK

from ...frame import need
from ..gate import asked, check_cap, check_items, check_subject
from ..models import PowerItem, VisitRequest, Why
from ..states import REQUEST, REQUEST_IT
from ._frame import own_department


@action(REQUEST_IT)
def file_request(
    *, enterprise_id: int, kind: str, year: int, purpose: str, by: Actor, month: int | None = None,
    item_ids: Sequence[int] = (), minutes: int = 60, why: str = Why.ORDINARY, document: str = "",
    department_id: int | None = None, not_before: time | None = None,
    not_after: time | None = None, fixed_on: date | None = None,
) -> VisitRequest:  # fmt: skip
    """Ask for a service visit or an inspection; an inspection passes the whole gate first."""
    today = clock.today()
    department = own_department(by, department_id)
    enterprise = get_object_or_404(Enterprise.objects.visible_to(by), pk=enterprise_id)
    if (year, month or 12) < (today.year, today.month):
        raise Refusal("这个月份已经过去，请选本月或以后的月份。", field="month")
    _check_hours(year, month, minutes, not_before, not_after, fixed_on)
    items: list[PowerItem] = []
    if kind == VisitRequest.Kind.INSPECTION:
        check_subject(by, department, today)
        items = list(PowerItem.rows.filter(department=department, pk__in=item_ids))
        check_items(items, today)
        check_cap(
            enterprise.zone, department, enterprise, year=year, why=why, on=today,
            document=document, waiting=asked(department, enterprise, year),
        )  # fmt: skip
    else:
        BOOK.require("INS-05", today, at="purpose", text=purpose)
    request = VisitRequest.rows.create(
        zone_id=enterprise.zone_id, department=department, enterprise=enterprise, kind=kind,
        year=year, month=month, purpose=need(purpose, "purpose", "做什么")[:200],
        minutes=minutes, why=why, document=document.strip()[:64], filed_by=by.name[:64],
        filed_user_id=by.user_id, filed_on=today, not_before=not_before, not_after=not_after,
        fixed_on=fixed_on,
    )  # fmt: skip
    request.items.set(items)
    record(by=by, verb="visits.request", target=request, label=str(request)[:64])
    return request


def _check_hours(
    year: int, month: int | None, minutes: int, not_before: time | None, not_after: time | None,
    fixed_on: date | None,
) -> None:  # fmt: skip
    early, late = not_before or time(0, 0), not_after or time(23, 59)
    free = (late.hour - early.hour) * 60 + late.minute - early.minute
    if free < minutes:
        raise Refusal(
            f"企业方便的时间是 {early:%H:%M} 至 {late:%H:%M}，不够 {minutes} 分钟，请改时间或分两次。",
            field="not_after",
        )
    if fixed_on is None:
        return
    fitting = (fixed_on.year, fixed_on.month) == (year, month or fixed_on.month)
    if fixed_on < clock.today() or not fitting:
        raise Refusal("必须这一天的日期要在所选的月份里，并且不早于今天。", field="fixed_on")


def _locked(by: Actor, pk: int) -> VisitRequest:
    rows = VisitRequest.objects.visible_to(by).select_for_update(of=("self",))
    return get_object_or_404(rows.select_related("visit", "enterprise", "department"), pk=pk)


@action(REQUEST_IT)
def drop_request(*, request_id: int, text: str, by: Actor) -> VisitRequest:
    request = _locked(by, request_id)
    request.state = REQUEST.apply(request.state, "drop")
    request.note = need(text, "text", "撤回的原因")[:200]
    request.save()
    record(by=by, verb="visits.drop", target=request, note=request.note)
    return request


@action(REQUEST_IT)
def object_to(*, request_id: int, text: str, by: Actor) -> VisitRequest:
    """A department does not agree with where its request was put; it goes back to be placed anew."""
    request = _locked(by, request_id)
    REQUEST.apply(request.state, "object")
    visit = request.visit
    if visit is None or visit.state != "planned":
        raise Refusal("这次上门已经完成或取消，不用再提。")
    request.note = need(text, "text", "为什么不同意")[:200]
    request.state, request.visit = REQUEST.apply(request.state, "object"), None
    request.save()
    record(by=by, verb="visits.object", target=request, note=request.note)
    notify(
        zone_id=request.zone_id, topic="visits.object", role="dispatcher",
        title=f"{request.department}不同意排期：{request.enterprise}"[:120], body=request.note,
        url=f"/visits/{visit.pk}/",
    )  # fmt: skip
    return request
