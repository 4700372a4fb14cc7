"""Limits of real logs equal the minute-by-minute reference; limits in a year not announced move with it."""

import random
from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from honglian.algo.workdays import SHANGHAI, Duration
from honglian.domains.cases import actions, clocks, tasks
from honglian.foundation.calendar.actions import announce
from honglian.foundation.jobs.models import Job
from honglian.foundation.workflow.models import WorkEvent, WorkItem
from honglian.kit import clock
from honglian.kit.actor import Actor
from tests.algo.real_calendar import real_calendar
from tests.algo.reference_clock import MinuteWorld, random_case, reference_reading
from tests.domains.cases.conftest import again, order_of
from tests.domains.cases.test_pages import browser

CASES, SEED = 400, 20261126
FIRST = datetime(2024, 1, 1, tzinfo=SHANGHAI)
LAST = datetime(2026, 12, 31, 23, 59, tzinfo=SHANGHAI)
VERBS = {"start": "send", "stop": "reply", "restart": "redo"}
LIST_2027 = """
2027-01-01 元旦 放假
2027-01-04 至 2027-01-06 调休 放假
2027-01-09 调休 补班
"""


def test_orders_read_from_their_logs_equal_the_reference():
    """The order's own reading: its verbs, its restart, its sign limit before anybody has signed."""
    calendar, rng = real_calendar(), random.Random(SEED)
    world = MinuteWorld(calendar, 2024, 2027)
    signs = 0
    for number in range(CASES):
        events, limit, _ = random_case(rng, FIRST, LAST)
        log = [
            WorkEvent(
                verb=VERBS.get(e.kind, e.kind),
                at=e.at,
                data={"extend": e.duration.chinese()} if e.duration else {},
            )
            for e in events
        ]
        limits = {"sign": "2 工作小时", "contact": "4 工作小时", "finish": limit.chinese()}
        due = clocks.order_due(limits, log, calendar)
        wanted = reference_reading(events, limit, world, events[-1].at)
        assert due.finish_at == wanted.due_at, (number, events, limit)
        if due.kind == "sign":
            signs += 1
            begun = reference_reading(events[:1], Duration.parse("2 工作小时"), world, events[0].at)
            assert due.at == begun.due_at, (number, events)
    assert signs > CASES // 10


@pytest.mark.django_db
def test_a_limit_in_a_year_not_announced_is_provisional_until_it_is(cast):
    evening = datetime(2026, 12, 29, 10, 0, tzinfo=clock.CHINA)
    with clock.at(evening):
        case = cast.dispatched()
        answered = cast.replied()
        worker = cast.works_in("tax")
        actions.contact(number=case.number, way="call", by=worker)
        before = order_of(case, "tax").finish_due_at
        assert f"{clock.local(before):%Y-%m-%d}" == "2027-01-05"
        url = reverse("cases:detail", args=[case.number])
        for page in (url, reverse("cases:index")):
            assert "（暂算）" in browser(cast.dispatcher).get(page).content.decode()
        announce(year=2027, text=LIST_2027, source="通知", by=Actor.system(None))
        job = Job.rows.get(name="cases.recompute")
        tasks.recompute_open(year=job.arguments["year"] if hasattr(job, "arguments") else 2027)
        # 5 and 6 January are off now, so the limit ends on the 7th; nothing is provisional any more.
        order = order_of(case, "tax")
        assert f"{clock.local(order.finish_due_at):%Y-%m-%d %H:%M}" == "2027-01-07 17:30"
        assert again(case).due_at == order.finish_due_at
        assert "（暂算）" not in browser(cast.dispatcher).get(url).content.decode()
        call = WorkItem.rows.get(pk=again(answered).item_id).due_at
        assert call - evening > timedelta(days=1)
