"""Reads about whistles, always for an actor."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Case as Choice
from django.db.models import F, Prefetch, Q, QuerySet, Value, When
from django.shortcuts import get_object_or_404

from honglian.algo.workdays import WorkCalendar
from honglian.foundation.calendar.api import calendar_for
from honglian.foundation.workflow.models import WorkEvent
from honglian.foundation.zones.api import config_of
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.fields import blind_index
from honglian.kit.search import search

from .models import Ask, Case, Escalation, Order
from .states import CASE, GONE, WAITING

OUTSIDE = ("enterprise_user", "visitor", "none")  # they never see internal lines
TECHNICAL = ("send", "redo", "all_replied")  # needed by clocks, said by other lines of the timeline
NUMBER = re.compile(r"SQ\d+", re.ASCII)
WHOLE_NUMBER = len("SQ202611250001")
MERGE_WITHIN = timedelta(hours=72)  # 领域手册 WH-06


def cases(actor: Actor) -> QuerySet[Case]:
    """The whistles this actor may see, with their lead department."""
    return Case.objects.listed_for(actor).select_related("lead")


def listed(actor: Actor) -> QuerySet[Case]:
    """With what a list row shows; the level by the name the zone gives it."""
    levels = config_of(actor.zone_id).cases.levels
    short = ((x.code, x.name.split("（")[0]) for x in levels)
    named = Choice(*(When(level=c, then=Value(name)) for c, name in short), default=F("level"))
    return cases(actor).select_related("lead", "chain").annotate(level_name=named)


def find(rows: QuerySet[Case], typed: str) -> QuerySet[Case]:
    """By number, whole or its beginning, else by title and enterprise (pinyin and initials too)."""
    number = typed.strip().upper()
    if not NUMBER.fullmatch(number):
        return search(rows, typed)
    if len(number) >= WHOLE_NUMBER:
        return rows.filter(number=number)
    return rows.filter(number__startswith=number)


def detail(actor: Actor, number: str) -> Case:
    """One whistle within scope with all its page shows, else 404."""
    rows = Case.objects.visible_to(actor)
    rows = rows.select_related("lead", "chain", "enterprise", "merged_into", "split_from", "item")
    return get_object_or_404(rows, number=number)


def by_code(number: str, code: str) -> Case | None:
    """The case of a visitor who holds its tracking code; the code stands in for an account."""
    if not code:
        return None
    rows = Case.rows.filter(number=number.strip().upper(), tracking_hash=blind_index(code))
    return rows.select_related("zone", "lead").first()


def orders_of(case: Case) -> list[Order]:
    """All orders of a case that is visible, lead first, with their open and decided requests."""
    asks = Prefetch("asks", Ask.objects.order_by("id"))
    rows = case.orders.select_related("department", "handler").prefetch_related(asks)
    return list(rows.order_by("-role", "id"))


def parts_of(case: Case) -> list[Case]:
    """What a case was split into; no query for the many that were not."""
    if not case.parts:
        return []
    return list(Case.rows.filter(split_from=case).select_related("lead").order_by("pk"))


def escalations_of(case: Case) -> list[Escalation]:
    """Every climb on the ladder, oldest first."""
    return list(case.escalations.all()) if case.rung else []


def my_orders(actor: Actor) -> QuerySet[Order]:
    """Orders that wait for this department, the next due first."""
    rows = Order.objects.visible_to(actor).filter(state__in=WAITING)
    return rows.select_related("case", "department").order_by("due_at", "id")


def timeline(actor: Actor, case: Case) -> list[WorkEvent]:
    """What happened, oldest first; people outside the administration see no internal lines."""
    rows = WorkEvent.objects.filter(root_id=case.item_id).exclude(verb__in=TECHNICAL)
    if actor.role in OUTSIDE:
        rows = rows.filter(is_internal=False)
    return list(rows.order_by("at", "id"))


def overdue(actor: Actor, now: datetime | None = None) -> QuerySet[Case]:
    """Past their limit: not accepted and dispatched in time, or not answered in time."""
    return cases(actor).filter(overdue_q(now))


def overdue_q(now: datetime | None = None) -> Q:
    return Q(due_at__lt=now or clock.now(), state__in=["created", "accepted", "dispatched"])


def overdue_orders(actor: Actor, now: datetime | None = None) -> QuerySet[Order]:
    rows = Order.objects.visible_to(actor).filter(state__in=WAITING)
    return rows.filter(due_at__lt=now or clock.now()).select_related("case", "department")


def open_states() -> list[tuple[str, str]]:
    """Codes and names of the states in which something is still to be done."""
    return [(code, CASE.state(code).name) for code in CASE.open_states]


def is_final(case: Case) -> bool:
    return CASE.state(case.state).final


def start_of_year(year: int) -> datetime:
    return start_of_day(date(year, 1, 1))


def start_of_day(day: date) -> datetime:
    return datetime.combine(day, time.min, clock.CHINA)


def similar(actor: Actor, case: Case) -> QuerySet[Case]:
    """Open cases that this one may have to be merged with: same enterprise, same category,
    within 72 hours of each other."""
    if case.enterprise_id is None:
        return cases(actor).none()
    rows = cases(actor).filter(
        enterprise_id=case.enterprise_id,
        state__in=["created", "accepted", "dispatched"],
        created_at__range=(case.created_at - MERGE_WITHIN, case.created_at + MERGE_WITHIN),
    )
    if case.category:
        rows = rows.filter(category__in=[case.category, ""])
    return rows.exclude(pk=case.pk).order_by("-created_at")


def supervision_proposals(actor: Actor, now: datetime | None = None) -> list[tuple[Case, int, str]]:
    """Cases that the rules say should be supervised more than they are (领域手册 E.5).

    1 a third of the time or less is left, 2 overdue by a working day, 3 by three, 4 by seven
    or opened again three times. (case, proposed level, reason), the most pressing first.
    """
    if actor.zone_id is None:
        return []
    now, calendar = now or clock.now(), calendar_for(actor.zone_id)
    rows = cases(actor).filter(state="dispatched").order_by("due_at")
    wanted = rows.filter(Q(due_at__isnull=False) | Q(reopened__gte=3))
    found = [(case, *_proposal(case, now, calendar)) for case in wanted]
    proposals = [p for p in found if p[1] > p[0].supervision]
    return sorted(proposals, key=lambda p: (-p[1], p[0].due_at or now))


def _proposal(case: Case, now: datetime, calendar: WorkCalendar) -> tuple[int, str]:
    if case.reopened >= 3:
        return 4, "同一问题已重办 3 次"
    if case.due_at is None:
        return 0, ""
    if now <= case.due_at:
        left, whole = case.due_at - now, case.due_at - case.dispatched_at
        return (1, "时限只剩三分之一") if left <= whole / 3 else (0, "")
    late = calendar.workdays_between(clock.local(case.due_at).date(), clock.local(now).date())
    for days, level in ((7, 4), (3, 3), (1, 2)):
        if late >= days:
            return level, f"超期 {late} 个工作日"
    return 1, "已超期"


def live(orders: Iterable[Order]) -> list[Order]:
    return [o for o in orders if o.state not in GONE]
