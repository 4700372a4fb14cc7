"""Department lists: on the desk, done, put off, merged across departments with trace, in and out by one sheet."""

from datetime import date, timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse

from honglian.domains.cases.lists import actions, selectors
from honglian.domains.cases.lists.desk import KIND
from honglian.domains.cases.lists.doubles import Entry, doubles, likeness, pairs_of
from honglian.domains.cases.lists.listing import ItemListing
from honglian.domains.cases.models import ListItem
from honglian.foundation.sheets.api import import_file
from honglian.foundation.workflow.api import desk, timeline
from honglian.foundation.workflow.models import WorkItem
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.errors import NotAllowed, Refusal
from tests.domains.cases.conftest import MORNING, again, department, person
from tests.domains.cases.test_pages import browser
from tests.foundation.sheets.bringing import counts, sentences


@pytest.fixture(autouse=True)
def morning():
    with clock.at(MORNING):
        yield


def day(after: int) -> date:
    return MORNING.date() + timedelta(days=after)


def listed(cast, code="tax", title="协调清泉食品货车通行证", **more) -> ListItem:
    more = {"due_on": day(10), "by": cast.leader} | more
    return actions.add(department=department(cast.zone, code).pk, title=title, **more)


def test_an_item_lies_on_the_departments_desk_until_it_is_done(cast):
    item = listed(cast, promise="月底前办好")
    tax = cast.works_in("tax")
    assert [i.title for i in desk(tax)] == ["清单：协调清泉食品货车通行证"]
    with pytest.raises(Refusal, match="以后"):
        actions.finish(item_id=item.pk, result="好了", done_on=day(1), by=tax)
    actions.finish(item_id=item.pk, result="证已发", by=tax)
    assert list(desk(tax)) == []
    assert (again(item).state, again(item).done_on) == ("done", day(0))


def test_days_in_the_wrong_order_are_refused(cast):
    with pytest.raises(Refusal, match="早于承诺日期"):
        listed(cast, due_on=day(-3))
    item = listed(cast)
    with pytest.raises(Refusal, match="早于承诺日期"):
        actions.change(item_id=item.pk, due_on=day(-1), reason="x", by=cast.leader)
    actions.change(item_id=item.pk, due_on=day(20), reason="等上级批复", by=cast.leader)
    assert "等上级批复" in timeline(item.item_id, internal=True)[-1].text


def test_doubles_across_departments_are_suggested_and_merged_with_trace(cast):
    firm = cast.enterprise.pk
    one = listed(cast, enterprise=firm)
    other = listed(cast, "hr", "清泉食品货车通行证协调", enterprise=firm, due_on=day(5))
    listed(cast, "hr", "招二十名焊工", enterprise=firm)
    [pair] = selectors.suggested(cast.leader)
    assert {s["this"] for s in pair["sides"]} == {one, other}
    actions.merge(item_id=other.pk, into=one.number, reason="同一件事", by=cast.leader)
    assert selectors.suggested(cast.leader) == []
    assert (again(other).state, again(other).merged_into) == ("merged", one)
    kept = again(one)
    assert kept.due_on == day(5)
    hr = cast.works_in("hr")
    assert one in selectors.items(hr)
    assert other.number in timeline(one.item_id, internal=True)[-1].text
    with pytest.raises(NotAllowed, match="由 税务"):
        actions.finish(item_id=one.pk, result="x", by=hr)
    with pytest.raises(Refusal, match="编号"):
        actions.merge(item_id=one.pk, into=one.number, reason="x", by=cast.leader)
    with pytest.raises(Refusal, match="已合并"):
        third = listed(cast, "econ")
        actions.merge(item_id=third.pk, into=other.number, reason="x", by=cast.leader)


def test_suggestions_equal_a_comparison_of_all_pairs():
    titles = [
        "货车通行证",
        "办货车通行证",
        "招焊工",
        "招聘焊工二十名",
        "路灯坏了",
        "门前路灯坏了",
        "货车通行",
    ]
    entries = [Entry(i, i % 3, i % 2, title) for i, title in enumerate(titles)]
    expected = set()
    for a in entries:
        for b in entries:
            if (
                a.pk < b.pk
                and a.department != b.department
                and not (a.firm and b.firm and a.firm != b.firm)
            ):
                alike = likeness(pairs_of(a.title), pairs_of(b.title))
                if alike >= (0.5 if a.firm and a.firm == b.firm else 0.7):
                    expected.add((a.pk, b.pk))
    assert {(a, b) for a, b, _ in doubles(entries)} == expected
    assert expected


def test_every_number_of_a_department_opens_as_many_items(cast):
    with clock.at(MORNING - timedelta(days=30)):
        late = listed(cast, due_on=day(-10))
        done = listed(cast, title="修路灯", due_on=day(-5))
    listed(cast, title="问补贴", due_on=day(3))
    actions.finish(item_id=done.pk, result="修了", done_on=day(-6), by=cast.leader)
    [row] = selectors.by_department(cast.leader)
    assert [c["value"] for c in row["cells"]] == [3, 2, 1, 1, 1, 1]
    assert again(late).shown_state.code == "late"
    for cell in row["cells"]:
        rows = selectors.items(cast.leader)
        for one in ItemListing.filters:
            rows, bound = one.bind(rows, QueryDict(cell["url"].split("?")[1]), cast.leader)
            assert not bound.error
        assert rows.count() == cell["value"], cell


def test_others_see_only_what_is_theirs(cast):
    item = listed(cast)
    assert list(selectors.items(cast.works_in("tax"))) == [item]
    assert not selectors.items(cast.works_in("hr")).exists()
    assert not selectors.items(person(cast.zone, "instructor", "pledge", None, "外人")).exists()
    page = browser(cast.works_in("hr")).get(reverse("cases:list_item", args=[item.pk]))
    assert page.status_code == 404


HEAD = "编号,责任部门,企业名称,事项,承诺措施,承诺日期,完成期限,完成日期,完成情况\n"


def bring(cast, text: str):
    by = Actor.system(cast.zone.pk, channel="cli")
    return import_file(
        by=by, ledger_code="lists", source=(HEAD + text).encode("utf-8-sig"), name="清单.csv"
    )


def test_a_list_comes_in_goes_out_and_comes_in_again_unchanged(cast):
    tax = department(cast.zone, "tax").name
    rows = (
        f",{tax},咸宁清泉食品有限公司,办通行证,月底办,2026-11-02,2026-12-20,,\n"
        f",{tax},,修路灯,,2026-10-02,2026-10-20,2026-10-18,已修\n"
    )
    assert counts(bring(cast, rows)) == (2, 0, 0, 0)
    assert counts(bring(cast, rows)) == (0, 0, 2, 0)
    one, done = ListItem.rows.order_by("pk")
    assert (one.state, done.state) == ("open", "done")
    assert [i.title for i in desk(cast.works_in("tax"))] == ["清单：办通行证"]
    changed = f"{one.number},{tax},咸宁清泉食品有限公司,办通行证,月底办,2026-11-02,2026-12-01,2026-11-20,证已发\n"
    assert counts(bring(cast, changed)) == (0, 1, 0, 0)
    assert again(one).state == "done"
    assert list(desk(cast.works_in("tax"))) == []
    assert WorkItem.rows.filter(kind=KIND, closed_at=None).count() == 0


def test_bad_rows_of_a_list_are_told_with_row_and_column(cast):
    tax = department(cast.zone, "tax").name
    told = sentences(
        bring(
            cast,
            f",{tax},没有的企业,甲,,2026-11-02,2026-12-20,,\n"
            f",{tax},,乙,,2026-11-02,2026-10-20,,\n"
            f",{tax},,丙,,2026-10-02,2026-10-20,2026-10-18,\n"
            f"QD99,{tax},,丁,,2026-10-02,2026-10-20,,\n",
        )
    )
    assert len(told) == 4
    for part in ("企业", "早于承诺日期", "写完成情况", "没有编号为 QD99"):
        assert any(part in line for line in told), part
