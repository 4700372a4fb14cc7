"""What the page of one whistle shows, gathered for its template."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from honglian.algo.standards import mask_mobile
from honglian.foundation.access.api import ROLES
from honglian.foundation.files.api import Attachment, attachments_of
from honglian.foundation.workflow.models import WorkEvent
from honglian.foundation.zones.api import config_of
from honglian.kit import slots
from honglian.kit.actor import Actor
from honglian.ui.format import moment

from . import selectors
from .campaigns.selectors import heard_as
from .duplicates.selectors import Alike, told_before
from .library import selectors as library
from .models import Ask, Case, Order
from .papers.selectors import panel as papers_panel
from .proposing.selectors import proposal_for
from .states import CASE
from .steps import Step, can_withdraw, case_steps, main_first, order_steps

DUE_NAMES = {
    "accept": "受理",
    "dispatch": "派单",
    "callback": "回访",
    "sign": "签收",
    "contact": "联系企业",
    "finish": "办结",
    "paused": "暂停计时",
}
LIMIT_NAMES = {"sign": "签收", "contact": "联系", "plan": "方案", "finish": "办结"}
TONES = {
    "report": "new",
    "reply": "done",
    "close": "done",
    "refuse": "stopped",
    "reopen": "overdue",
    "supervise": "overdue",
    "escalate": "overdue",
}


# A step's link leads to a page of its own and, with scripts, opens its form on this one.
IN_PLACE = mark_safe(
    'hx-boost="true" hx-push-url="false" hx-target="#step" hx-swap="innerHTML show:none"'
)


@dataclass(frozen=True)
class Line:
    """One entry of the timeline as the component wants it."""

    at: Any
    title: str
    actor_name: str
    text: str
    tone: str
    files: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class OrderRow:
    """One department's order with its clock in words, its requests and what may be done."""

    order: Order
    due_name: str
    limits: str
    asks: list[Ask]
    links: list[tuple[Step, str]]
    withdraw_url: str


def page_context(actor: Actor, case: Case) -> dict[str, Any]:
    orders, events = selectors.orders_of(case), selectors.timeline(actor, case)
    inside = actor.role not in selectors.OUTSIDE
    files = attachments_of(case, internal=inside)
    return {
        "title": case.title,
        "subtitle": f"{case.number} · {case.enterprise_name}",
        "case": case,
        "state": CASE.state(case.state),
        "crumbs": [("企业吹哨", reverse("cases:index"))],
        "holder": _holder(case),
        "due_what": DUE_NAMES.get(case.item.due_kind, ""),
        "due_at": case.due_at,
        "done_at": case.replied_at,
        "steps": [(s, _step_url(case, s)) for s in main_first(case_steps(actor, case))],
        "orders": [_order_row(actor, case, o, inside) for o in orders],
        "inside": inside,
        "in_place": IN_PLACE,
        "fact_pairs": _facts(case, inside) + _heard_at(actor, case),
        "events": lines(events, files),
        "papers": papers_panel(actor, case),
        "loose_files": [f for f in files if f.event_id is None],
        "panels": slots.panels("cases.detail", actor, case),
        "proposal": proposal_for(actor, case),
        "parts": selectors.parts_of(case),
        "escalations": selectors.escalations_of(case) if inside else [],
        "known": _known(actor, case) if inside else [],
        **_knowledge(actor, case),
        "alike": _told_before(actor, case),
        "can_merge": actor.can("cases.merge"),
        "similar": selectors.similar(actor, case)[:5] if actor.can("cases.merge") else [],
        "masked_mobile": mask_mobile(case.reporter_mobile) if case.reporter_mobile else "",
        "why_url": f"{reverse('access:why')}?kind=cases.case&id={case.pk}",
    }


def _known(actor: Actor, case: Case) -> list[Any]:
    """Answers from the library, as long as the case still wants one."""
    if case.state not in ("created", "accepted", "dispatched"):
        return []
    return library.suggested(actor, f"{case.title} {case.text}", case.category)


def _knowledge(actor: Actor, case: Case) -> dict[str, Any]:
    """For those who keep the library: the entry made of this case, or where to make one."""
    if case.state != "closed" or not actor.can("cases.library"):
        return {}
    found = library.entry_of(case)
    if found is not None:
        return {"knowledge": found}
    return {"knowledge_url": reverse("cases:knowledge_make", args=[case.number])}


def _told_before(actor: Actor, case: Case) -> list[Alike]:
    """Only while it waits to be dispatched: afterwards merging is over."""
    if case.state not in ("created", "accepted"):
        return []
    return told_before(actor, case.text, but=case.pk)


def _holder(case: Case) -> str:
    """Who has it now: departments, or the desk that takes in, dispatches and calls back."""
    if case.state in ("dispatched", "split"):
        return case.item.holder_name
    role = ROLES.get(case.item.holder_role) if not case.item.closed_at else None
    return role.name if role else ""


def _step_url(case: Case, step: Step) -> str:
    return reverse("cases:step", args=[case.number, step.verb])


def _order_row(actor: Actor, case: Case, order: Order, inside: bool) -> OrderRow:
    links = [
        (step, reverse("cases:order_step", args=[case.number, order.pk, step.verb]))
        for step in main_first(order_steps(actor, order))
    ]
    withdraw = can_withdraw(actor, order)
    return OrderRow(
        order,
        DUE_NAMES.get(order.due_kind, ""),
        " · ".join(f"{n} {order.limits[k]}" for k, n in LIMIT_NAMES.items() if k in order.limits),
        [a for a in order.asks.all() if inside or a.decision == Ask.Decision.GRANTED],
        links,
        reverse("cases:order_step", args=[case.number, order.pk, "withdraw"]) if withdraw else "",
    )


def _facts(case: Case, inside: bool) -> list[tuple[str, Any]]:
    config = config_of(case.zone_id)
    category, level = config.category(case.category), config.level(case.level)
    pairs = [
        ("类别", category.name if category else "未分类"),
        ("等级", level.name if level else case.level),
        ("渠道", case.get_channel_display()),
        ("地点", case.place),
        ("期望结果", case.expected),
        ("吹哨时间", moment(case.created_at)),
        ("办结类型", case.get_outcome_display()),
        ("满意度", case.get_satisfaction_display()),
    ]
    if inside:
        pairs += [
            ("产业链", case.chain.short_name if case.chain else ""),
            ("外部编号", f"{case.source} {case.outside_number}".strip()),
            ("挂账复核", f"{case.review_on:%Y-%m-%d}" if case.review_on else ""),
            ("重办次数", case.reopened or ""),
            ("督办", f"{case.supervision} 级" if case.supervision else ""),
        ]
    return [(label, value) for label, value in pairs if value]


def _heard_at(actor: Actor, case: Case) -> list[tuple[str, Any]]:
    """The door at which it was heard, with the visit's photos, for those who may see it."""
    issue = heard_as(actor, case.pk) if case.channel == Case.Channel.CAMPAIGN else None
    if issue is None:
        return []
    url = reverse("cases:visit", args=[issue.target_id])
    return [("来自走访", format_html('<a href="{}">{}</a>', url, issue.target.campaign.name))]


def lines(events: list[WorkEvent], files: list[Attachment]) -> list[Line]:
    """Timeline lines with the files that belong to each."""
    by_event: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for one in files:
        if one.event_id is not None:
            by_event[one.event_id].append((one.name, reverse("files:download", args=[one.key])))
    return [
        Line(
            e.at,
            e.name,
            f"{e.unit_name} {e.actor_name}".strip(),
            e.text,
            TONES.get(e.verb, ""),
            by_event[e.pk],
        )
        for e in events
    ]
