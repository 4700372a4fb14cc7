"""Common causes: found, taken up, cured, back again; set aside and grown."""

from datetime import timedelta

import pytest
from django.urls import reverse

from honglian.domains.cases import tasks
from honglian.domains.cases.causes import actions
from honglian.domains.cases.models import CommonCause
from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.workflow.models import WorkItem
from honglian.kit import clock
from honglian.kit.errors import NotAllowed, Refusal
from tests.domains.cases.conftest import department
from tests.domains.cases.test_pages import browser

TOLD = (
    "经二路电压不稳，注塑机老是停机",
    "电压不稳，经二路这边机床跳闸停机",
    "经二路供电电压忽高忽低，设备跳闸停机",
    "又停机了，经二路电压不稳",
    "经二路电压低，空压机跳闸停机",
    "电压不稳设备停机，报废了一批料，经二路",
)


@pytest.fixture
def told(cast):
    """Reports of the same trouble by different enterprises, and some others."""
    zone = cast.zone
    firms = [
        Enterprise.rows.create(zone=zone, uscc=f"91421200MA48POWER{i}", name=f"机床{i}厂")
        for i in range(len(TOLD))
    ]

    def tell(first: int, last: int) -> None:
        for i in range(first, last):
            cast.report(TOLD[i], enterprise_id=firms[i].pk, by=cast.dispatcher)

    for other in ("想问退税要什么材料", "招不到会计", "食堂燃气表坏了", "围墙外垃圾没人管"):
        cast.report(other)
    return tell


def found() -> CommonCause:
    return CommonCause.rows.latest("pk")


def look(cast) -> None:
    tasks.find_causes(zone_id=cast.zone.pk)


def taken(cast) -> CommonCause:
    return actions.take(
        cause_id=found().pk,
        measure="经二路变压器增容",
        department=department(cast.zone, "tax").pk,
        due_on=clock.today() + timedelta(days=30),
        by=cast.leader,
    )


def test_the_same_trouble_of_several_enterprises_is_found_once(cast, told):
    told(0, 4)
    look(cast)
    look(cast)
    [cause] = CommonCause.rows.all()
    assert cause.cases.count() == 4
    assert any("电压不稳" in word for word in cause.words)


def test_a_cause_waits_for_people_and_then_lies_on_a_desk(cast, told):
    told(0, 4)
    look(cast)
    assert not WorkItem.rows.filter(kind=actions.KIND).exists()
    taken(cast)
    item = WorkItem.rows.get(kind=actions.KIND)
    assert item.holder_department == department(cast.zone, "tax")
    assert item in WorkItem.objects.held_by(cast.works_in("tax"))
    told(4, 6)
    look(cast)
    assert found().cases.count() == 6


def test_a_cured_cause_that_is_told_of_again_comes_back_and_says_so(cast, told, client):
    told(0, 4)
    look(cast)
    cause = taken(cast)
    actions.finish(cause_id=cause.pk, result="已增容", by=cast.works_in("tax"))
    look(cast)
    assert CommonCause.rows.count() == 1
    told(4, 6)
    look(cast)
    assert found().follows == cause
    page = browser(cast.leader).get(reverse("cases:cause", args=[found().pk])).content.decode()
    assert "整改办结以后又有人反映" in page
    look(cast)
    assert CommonCause.rows.count() == 2


def test_what_was_set_aside_comes_back_only_when_many_more_tell_of_it(cast, told):
    told(0, 4)
    look(cast)
    actions.dismiss(cause_id=found().pk, reason="各有原因", by=cast.leader)
    told(4, 5)
    look(cast)
    assert CommonCause.rows.count() == 1
    told(5, 6)
    look(cast)
    assert found().follows.state == "dismissed"


def test_what_cannot_be_done_is_a_sentence(cast, told):
    told(0, 4)
    look(cast)
    with pytest.raises(Refusal, match="已经过了"):
        actions.take(
            cause_id=found().pk, measure="增容", department=department(cast.zone, "tax").pk,
            due_on=clock.today() - timedelta(days=1), by=cast.leader,
        )  # fmt: skip
    with pytest.raises(Refusal, match="现在可以：列为共性问题"):
        actions.finish(cause_id=found().pk, result="好了", by=cast.leader)
    with pytest.raises(NotAllowed):
        actions.dismiss(cause_id=found().pk, reason="不是", by=cast.boss)


def test_the_page_takes_a_cause_up_and_keeps_what_was_typed(cast, told):
    told(0, 4)
    look(cast)
    client, address = browser(cast.leader), reverse("cases:cause_step", args=[found().pk, "take"])
    typed = {"measure": "变压器增容", "department": department(cast.zone, "tax").pk, "due_on": ""}
    answer = client.post(address, typed)
    assert answer.status_code == 422
    assert "变压器增容" in answer.content.decode()
    answer = client.post(address, typed | {"due_on": "2099-01-01"})
    assert answer.url == reverse("cases:cause", args=[found().pk])
    assert found().state == "taken"


def test_the_list_counts_cases_and_enterprises(cast, told):
    told(0, 4)
    look(cast)
    page = browser(cast.leader).get(reverse("cases:causes"))
    [row] = page.context["listing"].page.rows
    assert (row.size, row.enterprises, row.recent) == (4, 4, 4)
    assert browser(cast.leader).post(reverse("cases:causes_search")).status_code == 302
