"""Who is told what when something happens to a whistle.

One notice a matter: the answer asks for the rating, so archiving tells nobody again.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from honglian.foundation.calendar.api import CalendarChanged
from honglian.foundation.jobs.api import enqueue
from honglian.foundation.notify.api import notify
from honglian.kit.actor import Actor
from honglian.kit.events import subscribe

from . import events as e
from .models import Ask, Case
from .states import WAITING

DISPATCHERS = {"role": "dispatcher"}
LEADERS = {"role": "leader"}
BY_CHAIN = ("grid_leader", "grid_worker")  # of these only those of the case's chain


def _tell(case: Case, by: Actor, topic: str, title: str, body: str = "", **whom: Any) -> None:
    notify(
        zone_id=case.zone_id,
        topic=f"cases.{topic}",
        title=title,
        body=body or case.title,
        url=reverse("cases:detail", args=[case.number]),
        without=by.user_id,
        **({"urgent": case.level == "L1"} | whom),
    )


def _reporters(case: Case) -> dict[str, Any]:
    """The person who reported and the enterprise's people."""
    users = [case.reporter_user_id] if case.reporter_user_id else []
    return {"users": users, "enterprise_id": case.enterprise_id}


def _tell_reporters(case: Case, by: Actor, topic: str, title: str, body: str = "") -> None:
    whom = _reporters(case)
    if whom["users"] or whom["enterprise_id"]:
        _tell(case, by, topic, title, body, **whom)


def reported(event: e.CaseReported) -> None:
    case = event.case
    if case.state == "dispatched":
        return  # by the zone's rule; the departments have been told
    _tell(case, event.by, "reported", f"新诉求：{case.enterprise_name}", **DISPATCHERS)


def refused(event: e.CaseRefused) -> None:
    _tell_reporters(event.case, event.by, "refused", "诉求不予受理，已说明原因", event.reason)


def dispatched(event: e.CaseDispatched) -> None:
    case = event.case
    for order in event.orders:
        title = f"{order.get_role_display()}工单：{case.enterprise_name}"
        _tell(case, event.by, "dispatched", title, department_id=order.department_id)


def withdrawn(event: e.OrderWithdrawn) -> None:
    order = event.order
    title, where = "工单已撤回", order.department_id
    _tell(order.case, event.by, "withdrawn", title, event.reason, department_id=where)


def objected(event: e.OrderObjected) -> None:
    title = f"{event.order.department.name}提出派单异议，请裁定"
    _tell(event.order.case, event.by, "objected", title, event.ask.reason, **DISPATCHERS)


def ruled(event: e.ObjectionRuled) -> None:
    title = "异议成立，工单已退回" if event.upheld else "异议不成立，请继续办理"
    where = event.order.department_id
    _tell(event.order.case, event.by, "ruled", title, event.ask.answer, department_id=where)


def extension_asked(event: e.ExtensionAsked) -> None:
    ask = event.ask
    asked = f"{ask.get_kind_display()} {ask.wanted}".strip()
    title = f"{event.order.department.name}申请{asked}，请审批"
    _tell(event.order.case, event.by, "extension_asked", title, event.ask.reason, **LEADERS)


def extension_decided(event: e.ExtensionDecided) -> None:
    case, ask = event.order.case, event.ask
    asked = f"{ask.get_kind_display()} {ask.wanted}".strip()
    title = f"{asked}：{'同意' if event.granted else '不同意'}"
    where = event.order.department_id
    _tell(case, event.by, "extension_decided", title, ask.answer, department_id=where)
    if event.granted and ask.kind == Ask.Kind.EXTENSION:
        _tell_reporters(case, event.by, "extended", f"办理时间延长 {ask.wanted}", ask.reason)


def replied(event: e.CaseReplied) -> None:
    _tell_reporters(event.case, event.by, "replied", "您的诉求已答复，请看结果并评价")


def reopened(event: e.CaseReopened) -> None:
    for order in event.orders:
        title = f"退回重办：{event.case.enterprise_name}"
        where = order.department_id
        _tell(
            event.case, event.by, "reopened", title, event.reason, department_id=where, urgent=True
        )


def merged(event: e.CaseMerged) -> None:
    _tell_reporters(event.case, event.by, "merged", f"诉求已并入 {event.into.number} 一起办理")


def split(event: e.CaseSplit) -> None:
    title = f"诉求拆成 {len(event.parts)} 件分头办理"
    numbers = "、".join(part.number for part in event.parts)
    _tell_reporters(event.case, event.by, "split", title, numbers)


def escalated(event: e.CaseEscalated) -> None:
    """The rung that was asked, and the departments that work on the case."""
    case, asked = event.case, event.escalation
    title = f"上报{asked.rung_name}，请协调：{case.enterprise_name}"
    whom: dict[str, Any] = {"role": asked.holder_role}
    if asked.holder_role in BY_CHAIN:
        whom["chain_id"] = case.chain_id
    _tell(case, event.by, "escalated", title, asked.reason, urgent=True, **whom)


def coordinated(event: e.EscalationAnswered) -> None:
    """Who passed it on, and every department that still works on it."""
    case, asked = event.case, event.escalation
    title = f"{asked.rung_name}已协调：{case.enterprise_name}"
    if asked.asked_by_user_id:
        _tell(case, event.by, "coordinated", title, asked.answer, users=[asked.asked_by_user_id])
    for department in case.orders.filter(state__in=WAITING).values_list("department", flat=True):
        _tell(case, event.by, "coordinated", title, asked.answer, department_id=department)


def handed_over(event: e.OrderHandedOver) -> None:
    order = event.order
    title, whom = f"工单转交给您：{order.case.enterprise_name}", [order.handler_id]
    _tell(order.case, event.by, "handed_over", title, event.reason, users=whom)


def supervised(event: e.CaseSupervised) -> None:
    title = f"{event.level} 级督办：{event.case.enterprise_name}"
    for department in event.departments:
        _tell(
            event.case,
            event.by,
            "supervised",
            title,
            event.requirement,
            department_id=department,
            urgent=True,
        )
    if event.level >= 3:
        _tell(event.case, event.by, "supervised", title, event.requirement, **LEADERS)


def calendar_changed(event: CalendarChanged) -> None:
    enqueue("cases.recompute", {"year": event.year}, key=f"cases.recompute:{event.year}")


HANDLERS = {
    e.CaseReported: reported,
    e.CaseRefused: refused,
    e.CaseDispatched: dispatched,
    e.OrderWithdrawn: withdrawn,
    e.OrderObjected: objected,
    e.ObjectionRuled: ruled,
    e.ExtensionAsked: extension_asked,
    e.ExtensionDecided: extension_decided,
    e.CaseReplied: replied,
    e.CaseReopened: reopened,
    e.CaseMerged: merged,
    e.CaseSplit: split,
    e.CaseEscalated: escalated,
    e.EscalationAnswered: coordinated,
    e.OrderHandedOver: handed_over,
    e.CaseSupervised: supervised,
    CalendarChanged: calendar_changed,
}


def connect() -> None:
    for event, handler in HANDLERS.items():
        subscribe(event, handler)
