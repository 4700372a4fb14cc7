"""Any order of steps: no unknown state, no parent at rest over an open child, clocks true to the log."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from django.http import Http404
from hypothesis import HealthCheck, Phase, settings
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
from honglian.domains.cases.ladder.actions import coordinate, escalate
from honglian.domains.cases.leave.actions import hand_over
from honglian.domains.cases.models import Ask, Case, Order
from honglian.domains.cases.states import ASK, CASE, ORDER, WAITING
from honglian.foundation.workflow.models import WorkEvent, WorkItem
from honglian.kit import clock
from honglian.kit.errors import Refusal
from tests.domains.cases.conftest import MORNING, make_cast, person

DEPARTMENTS = ["tax", "finance", "econ"]
department = st.sampled_from(DEPARTMENTS)
satisfaction = st.sampled_from(["satisfied", "basically", "dissatisfied"])
KINDS = [*["fits"] * 6, "odd", "ask", "clock", "report", "time"]
WORK = {
    "sign": actions.sign,
    "contact": actions.contact,
    "pause": actions.pause,
    "resume": actions.resume,
    "reply": actions.reply,
    "object": actions.object_to,
    "ask_extension": actions.ask_extension,
    "ask_suspension": actions.ask_suspension,
    "hand_over": hand_over,
}
OVER = ("closed", "not_accepted", "merged")
TWO = [{"text": "一件", "category": "tax", "lead": "tax"}, {"text": "另一件"}]
DETAILS = {
    "contact": {"way": "call"},
    "pause": {"reason": "等"},
    "reply": {"text": "好了"},
    "object": {"reason": "不归", "basis": "条"},
    "ask_extension": {"reason": "等", "wanted": "3 天"},
    "ask_suspension": {"reason": "受限"},
}


SILENT = (actions.rate,)  # the same rating once more changes nothing


class Life(RuleBasedStateMachine):
    """One zone, up to a few cases, everybody doing anything in any order."""

    cast = None
    people: dict[str, list[int]] = {}  # two people of each department
    done: set[str] = set()  # the steps that have happened in any run

    @initialize()
    def begin(self):
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.now = MORNING
        self.numbers = []
        self.report()

    def teardown(self):
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)

    def attempt(self, act, **arguments):
        """A step happens or is refused as a whole."""
        self.now += timedelta(minutes=7)
        before = self.told()
        with clock.at(self.now):
            try:
                act(**arguments)
            except (Refusal, Http404):
                assert self.told() == before
            else:
                # What was told stays as it was, and the step has told what it did.
                now = self.told()
                assert now[: len(before)] == before
                assert len(now) > len(before) or act in SILENT
                self.changed = True
                self.done.add(act.__name__)

    def told(self):
        lines = WorkEvent.objects.order_by("id")
        return list(lines.values_list("id", "verb", "from_state", "to_state", "text"))

    def number(self, pick):
        return self.numbers[pick % len(self.numbers)]

    # One rule for all: hypothesis leaves whole rules out of single runs, and a life needs them all.
    @rule(
        kind=st.sampled_from(KINDS), pick=st.integers(0, 10_000), who=department, said=satisfaction
    )
    def step(self, kind, pick, who, said):
        if kind in ("fits", "odd"):
            act = self.a_step_that_fits if kind == "fits" else self.a_step_that_may_not_fit
            act(pick, who, said)
        elif kind == "ask":
            for act, arguments in list(self.of_asks(said))[:1]:
                self.attempt(act, **arguments)
        elif kind == "clock":
            self.a_clock_stands_still_or_goes_on(pick)
        elif kind == "report":
            self.report()
        else:
            self.time_passes(pick)

    def a_step_that_fits(self, pick, who, said):
        """One of the steps that the state tables offer now, by the one who may do it."""
        offered = [*self.of_cases(who, said), *self.of_orders(), *self.of_asks(said)]
        if offered:
            act, arguments = offered[pick % len(offered)]
            self.attempt(act, **arguments)

    def a_step_that_may_not_fit(self, pick, who, said):
        """Any step on any case, mostly to be refused."""
        cases = [(act, {**more, "number": self.number(pick)}) for act, more in self.any(who, said)]
        act, arguments = cases[pick % len(cases)]
        self.attempt(act, **arguments)

    def a_clock_stands_still_or_goes_on(self, pick):
        """Pauses, hand-overs and 挂账 are too rare to be met by chance."""
        orders = list(Order.rows.filter(state__in=["signed", "contacted", "paused"]))
        if not orders:
            return
        order = orders[pick % len(orders)]
        if order.handler_id and pick % 3 == 0:
            by = self.cast.works_in(order.department.code)
            keys = self.details("hand_over", order)
            self.attempt(hand_over, number=order.case.number, by=by, **keys)
            return
        if pick % 7 == 1:
            by = self.cast.works_in(order.department.code)
            ask = {"number": order.case.number, "by": by, **self.details("ask_suspension")}
            self.attempt(actions.ask_suspension, **ask)
            return
        verb = {"signed": "contact", "contacted": "pause", "paused": "resume"}[order.state]
        by = self.cast.works_in(order.department.code)
        self.attempt(WORK[verb], number=order.case.number, by=by, **self.details(verb))

    def report(self):
        if len(self.numbers) < 3:
            with clock.at(self.now):
                self.numbers.append(self.cast.report().number)
            self.changed = True

    def of_cases(self, who, said):
        for case in Case.rows.order_by("pk"):
            for verb, (act, more) in self.handling(who, said).items():
                if verb == "split" and (case.split_from_id or Case.rows.count() > 4):
                    continue
                if verb == "refuse" and said != "dissatisfied":
                    continue  # too many lives would end before they begin
                if CASE.allows(case.state, verb):
                    yield act, {**more, "number": case.number}

    def of_orders(self):
        for order in Order.rows.filter(state__in=WAITING).order_by("pk"):
            by = self.cast.works_in(order.department.code)
            for verb, act in WORK.items():
                if ORDER.allows(order.state, verb):
                    yield act, {**self.details(verb, order), "number": order.case.number, "by": by}

    def of_asks(self, said):
        agreed = said == "satisfied"
        for ask in Ask.objects.filter(decision="open").order_by("pk"):
            keys = {"number": ask.order.case.number, "ask_id": ask.pk, "answer": "意见"}
            if ask.kind == Ask.Kind.OBJECTION:
                yield actions.rule_objection, {**keys, "upheld": agreed, "by": self.cast.dispatcher}
            else:
                suspension = ask.kind == Ask.Kind.SUSPENSION
                act = actions.decide_suspension if suspension else actions.decide_extension
                yield act, {**keys, "granted": agreed, "by": self.cast.leader}

    def any(self, who, said):
        yield from self.handling(who, said).values()
        for verb, act in WORK.items():
            yield act, {**self.details(verb), "by": self.cast.works_in(who)}

    def handling(self, who, said):
        """verb → (action, arguments) of the steps on a case itself."""
        by = {"by": self.cast.dispatcher}
        main = self.numbers[0]
        return {
            "accept": (actions.accept, by),
            "dispatch": (actions.dispatch, {**by, "lead": who, "co": ["econ"]}),
            "redispatch": (actions.redispatch, {**by, "lead": who, "reason": "调整"}),
            "merge": (actions.merge, {**by, "into": main}),
            "close": (actions.close, by),
            "reopen": (actions.reopen, {**by, "reason": "再办"}),
            "refuse": (actions.refuse, {**by, "situation": "beyond", "reason": "不归我们"}),
            "split": (actions.split, {**by, "parts": TWO, "reason": "两件事"}),
            "escalate": (escalate, {**by, "reason": "办不动"}),
            "coordinate": (coordinate, {"by": self.cast.leader, "text": "已协调"}),
            "review_suspension": (
                actions.review_suspension,
                {"by": self.cast.leader, "keep": said == "satisfied", "reason": "看过"},
            ),
            "rate": (actions.rate, {"by": self.cast.boss, "satisfaction": said}),
        }

    def details(self, verb, order=None):
        if verb == "hand_over":
            two = self.people[order.department.code] if order else [0]
            return {
                "to": next(p for p in two if not order or p != order.handler_id),
                "reason": "换人",
            }
        return DETAILS.get(verb, {}) | (
            {"until": self.now + timedelta(days=3)} if verb == "pause" else {}
        )

    def time_passes(self, hours):
        self.now += timedelta(hours=hours % 200)

    @invariant()
    def promises(self):
        if self.changed:
            self.states_are_known_and_children_rest_first()
            self.every_state_follows_from_the_log()
            self.limits_are_what_the_log_says()
            self.changed = False

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
            parts = [c for c in Case.rows.filter(split_from=case) if c.state not in OVER]
            assert case.open_parts == len(parts)
            assert (case.state == "split") == bool(parts)
            if case.state in ("replied", "closed") and not case.parts:
                assert [o.state for o in leads] == ["replied"]

    def every_state_follows_from_the_log(self):
        for row, table in [
            *((c, CASE) for c in Case.rows.all()),
            *((o, ORDER) for o in Order.rows.all()),
        ]:
            moves = [e for e in clocks.log_of(row.item_id) if e.to_state]
            assert moves[-1].to_state == row.state
            for earlier, later in pairwise(moves):
                assert later.from_state == earlier.to_state
            item = WorkItem.rows.get(pk=row.item_id)
            assert (item.state, item.closed_at is not None) == (
                row.state,
                table.state(row.state).final,
            )
        for ask in Ask.objects.select_related("item"):
            assert ask.item.state == ask.decision
            assert (ask.item.closed_at is not None) == ASK.state(ask.decision).final

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
        worker = Life.cast.works_in(code)
        mate = person(
            Life.cast.zone, "dept_worker", "department", worker.department_id, f"{code}同事"
        )
        Life.people[code] = [worker.user_id, mate.user_id]
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=24,
            stateful_step_count=25,
            derandomize=True,
            phases=[
                Phase.generate
            ],  # a failing walk is told as it is, not for minutes made shorter
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    # The walk went through most of the steps, so the promises were put to the test.
    wanted = {"split", "escalate", "pause", "resume", "reply", "close", "reopen", "merge", "refuse"}
    assert wanted <= Life.done
    assert len(Life.done) >= 15
