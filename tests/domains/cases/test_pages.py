"""The pages with an account: what each person is offered, and what happens to what is typed."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from honglian.domains.cases import actions
from honglian.domains.cases.models import Case
from honglian.domains.cases.steps import CASE_STEPS, ORDER_STEPS, case_steps, order_steps
from honglian.foundation.accounts.models import User
from honglian.foundation.files.api import Attachment
from honglian.foundation.workflow.models import WorkItem
from honglian.kit.actor import Actor
from tests.domains.cases.conftest import again, make_cast, order_of

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


def browser(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id), MODEL_BACKEND)
    return client


def photo() -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(file, "JPEG")
    file.name = "现场.jpg"
    file.seek(0)
    return file


def url(case: Case, name: str = "detail", *rest) -> str:
    return reverse(f"cases:{name}", args=[case.number, *rest])


def test_whistling_on_the_phone_needs_one_sentence(cast):
    client = browser(cast.boss)
    shown = client.get(reverse("cases:new"))
    assert shown.status_code == 200
    assert "企业名称" not in shown.content.decode()  # an enterprise's own people are known
    sent = client.post(reverse("cases:new"), {"text": "车间断电，订单要误期", "photos": photo()})
    case = Case.rows.get()
    assert sent.url == url(case)
    assert (case.enterprise, case.title) == (cast.enterprise, "车间断电，订单要误期")
    assert Attachment.objects.filter(owner_kind="cases.case", owner_id=case.pk).count() == 1
    page = client.get(sent.url).content.decode()
    assert "现场.jpg" in page
    assert case.number in page


def test_a_photo_that_is_not_one_keeps_what_was_typed(cast):
    fake = io.BytesIO(b"this is no picture")
    fake.name = "照片.jpg"
    answer = browser(cast.boss).post(
        reverse("cases:new"), {"text": "车间断电", "photos": fake, "place": "二号厂房"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "不是照片" in page
    assert "车间断电" in page
    assert "二号厂房" in page
    assert not Case.rows.exists()


def test_two_megabytes_of_text_are_refused_in_a_sentence(cast):
    answer = browser(cast.boss).post(reverse("cases:new"), {"text": "字" * 700_000})
    assert answer.status_code == 422
    assert "发生了什么最多 5,000 字" in answer.content.decode()


def test_the_same_form_sent_twice_reports_once(cast):
    client = browser(cast.boss)
    form = {"text": "断电", "once": "7f1f3f0c-2f4b-4c59-8a51-0d9c5a0f6b11"}
    places = {client.post(reverse("cases:new"), form).url for _ in range(2)}
    assert len(places) == 1
    assert Case.rows.count() == 1


def test_a_dispatcher_types_the_enterprise_and_hands_on_the_code(cast):
    client = browser(cast.dispatcher)
    answer = client.post(
        reverse("cases:new"),
        {"text": "要增容", "enterprise_name": cast.enterprise.name},
        follow=True,
    )
    assert Case.rows.get().enterprise == cast.enterprise
    assert "查询码" in answer.content.decode()


def test_every_step_that_is_offered_opens_and_every_other_is_refused(cast):
    """The buttons on the page are exactly the steps that work."""
    cases = [cast.report(), cast.dispatched(co=("finance",)), cast.replied()]
    closed = cast.replied()
    actions.close(number=closed.number, by=cast.dispatcher)
    for case in [*map(again, cases), again(closed)]:
        for actor in (cast.boss, cast.dispatcher, cast.leader):
            client = browser(actor)
            page = client.get(url(case))
            assert page.status_code == 200
            offered = case_steps(actor, case)
            for step in offered:
                address = url(case, "step", step.verb)
                assert address in page.content.decode()
                assert client.get(address).status_code == 200, step
            denied = [s for s in CASE_STEPS.values() if not actor.can(s.permission)]
            for step in denied:
                assert client.get(url(case, "step", step.verb)).status_code == 403


def test_a_department_does_its_steps_on_pages(cast):
    case = cast.dispatched()
    worker = cast.works_in("tax")
    client, order = browser(worker), order_of(case, "tax")
    page = client.get(url(case)).content.decode()
    for step in order_steps(worker, order):
        address = url(case, "order_step", order.pk, step.verb)
        assert address in page
        assert client.get(address).status_code == 200
    assert client.post(url(case, "order_step", order.pk, "sign")).status_code == 302
    client.post(url(case, "order_step", order.pk, "contact"), {"way": "call", "text": "已约"})
    answer = {"text": "已退税", "outcome": "solved", "files": photo()}
    assert client.post(url(case, "order_step", order.pk, "reply"), answer).status_code == 302
    done = again(case)
    assert done.state == "replied"
    shown = browser(cast.boss).get(url(case)).content.decode()
    assert "已退税" in shown
    assert "现场.jpg" in shown


def test_a_refusal_stands_beside_its_field(cast):
    case = cast.dispatched()
    client, order = browser(cast.works_in("tax")), order_of(case, "tax")
    client.post(url(case, "order_step", order.pk, "sign"))
    wanted = {"reason": "等省局批复", "wanted": "3 工作日"}
    answer = client.post(url(case, "order_step", order.pk, "ask_extension"), wanted)
    assert answer.status_code == 422
    assert answer.context["form"].errors["wanted"][0].startswith("本单时限是 7 天")
    assert "等省局批复" in answer.content.decode()


def test_the_leader_decides_on_a_page_of_its_own(cast):
    case = cast.dispatched()
    worker = cast.works_in("tax")
    actions.sign(number=case.number, by=worker)
    ask = actions.ask_extension(number=case.number, reason="等", wanted="3 天", by=worker)
    assert WorkItem.objects.held_by(cast.leader).get().url == url(case, "decide", ask.pk)
    client = browser(cast.leader)
    assert "申请延长 3 天" in client.get(url(case, "decide", ask.pk)).content.decode()
    assert client.post(url(case, "decide", ask.pk), {"agreed": "1"}).status_code == 302
    assert order_of(case, "tax").extensions == 1
    assert browser(worker).get(url(case, "decide", ask.pk)).status_code == 403


def test_who_does_not_belong_sees_nothing(cast):
    case = cast.dispatched()
    stranger = cast.works_in("fire")
    far = make_cast("xiangyang")
    for actor in (stranger, far.dispatcher, far.leader, far.boss):
        client = browser(actor)
        for address in (url(case), url(case, "step", "comment")):
            assert client.get(address).status_code == 404
    assert Client().get(url(case)).status_code == 302


def test_an_enterprise_reads_no_internal_line(cast):
    case = cast.dispatched()
    actions.comment(number=case.number, text="先核实真假", internal=True, by=cast.dispatcher)
    ours = cast.works_in("tax")
    actions.sign(number=case.number, by=ours)
    actions.ask_extension(number=case.number, reason="人手不够", wanted="3 天", by=ours)
    page = browser(cast.boss).get(url(case)).content.decode()
    assert "先核实真假" not in page
    assert "人手不够" not in page


def test_the_list_filters_searches_and_counts(cast):
    client = browser(cast.dispatcher)
    closed, open_one = cast.replied(), cast.dispatched(co=("finance",))
    actions.close(number=closed.number, by=cast.dispatcher)

    def numbers(**query):
        answer = client.get(reverse("cases:index"), query)
        assert answer.status_code == 200
        return {row.number for row in answer.context["listing"].page.rows}

    lead = order_of(open_one, "tax").department_id
    helper = order_of(open_one, "finance").department_id
    assert numbers() == {closed.number, open_one.number}
    assert numbers(state="closed") == {closed.number}
    assert numbers(state=["closed", "dispatched"]) == {closed.number, open_one.number}
    assert numbers(lead=lead) == {closed.number, open_one.number}
    assert numbers(lead="none") == numbers(category="none") == set()
    assert numbers(department=helper) == {open_one.number}
    assert numbers(overdue="1") == set()
    assert numbers(category="tax", level="L3", overdue="0") == {closed.number, open_one.number}
    assert numbers(q="qingquan") == numbers(q="清泉食品") == {closed.number, open_one.number}
    assert numbers(q=open_one.number) == {open_one.number}
    assert numbers(valid="1") == set()
    assert numbers(created_from="2027-01-01") == set()


def test_several_are_dispatched_at_once_each_for_itself(cast):
    client = browser(cast.dispatcher)
    ready, sent = cast.report(), cast.dispatched()
    picked = {"ids": [ready.pk, sent.pk]}
    asked = client.post(reverse("cases:bulk_dispatch"), picked)
    assert "把勾选的 2 件" in asked.content.decode()
    done = client.post(
        reverse("cases:bulk_dispatch"), {**picked, "lead": "finance"}, follow=True
    ).content.decode()
    assert "已派单 1 件" in done
    assert "已由 王敏 于" in done
    assert again(ready).lead.code == "finance"


@pytest.mark.parametrize("of", ["desk", "cases"])
def test_several_are_signed_at_once(cast, of):
    client = browser(cast.works_in("tax"))
    cases = [cast.dispatched(), cast.dispatched()]
    ids = [c.pk if of == "cases" else order_of(c, "tax").item_id for c in cases]
    client.post(reverse("cases:bulk_sign") + f"?of={of}", {"ids": ids})
    assert {order_of(c, "tax").state for c in cases} == {"signed"}


def test_the_list_takes_the_same_queries_for_many_rows(cast, django_assert_max_num_queries):
    client = browser(cast.dispatcher)
    for _ in range(12):
        cast.dispatched()
    client.get(reverse("cases:index"))
    with django_assert_max_num_queries(20):
        client.get(reverse("cases:index"))


def test_the_export_is_logged(cast):
    from honglian.foundation.audit.models import AuditEntry

    cast.report()
    answer = browser(cast.dispatcher).post(reverse("cases:index"), {"export": "csv"})
    assert answer.status_code == 200
    assert AuditEntry.rows.filter(verb="cases.export").exists()


def test_the_reporters_number_is_masked_until_asked_for(cast):
    case = cast.report(reporter_mobile="13800138000")
    client = browser(cast.dispatcher)
    assert "13800138000" not in client.get(url(case)).content.decode()
    shown = client.post(url(case, "reveal"))
    assert "13800138000" in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"


def test_no_step_is_offered_twice():
    assert not set(CASE_STEPS) & set(ORDER_STEPS)


def test_enterprises_are_suggested_within_scope(cast):
    name = {"enterprise_name": "清泉"}
    found = browser(cast.dispatcher).get(reverse("cases:suggest"), name).content.decode()
    assert cast.enterprise.name in found
    far = make_cast("xiangyang")
    assert (
        browser(far.dispatcher)
        .get(reverse("cases:suggest"), name)
        .content.decode()
        .count("option value")
        == 1
    )  # its own one, not ours
    page = (
        browser(cast.dispatcher)
        .get(reverse("cases:new"), {"enterprise": cast.enterprise.pk})
        .content.decode()
    )
    assert f'value="{cast.enterprise.name}"' in page


def test_proposals_for_supervision_have_a_page(cast, at):
    with at(days=-30):
        case = cast.dispatched()
    client = browser(cast.leader)
    page = client.get(reverse("cases:supervision")).content.decode()
    assert "建议 4 级" in page
    step = client.get(url(case, "step", "supervise"), {"level": 4})
    assert step.context["form"]["level"].value() == "4"
    assert browser(cast.boss).get(reverse("cases:supervision")).status_code == 403
