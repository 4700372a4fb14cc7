"""Any order of steps: no unknown state, no parent at rest over an open child, clocks true to the log."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.http import Http404
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from honglian.domains.cases import actions, clocks
from honglian.domains.cases.actions._frame import Rules
from honglian.domains.cases.models import Ask, Case, Order
from honglian.domains.cases.states import ASK, CASE, ORDER, WAITING
from honglian.foundation.workflow.models import WorkEvent, WorkItem
from honglian.kit import clock
from honglian.kit.errors import Refusal
from tests.domains.cases.conftest import MORNING, make_cast

DEPARTMENTS = ["tax", "finance", "econ"]
department = st.sampled_from(DEPARTMENTS)
satisfaction = st.sampled_from(["satisfied", "basically", "dissatisfied"])


class Life(RuleBasedStateMachine):
    """One zone, up to a few cases, everybody doing anything in any order."""

    cast = None

    @initialize()
    def begin(self):
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.now = MORNING
        self.numbers = []
        self.steps = 0
        self.report()

    def teardown(self):
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)

    def attempt(self, act, **arguments):
        """A step happens or is refused as a whole."""
        self.now += timedelta(minutes=7)
        before = WorkEvent.objects.count()
        with clock.at(self.now):
            try:
                act(**arguments)
            except (Refusal, Http404):
                assert WorkEvent.objects.count() == before
            else:
                self.steps += 1

    def number(self, pick):
        return self.numbers[pick % len(self.numbers)]

    @rule()
    def report(self):
        if len(self.numbers) >= 3:
            return
        with clock.at(self.now):
            self.numbers.append(self.cast.report(by=self.cast.dispatcher).number)

    @rule(pick=st.integers(0, 5), lead=department, co=st.sets(department))
    def dispatch(self, pick, lead, co):
        self.attempt(
            actions.dispatch,
            number=self.number(pick),
            lead=lead,
            co=sorted(co),
            by=self.cast.dispatcher,
        )

    @rule(
        pick=st.integers(0, 5),
        lead=department | st.just(""),
        add=st.sets(department),
        remove=st.sets(department),
    )
    def redispatch(self, pick, lead, add, remove):
        self.attempt(
            actions.redispatch,
            number=self.number(pick),
            lead=lead,
            add=sorted(add),
            remove=sorted(remove),
            reason="调整",
            by=self.cast.dispatcher,
        )

    @rule(
        pick=st.integers(0, 5),
        who=department,
        act=st.sampled_from(
            ["sign", "contact", "pause", "resume", "reply", "object", "extend", "note"]
        ),
    )
    def work(self, pick, who, act):
        more = {
            "contact": {"way": "call"},
            "pause": {"reason": "等", "until": self.now + timedelta(days=3)},
            "reply": {"text": "好了"},
            "object": {"reason": "不归", "basis": "条"},
            "extend": {"reason": "等", "wanted": "3 天"},
            "note": {"text": "记"},
        }.get(act, {})
        action = {"object": actions.object_to, "extend": actions.ask_extension}.get(act) or getattr(
            actions, act
        )
        self.attempt(action, number=self.number(pick), by=self.cast.works_in(who), **more)

    @rule(pick=st.integers(0, 9), agreed=st.booleans())
    def decide(self, pick, agreed):
        asks = list(Ask.objects.filter(decision="open").select_related("order__case"))
        if not asks:
            return
        ask = asks[pick % len(asks)]
        keys = {"number": ask.order.case.number, "ask_id": ask.pk, "answer": "同意见"}
        if ask.kind == Ask.Kind.OBJECTION:
            self.attempt(actions.rule_objection, upheld=agreed, by=self.cast.dispatcher, **keys)
        else:
            self.attempt(actions.decide_extension, granted=agreed, by=self.cast.leader, **keys)

    @rule(pick=st.integers(0, 5), said=satisfaction)
    def rate(self, pick, said):
        self.attempt(actions.rate, number=self.number(pick), satisfaction=said, by=self.cast.boss)

    @rule(pick=st.integers(0, 5), act=st.sampled_from(["accept", "close", "reopen"]))
    def handle(self, pick, act):
        more = {"reason": "再办"} if act == "reopen" else {}
        self.attempt(
            getattr(actions, act), number=self.number(pick), by=self.cast.dispatcher, **more
        )

    @rule(pick=st.integers(0, 5), into=st.integers(0, 5))
    def merge(self, pick, into):
        self.attempt(
            actions.merge,
            number=self.number(pick),
            into=self.number(into),
            by=self.cast.dispatcher,
        )

    @rule(hours=st.integers(1, 200))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)

    @invariant()
    def states_are_known_and_children_rest_first(self):
        for case in Case.rows.all():
            orders = list(case.orders.all())
            CASE.state(case.state)
            open_ones = [o for o in orders if o.state in WAITING]
            assert case.open_orders == len(open_ones)
            assert case.state == "dispatched" or not open_ones
            leads = [
                o for o in orders if o.role == "lead" and o.state not in ("returned", "withdrawn")
            ]
            assert len(leads) <= 1
            if case.state in ("replied", "closed"):
                assert [o.state for o in leads] == ["replied"]

    @invariant()
    def every_state_follows_from_the_log(self):
        for row, table in [
            *((c, CASE) for c in Case.rows.all()),
            *((o, ORDER) for o in Order.rows.all()),
        ]:
            moves = [e for e in clocks.log_of(row.item_id) if e.to_state]
            assert moves[-1].to_state == row.state
            for earlier, later in zip(moves, moves[1:], strict=False):
                assert later.from_state == earlier.to_state
            item = WorkItem.rows.get(pk=row.item_id)
            assert (item.state, item.closed_at is not None) == (
                row.state,
                table.state(row.state).final,
            )
        for ask in Ask.objects.select_related("item"):
            assert ask.item.state == ask.decision
            assert (ask.item.closed_at is not None) == ASK.state(ask.decision).final

    @invariant()
    def limits_are_what_the_log_says(self):
        rules = Rules.of(self.cast.zone.pk)
        for order in Order.rows.all():
            stored = (order.due_at, order.due_kind, order.finish_due_at)
            clocks.recompute(order, rules.calendar)
            assert (order.due_at, order.due_kind, order.finish_due_at) == stored
        for case in Case.rows.all():
            due = clocks.case_due(
                case,
                list(case.orders.all()),
                root_log=clocks.log_of(case.item_id),
                limit=rules.config.cases.accept,
                calendar=rules.calendar,
            )
            assert due == case.due_at


@pytest.mark.django_db
def test_any_order_of_steps_keeps_the_promises():
    Life.cast = make_cast()
    for code in DEPARTMENTS:
        Life.cast.works_in(code)
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=25,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
