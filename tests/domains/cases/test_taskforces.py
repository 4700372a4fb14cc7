"""A task force is formed for something, works off its plan, and is dissolved with a word on each open task."""

from datetime import timedelta

import pytest
from django.urls import reverse

from honglian.domains.cases.models import CommonCause, TaskForce
from honglian.domains.cases.taskforces import actions, selectors
from honglian.foundation.workflow.api import desk, timeline
from honglian.kit import clock
from honglian.kit.errors import NotAllowed, Refusal
from tests.domains.cases.conftest import MORNING, again, department, person
from tests.domains.cases.test_pages import browser


@pytest.fixture(autouse=True)
def morning():
    with clock.at(MORNING):
        yield


def day(after: int):
    return MORNING.date() + timedelta(days=after)


def formed(cast, **more) -> TaskForce:
    more = {
        "name": "供电专班", "aim": "月底前增容", "leader": "钱局长", "project": "楚能二期",
        "lead_department": department(cast.zone, "econ").pk, "due_on": day(30), "by": cast.leader,
    } | more  # fmt: skip
    return actions.form_up(**more)


def planned(cast, force, code="tax", **more):
    more = {"text": "联系供电公司", "due_on": day(7), "by": cast.leader} | more
    return actions.plan(force_id=force.pk, department=department(cast.zone, code).pk, **more)


def test_it_is_for_exactly_one_thing(cast):
    with pytest.raises(Refusal, match="只选一样"):
        formed(cast, project="")
    with pytest.raises(Refusal, match="只选一样"):
        formed(cast, case=cast.report().number)
    with pytest.raises(Refusal, match="没有编号为 SQ1"):
        formed(cast, project="", case="SQ1")
    case = cast.report()
    assert formed(cast, project="", case=case.number).case == case


def test_a_common_cause_leads_to_one_and_points_to_it(cast):
    cause = CommonCause.rows.create(
        zone=cast.zone, title="经二路电压不稳", found_at=clock.now(), state="taken",
        department=department(cast.zone, "econ"), measure="变压器增容", due_on=day(30),
    )  # fmt: skip
    client = browser(cast.leader)
    page = client.get(reverse("cases:cause", args=[cause.pk])).content.decode()
    assert f"{reverse('cases:taskforce_new')}?cause={cause.pk}" in page
    address = f"{reverse('cases:taskforce_new')}?cause={cause.pk}"
    typed = {
        "name": "供电专班", "aim": "增容", "leader": "钱局长", "due_on": day(30),
        "lead_department": department(cast.zone, "econ").pk,
    }  # fmt: skip
    assert client.post(address, typed).status_code == 302
    force = TaskForce.rows.get()
    assert (force.cause, force.origin) == (cause, "cause")
    assert "供电专班" in client.get(reverse("cases:cause", args=[cause.pk])).content.decode()


def test_tasks_lie_on_the_owners_or_the_departments_desk(cast):
    force = formed(cast)
    owner = person(cast.zone, "instructor", "pledge", None, "周指导")
    task = planned(cast, force, owner="周指导", owner_user=owner.user_id)
    planned(cast, force, text="出增容方案")
    assert [i.title for i in desk(owner)] == ["专班任务：联系供电公司"]
    tax = cast.works_in("tax")
    assert [i.title for i in desk(tax)] == ["专班任务：出增容方案"]
    assert list(selectors.task_forces(tax)) == [force]
    actions.finish(task_id=task.pk, word="已签协议", by=owner)
    assert list(desk(owner)) == []
    assert again(task).word == "已签协议"


def test_only_who_runs_it_plans_and_strangers_see_nothing(cast):
    force = formed(cast)
    task = planned(cast, force)
    tax, hr, econ = (cast.works_in(c) for c in ("tax", "hr", "econ"))
    with pytest.raises(NotAllowed, match="牵头部门"):
        planned(cast, force, by=tax)
    planned(cast, force, text="再加一项", by=econ)
    assert not selectors.task_forces(hr).exists()
    actions.finish(task_id=task.pk, word="办了", by=tax)
    with pytest.raises(NotAllowed, match="办理"):
        left = force.tasks.get(state="open")
        actions.finish(task_id=left.pk, word="替办", by=_member(cast, force, econ))


def _member(cast, force, econ):
    """Somebody who sees the task force as its member and owns no task."""
    member = person(cast.zone, "instructor", "pledge", None, "旁观")
    actions.enlist(force_id=force.pk, name="旁观", user=member.user_id, by=econ)
    return member


def test_it_is_not_dissolved_while_a_task_is_open_without_a_word(cast):
    force = formed(cast)
    first, second = planned(cast, force), planned(cast, force, text="出方案")
    actions.finish(task_id=first.pk, word="办了", by=cast.leader)
    actions.enlist(force_id=force.pk, name="孙工", by=cast.leader)
    with pytest.raises(Refusal, match="还有 1 项任务没办完，也没有说明：出方案") as no:
        actions.dissolve(force_id=force.pk, result="通电", words={second.pk: " "}, by=cast.leader)
    assert no.value.field == f"word_{second.pk}"
    address = reverse("cases:taskforce_step", args=[force.pk, "dissolve"])
    page = browser(cast.leader).post(address, {"result": "通电"})
    assert page.status_code == 422
    assert "请逐项写明" in page.content.decode()
    actions.dissolve(
        force_id=force.pk, result="通电", words={second.pk: "由经发局接着办"}, by=cast.leader
    )
    found = again(force)
    assert (found.state, found.dissolved_on) == ("dissolved", MORNING.date())
    assert (again(second).state, again(second).word) == ("ended", "由经发局接着办")
    assert found.members.get().left_on == MORNING.date()
    assert list(desk(cast.works_in("econ"))) == []
    verbs = [e.verb for e in timeline(found.item_id, internal=True)]
    assert verbs[0] == "form"
    assert verbs[-1] == "dissolve"
    with pytest.raises(Refusal, match="已经办完"):
        planned(cast, force)


def test_a_week_without_a_meeting_is_said(cast):
    force = formed(cast)
    actions.meet(force_id=force.pk, held_on=day(0), text="定分工", by=cast.leader)
    with pytest.raises(Refusal, match="开过了再记"):
        actions.meet(force_id=force.pk, held_on=day(1), text="x", by=cast.leader)
    with clock.at(MORNING + timedelta(days=9)):
        assert selectors.without_meeting(selectors.task_force(cast.leader, force.pk)) == 9
        page = browser(cast.leader).get(reverse("cases:taskforce", args=[force.pk]))
        assert "已经 9 天没有开例会" in page.content.decode()
