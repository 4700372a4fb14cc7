"""The rest of a life: split, ladder, review of what was set apart, leaves, long pauses, numbers from outside."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.urls import reverse

from honglian.domains.cases import actions, rates, selectors, tasks
from honglian.domains.cases.ladder.actions import coordinate, escalate
from honglian.domains.cases.leave.actions import delegate, end_delegation, hand_over
from honglian.domains.cases.models import Case, Delegation, Escalation, Order
from honglian.foundation.notify.models import InboxMessage
from honglian.foundation.workflow.api import desk
from honglian.foundation.workflow.models import WorkEvent
from honglian.foundation.zones.config import ZoneConfig
from honglian.kit import clock
from honglian.kit.errors import NotAllowed, Refusal
from tests.domains.cases.conftest import MORNING, again, order_of, person
from tests.domains.cases.test_pages import browser

TWO = [
    {"text": "退税两个月没到账", "category": "tax", "lead": "tax"},
    {"text": "门口路面塌陷", "category": "infrastructure"},
]


def split(cast, case, parts=TWO):
    actions.split(number=case.number, parts=parts, reason="两件事，分开办", by=cast.dispatcher)
    return list(Case.rows.filter(split_from=case).order_by("pk"))


def finish(cast, case, satisfaction="satisfied"):
    """Answer a dispatched part by its lead and archive it."""
    worker = cast.works_in(again(case).lead.code)
    actions.reply(number=case.number, text="办好了。", by=worker)
    actions.close(number=case.number, by=cast.dispatcher)


class TestSplit:
    def test_the_parts_are_cases_with_a_trace_both_ways(self, cast):
        case = cast.dispatched(co=("finance",))
        first, second = split(cast, case)
        assert (again(case).state, again(case).parts, again(case).open_parts) == ("split", 2, 2)
        assert again(first).state == "dispatched"
        assert again(first).lead.code == "tax"
        assert again(second).state == "created"
        assert second.enterprise == cast.enterprise
        assert second.reporter_user_id == cast.boss.user_id
        assert set(case.orders.values_list("state", flat=True)) == {"withdrawn"}
        told = [e.text for e in selectors.timeline(cast.boss, again(case)) if e.verb == "split"]
        assert first.number in told[0]
        assert second.number in told[0]
        assert case.number in selectors.timeline(cast.boss, second)[0].name
        assert InboxMessage.objects.filter(title__contains="拆成 2 件").exists()

    def test_the_parent_rests_only_when_every_part_has_ended(self, cast):
        case = cast.report()
        first, second = split(cast, case)
        with pytest.raises(Refusal, match="分头办理"):
            actions.close(number=case.number, by=cast.dispatcher)
        finish(cast, first)
        assert (again(case).state, again(case).open_parts) == ("split", 1)
        actions.refuse(
            number=second.number, situation="beyond", reason="归城区管。", by=cast.dispatcher
        )
        assert (again(case).state, again(case).outcome) == ("replied", "solved")
        actions.close(number=case.number, by=cast.dispatcher)
        # An archived part that is opened again takes the parent along.
        actions.reopen(number=first.number, reason="没有到账", by=cast.dispatcher)
        assert (again(case).state, again(case).open_parts) == ("split", 1)
        assert again(case).closed_at is None
        finish(cast, first)
        assert again(case).state == "replied"

    def test_the_database_itself_refuses_to_rest_over_an_open_part(self, cast):
        case = cast.report()
        split(cast, case)
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.rows.filter(pk=case.pk).update(state="closed", closed_at=clock.now())

    def test_what_is_refused(self, cast):
        case = cast.report()
        one = [TWO[0]]
        with pytest.raises(Refusal, match="2 至 6 件"):
            actions.split(number=case.number, parts=one, reason="拆", by=cast.dispatcher)
        with pytest.raises(Refusal, match="第 2 件的内容") as no:
            actions.split(
                number=case.number, parts=[*one, {"text": " "}], reason="拆", by=cast.dispatcher
            )
        assert no.value.field == "text_2"
        assert Case.rows.count() == 1
        first, second = split(cast, case)
        with pytest.raises(Refusal, match="不能再拆"):
            actions.split(number=second.number, parts=TWO, reason="拆", by=cast.dispatcher)
        with pytest.raises(Refusal, match="不能并回去"):
            actions.merge(number=second.number, into=case.number, by=cast.dispatcher)
        finish(cast, first)
        actions.merge(number=second.number, into=cast.report().number, by=cast.dispatcher)
        with pytest.raises(Refusal, match="没有解决的那一件"):
            actions.reopen(number=case.number, reason="还不行", by=cast.dispatcher)

    def test_unhappy_with_the_whole_means_supervision_and_it_counts_by_its_parts(self, cast):
        case = cast.report()
        first, second = split(cast, case)
        finish(cast, first)
        actions.merge(number=second.number, into=cast.report().number, by=cast.dispatcher)
        actions.rate(number=case.number, satisfaction="dissatisfied", by=cast.boss)
        assert (again(case).state, again(case).supervision) == ("replied", 3)
        actions.rate(number=first.number, satisfaction="satisfied", by=cast.boss)
        assert rates.valid(Case.rows.all()).get() == first


class TestLadder:
    def test_each_rung_is_told_has_it_on_the_desk_and_answers(self, cast):
        case = cast.dispatched()
        leader = person(cast.zone, "grid_leader", "chain", cast.enterprise.chain_id, "链长")
        worker = cast.works_in("tax")
        asked = escalate(number=case.number, reason="要省局批", by=worker)
        assert (asked.rung_name, again(case).rung) == ("产业园党支部", "branch")
        assert [i.kind for i in desk(leader)] == ["cases.escalation"]
        title = InboxMessage.objects.filter(user_id=leader.user_id).latest("id").title
        assert "请协调" in title
        with pytest.raises(NotAllowed, match="由产业园党支部决定"):
            escalate(number=case.number, reason="还不行", by=worker)
        with pytest.raises(NotAllowed, match="由产业园党支部答复"):
            coordinate(number=case.number, text="我来", by=cast.dispatcher)
        coordinate(number=case.number, text="约省局周三会商", by=leader)
        assert not desk(leader).exists()
        told = InboxMessage.objects.filter(user_id=worker.user_id, title__contains="已协调")
        assert told.exists()

    def test_the_top_is_supervision_and_there_is_nothing_above(self, cast):
        case = cast.dispatched()
        leader = person(cast.zone, "grid_leader", "chain", cast.enterprise.chain_id, "链长")
        for by in (cast.works_in("tax"), leader, cast.dispatcher):
            escalate(number=case.number, reason="办不动", by=by)
        assert (again(case).rung, again(case).supervision) == ("committee", 4)
        assert [e.state for e in again(case).escalations.all()] == ["raised", "raised", "open"]
        assert Escalation.objects.get(state="open").item in desk(cast.leader)
        with pytest.raises(Refusal, match="最高一级“党工委督办”"):
            escalate(number=case.number, reason="再上", by=cast.leader)

    def test_an_answer_voids_the_question_and_no_chain_passes_the_branch_over(self, cast):
        case = cast.dispatched(by=cast.dispatcher)  # no enterprise, hence no chain
        asked = escalate(number=case.number, reason="办不动", by=cast.works_in("tax"))
        assert asked.rung == "force"
        line = WorkEvent.objects.filter(root_id=case.item_id, verb="escalate").get()
        assert "越过产业园党支部" in line.text
        actions.reply(number=case.number, text="办好了。", by=cast.works_in("tax"))
        asked.refresh_from_db()
        assert (asked.state, asked.item.closed_at is not None) == ("lapsed", True)

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({3: {"next": "branch"}}, "绕成了圈：网格→产业园党支部→专班→党工委督办→产业园党支部"),
            ({0: {"next": "nowhere"}}, "上一级 nowhere 没有写"),
            ({1: {"next": ""}}, "接不到同一架梯子上"),
        ],
        ids=["circle", "gap", "two_tops"],
    )
    def test_a_ladder_that_loops_is_refused_before_it_is_saved(self, cast, change, said):
        data = cast.zone.settings.dumped()
        for place, values in change.items():
            data["cases"]["ladder"][place] |= values
        with pytest.raises(Refusal, match=said):
            ZoneConfig.parse(data)

    def test_without_a_ladder_it_says_what_to_do(self, cast):
        cast.zone.config["cases"]["ladder"] = []
        cast.zone.save(update_fields=["config"])
        case = cast.dispatched()
        with pytest.raises(Refusal, match="没有设逐级上报的层级"):
            escalate(number=case.number, reason="办不动", by=cast.works_in("tax"))


class TestReview:
    @pytest.fixture
    def apart(self, cast, at):
        """A case set apart on the morning and archived."""
        with at():
            case, worker = cast.dispatched(), cast.works_in("tax")
            actions.sign(number=case.number, by=worker)
            ask = actions.ask_suspension(number=case.number, reason="规划没有调整", by=worker)
            actions.decide_suspension(
                number=case.number, ask_id=ask.pk, granted=True, by=cast.leader
            )
            actions.close(number=case.number, by=cast.dispatcher)
        return again(case)

    def test_after_a_year_it_comes_to_the_leaders_desk(self, cast, at, apart):
        assert apart.review_on == date(2027, 11, 24)
        with at(days=360):
            tasks.put_up_reviews(zone_id=cast.zone.pk)
            assert not desk(cast.leader).exists()
        with at(days=366):
            tasks.put_up_reviews(zone_id=cast.zone.pk)
            tasks.put_up_reviews(zone_id=cast.zone.pk)
            assert [i.kind for i in desk(cast.leader)] == ["cases.review"]
            actions.review_suspension(
                number=apart.number, keep=True, reason="规划仍未调整", by=cast.leader
            )
            assert not desk(cast.leader).exists()
        assert again(apart).review_on == date(2028, 11, 24)
        with at(days=732):
            tasks.put_up_reviews(zone_id=cast.zone.pk)
            assert desk(cast.leader).count() == 1
            actions.review_suspension(
                number=apart.number, keep=False, reason="规划已调整", by=cast.leader
            )
        assert (again(apart).state, again(apart).review_on) == ("dispatched", None)
        assert order_of(apart, "tax").state == "signed"

    def test_only_what_was_set_apart_is_reviewed(self, cast):
        case = cast.replied()
        with pytest.raises(Refusal, match="没有挂账"):
            actions.review_suspension(number=case.number, keep=True, reason="无", by=cast.leader)


class TestLeave:
    @pytest.fixture
    def colleague(self, cast):
        worker = cast.works_in("tax")
        return person(cast.zone, "dept_worker", "department", worker.department_id, "钱同事")

    def test_an_order_is_handed_to_a_colleague_with_a_trace(self, cast, colleague):
        case, worker = cast.dispatched(), cast.works_in("tax")
        actions.sign(number=case.number, by=worker)
        before = order_of(case, "tax").due_at
        hand_over(number=case.number, to=colleague.user_id, reason="归她那个口", by=worker)
        order = order_of(case, "tax")
        assert (order.handler_id, order.due_at) == (colleague.user_id, before)
        assert order.item.holder_user_id == colleague.user_id
        assert "转交给钱同事" in selectors.timeline(worker, again(case))[-1].text
        assert InboxMessage.objects.filter(
            user_id=colleague.user_id, title__contains="转交"
        ).exists()
        with pytest.raises(Refusal, match="只能转交给本部门"):
            hand_over(number=case.number, to=cast.leader.user_id, reason="交", by=worker)
        with pytest.raises(Refusal, match="现在就是钱同事在办"):
            hand_over(number=case.number, to=colleague.user_id, reason="交", by=worker)

    def test_a_leave_moves_orders_there_and_back(self, cast, at, colleague):
        worker = cast.works_in("tax")
        with at():
            case, done, later = cast.dispatched(), cast.dispatched(), cast.dispatched()
            for one in (case, done):
                actions.sign(number=one.number, by=worker)
            since = clock.today() + timedelta(days=1)
            delegate(
                deputy=colleague.user_id,
                since=since,
                until=since + timedelta(days=2),
                reason="出差",
                by=worker,
            )
            assert order_of(case, "tax").handler_id == worker.user_id  # not yet
        with at(days=1):
            tasks.keep_leaves(zone_id=cast.zone.pk)
            assert order_of(case, "tax").handler_id == colleague.user_id
            actions.reply(number=done.number, text="办好了。", by=colleague)
            actions.sign(number=later.number, by=colleague)  # the deputy's own
        with at(days=4):
            tasks.keep_leaves(zone_id=cast.zone.pk)
        assert Delegation.objects.get().state == "ended"
        handlers = [order_of(c, "tax").handler_id for c in (case, done, later)]
        assert handlers == [worker.user_id, colleague.user_id, colleague.user_id]

    def test_what_comes_back_during_the_leave_goes_to_the_deputy(self, cast, colleague):
        worker = cast.works_in("tax")
        case = cast.replied()
        day = clock.today()
        row = delegate(deputy=colleague.user_id, since=day, until=day, reason="病假", by=worker)
        actions.reopen(number=case.number, reason="没到账", by=cast.dispatcher)
        assert order_of(case, "tax").handler_id == colleague.user_id
        end_delegation(delegation_id=row.pk, by=worker)
        assert order_of(case, "tax").handler_id == worker.user_id

    def test_leaves_that_would_send_orders_round_are_refused(self, cast, colleague):
        worker, day = cast.works_in("tax"), clock.today()
        dates = {"since": day, "until": day + timedelta(days=3), "reason": "休假"}
        delegate(deputy=colleague.user_id, by=worker, **dates)
        third = person(cast.zone, "dept_worker", "department", worker.department_id, "孙同事")
        for by, deputy, said in (
            (worker, third, "已经委托过"),
            (colleague, third, "正替别的同事代办"),
            (third, worker, "自己也委托了别人"),
            (third, third, "另一位在岗"),
            (third, cast.leader, "另一位在岗"),
        ):
            with pytest.raises(Refusal, match=said):
                delegate(deputy=deputy.user_id, by=by, **dates)


def test_pauses_together_have_a_limit_too(cast, at):
    with at():
        case, worker = cast.dispatched(), cast.works_in("tax")
        actions.contact(number=case.number, way="call", by=worker)
    for start in (1, 31):
        with at(days=start):
            until = MORNING + timedelta(days=start + 28)
            actions.pause(number=case.number, reason="等", until=until, by=worker)
        with at(days=start + 28):
            actions.resume(number=case.number, by=worker)
    with at(days=61):
        with pytest.raises(
            Refusal, match="累计最多暂停 60 天，已暂停 56 天，这次最多停到 2027-01-28"
        ):
            actions.pause(
                number=case.number, reason="等", until=MORNING + timedelta(days=70), by=worker
            )
        actions.pause(
            number=case.number, reason="等", until=MORNING + timedelta(days=65), by=worker
        )


def test_two_systems_may_use_the_same_number(cast):
    first = cast.report(by=cast.dispatcher, source="12345", outside_number="A-1")
    second = cast.report(by=cast.dispatcher, source="市长信箱", outside_number="A-1")
    assert (first.source, second.source) == ("12345", "市长信箱")
    with pytest.raises(Refusal, match=f"已登记为 {first.number}"):
        cast.report(by=cast.dispatcher, source="12345", outside_number="A-1")


def test_a_co_department_that_is_no_more_is_named(cast):
    case = cast.report()
    department = order_of(cast.dispatched(co=("finance",)), "finance").department
    department.is_active = False
    department.save(update_fields=["is_active"])
    with pytest.raises(Refusal, match="没有代码为 finance 的在用部门"):
        actions.dispatch(number=case.number, lead="tax", co=["finance"], by=cast.dispatcher)
    assert Order.rows.filter(case=case).count() == 0
    # One that already works on it is taken back and the rest goes on.
    other = Case.rows.exclude(pk=case.pk).get()
    actions.reply(number=other.number, text="办好了。", by=cast.works_in("tax"))
    order = order_of(other, "finance")
    actions.withdraw(
        number=other.number, order_id=order.pk, reason="部门已撤并", by=cast.dispatcher
    )
    assert again(other).state == "replied"


def test_a_rating_that_is_sent_again_counts_once(cast):
    """A lost answer makes the phone send the same form again, even after the case was redone."""
    case, client = cast.replied(), browser(cast.boss)
    url = reverse("cases:step", args=[case.number, "rate"])
    form = {"satisfaction": "dissatisfied", "text": "没到账", "once": "11111111-1111"}
    assert client.post(url, form).status_code == 302
    assert (again(case).state, again(case).reopened) == ("dispatched", 1)
    assert client.post(url, form).status_code == 302
    actions.reply(number=case.number, text="补办好了。", by=cast.works_in("tax"))
    assert client.post(url, form).status_code == 302
    assert (again(case).state, again(case).satisfaction, again(case).supervision) == (
        "replied",
        "",
        0,
    )
    for _ in range(2):
        actions.rate(number=case.number, satisfaction="satisfied", by=cast.boss)
    assert WorkEvent.objects.filter(root_id=case.item_id, verb="rate").count() == 2


def test_somebody_elses_leave_is_not_found(cast):
    worker, day = cast.works_in("tax"), clock.today()
    other = person(cast.zone, "dept_worker", "department", worker.department_id, "钱同事")
    row = delegate(deputy=other.user_id, since=day, until=day, reason="病假", by=worker)
    stranger = replace(cast.works_in("finance"), name="别人")
    with pytest.raises(Http404):
        end_delegation(delegation_id=row.pk, by=stranger)
