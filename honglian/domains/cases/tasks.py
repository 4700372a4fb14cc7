"""What happens to whistles by the clock: reminders, pauses that run out, a changed calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.db import transaction
from django.urls import reverse

from honglian.algo.workdays import Duration, WorkCalendar, due_at
from honglian.foundation.calendar.api import calendar_for
from honglian.foundation.jobs.api import job, periodic
from honglian.foundation.notify.api import notify
from honglian.foundation.workflow.models import WorkEvent, WorkItem
from honglian.kit import clock
from honglian.kit.actor import Actor

from . import actions, clocks
from .actions._frame import Rules
from .causes.actions import keep_found
from .causes.finding import look
from .duplicates.keeping import rebuild
from .leave.actions import keep_delegations
from .models import Case, Order
from .proposing.learning import relearn
from .states import WAITING

NAMES = {"sign": "签收", "contact": "联系企业", "finish": "办结"}
EVERY = timedelta(minutes=10)


@job("cases.remind", "到期和超期提醒")
def remind(*, zone_id: int) -> None:
    """Tell departments what is due soon and what is overdue; only in working hours, once each."""
    calendar, now = calendar_for(zone_id), clock.now()
    if not calendar.is_working_time(now):
        return
    for order, stage in _pressing(zone_id, calendar, now):
        key = f"{stage}:{order.due_kind}:{int(order.due_at.timestamp())}"
        with transaction.atomic():
            mine = Order.rows.filter(pk=order.pk, due_at=order.due_at).exclude(reminded=key)
            if mine.update(reminded=key):
                _remind(order, stage)


def _pressing(zone_id: int, calendar: WorkCalendar, now: datetime) -> Iterator[tuple[Order, str]]:
    """Orders past their limit or close to it, with “overdue” or “soon”."""
    horizon = {
        "sign": now + timedelta(minutes=30),
        "contact": now + timedelta(hours=1),
        "finish": calendar.add_workdays(now, 1),
    }
    rows = Order.rows.filter(
        zone_id=zone_id, state__in=WAITING, due_at__lte=max(horizon.values())
    ).select_related("case", "department")
    for order in rows.order_by("due_at"):
        if order.due_at < now:
            yield order, "overdue"
        elif order.due_at <= horizon.get(order.due_kind, now):
            yield order, "soon"


def _remind(order: Order, stage: str) -> None:
    case, what = order.case, NAMES.get(order.due_kind, "办理")
    when = f"{clock.local(order.due_at):%m-%d %H:%M}"
    title = (
        f"{what}{'已超期' if stage == 'overdue' else '快到期'}（{when}）：{case.enterprise_name}"
    )
    notify(
        zone_id=order.zone_id,
        topic=f"cases.{stage}",
        title=title,
        body=f"{case.number} {case.title}",
        url=reverse("cases:detail", args=[case.number]),
        urgent=case.level == "L1",
        department_id=order.department_id,
    )


@job("cases.resume", "到期恢复计时")
def resume_due(*, zone_id: int) -> None:
    """Let clocks run on whose pause was only agreed until now."""
    system, now = Actor.system(zone_id), clock.now()
    paused = Order.rows.filter(zone_id=zone_id, state="paused").select_related("case")
    for order in paused:
        last = WorkEvent.objects.filter(item_id=order.item_id, verb="pause").order_by("-id").first()
        if datetime.fromisoformat(last.data["until"]) <= now:
            actions.resume(number=order.case.number, order_id=order.pk, by=system)


@job("cases.recompute", "按新日历重算时限")
def recompute_open(*, year: int) -> None:
    """A year's holidays changed: all open limits are read anew from their logs."""
    rows = Case.rows.filter(state__in=["created", "accepted", "dispatched", "replied"])
    for pk in rows.values_list("pk", flat=True):
        with transaction.atomic():
            recompute_case(Case.rows.select_for_update(of=("self",)).get(pk=pk))


def recompute_case(case: Case) -> None:
    """Write the limits of a locked case and of its orders as the log says."""
    rules = Rules.of(case.zone_id)
    if case.state == "replied":
        within = Duration.parse(rules.config.cases.callback_within)
        call = due_at(case.replied_at, within, rules.calendar)
        WorkItem.rows.filter(pk=case.item_id, closed_at=None).update(due_at=call)
        return
    orders = list(case.orders.order_by("id"))
    for order in orders:
        due = clocks.recompute(order, rules.calendar)
        Order.rows.filter(pk=order.pk).update(**due)
        WorkItem.rows.filter(pk=order.item_id, closed_at=None).update(
            due_at=order.due_at, due_kind=order.due_kind
        )
    case.due_at = clocks.case_due(
        case,
        orders,
        root_log=clocks.log_of(case.item_id),
        limit=rules.config.cases.accept,
        calendar=rules.calendar,
    )
    Case.rows.filter(pk=case.pk).update(due_at=case.due_at)
    WorkItem.rows.filter(pk=case.item_id, closed_at=None).update(due_at=case.due_at)


@job("cases.causes", "查找共性问题")
def find_causes(*, zone_id: int) -> None:
    """Reading and comparing comes first, so that the database is not locked while it lasts."""
    found = look(zone_id)
    keep_found(found=found, by=Actor.system(zone_id))


@job("cases.learn", "从办结诉求学习分类")
def learn_from_closed(*, zone_id: int) -> None:
    """What new demands are called is learned anew from how the closed ones ended."""
    relearn(zone_id)


@job("cases.reviews", "挂账到期复核")
def put_up_reviews(*, zone_id: int) -> None:
    """What was set apart a period ago comes to the leader's desk."""
    by, today = Actor.system(zone_id), clock.today()
    due = Case.rows.filter(zone_id=zone_id, review_on__lte=today).order_by("review_on", "pk")
    for pk in list(due.values_list("pk", flat=True)):
        actions.put_up_for_review(case_id=pk, by=by)


@job("cases.leave", "委托代办到期")
def keep_leaves(*, zone_id: int) -> None:
    """Orders go to the deputy on the first day of a leave and come back after the last."""
    keep_delegations(by=Actor.system(zone_id))


periodic("cases.reviews", at=time(7, 30), per_zone=True)
periodic("cases.leave", at=time(0, 10), per_zone=True)


@job("cases.index", "诉求查重索引")
def index_told(*, zone_id: int) -> None:
    """What was told before is indexed anew, so that a repeated demand is seen while it is typed."""
    rebuild(zone_id)


periodic("cases.index", at=time(3, 0), per_zone=True)
periodic("cases.learn", at=time(2, 30), per_zone=True)
periodic("cases.remind", every=EVERY, per_zone=True)
periodic("cases.resume", every=EVERY, per_zone=True)
periodic("cases.causes", every=timedelta(days=7), per_zone=True)
