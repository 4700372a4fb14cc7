"""The list is frozen, shared, called on, told once, split into demands once, and closed with reasons."""

from datetime import date, timedelta

import pytest
from django.http import QueryDict

from honglian.domains.cases import actions as cases
from honglian.domains.cases.campaigns import actions, selectors
from honglian.domains.cases.campaigns.listing import IssueListing, TargetListing
from honglian.domains.cases.models import Case, Issue, Knock, Round, Target
from honglian.domains.enterprises.models import Enterprise
from honglian.foundation.workflow.api import desk
from honglian.kit import clock
from honglian.kit.errors import NotAllowed, Refusal
from tests.domains.cases.conftest import MORNING, again, person

from .conftest import FIRMS, first


def tell(doors, target, **more):
    more = {"text": "生产正常。", "by": doors.guide} | more
    return actions.visit(target_id=target.pk, **more)


def test_the_list_stays_as_of_its_day_and_names_who_came_later(doors):
    campaign = doors.frozen()
    assert Target.rows.filter(campaign=campaign).count() == FIRMS
    assert campaign.definition == "四上企业"
    Enterprise.rows.filter(pk=doors.firms[0].pk).update(name="改了名", four_above="")
    late = Enterprise.rows.create(
        zone=doors.cast.zone, uscc="91421200MA48LATE01", name="新入规企业", four_above="industry"
    )
    assert Target.rows.filter(enterprise_name=doors.firms[0].name).exists()
    assert selectors.newcomers(doors.organiser, campaign) == [late]
    actions.add(
        campaign_id=campaign.pk, enterprises=[late.pk], reason="9 月入规", by=doors.organiser
    )
    added = Target.rows.get(enterprise=late)
    assert (added.added_on, added.added_why) == (MORNING.date(), "9 月入规")
    assert selectors.newcomers(doors.organiser, campaign) == []


def test_each_filter_narrows_the_list_and_is_said_in_words(doors):
    campaign = doors.frozen(wanted={"above": "industry", "park": "东区"})
    assert campaign.definition == "规上工业、东区"
    assert Target.rows.filter(campaign=campaign).count() == FIRMS // 2
    with pytest.raises(Refusal, match="没有符合"):
        doors.planned(wanted={"park": "北区"})
    with pytest.raises(Refusal, match="早于开始"):
        actions.plan(
            name="x", wanted={}, starts_on=date(2026, 12, 9), ends_on=date(2026, 12, 1), by=doors.organiser
        )  # fmt: skip


def test_shares_are_even_and_keep_neighbours_together(doors):
    campaign = doors.frozen()
    users = [
        person(doors.cast.zone, "org_admin", "zone", None, n).user_id for n in ("甲", "乙", "丙")
    ]
    left = actions.assign(campaign_id=campaign.pk, way="even", users=users, by=doors.organiser)
    assert left == 0
    sizes = sorted(r.targets.count() for r in Round.rows.filter(campaign=campaign))
    assert sizes == [3, 3, 4]
    parks = [set(r.targets.values_list("park", flat=True)) for r in Round.rows.all()]
    assert sum(len(p) == 1 for p in parks) >= 2


def test_the_instructor_has_one_line_on_the_desk_that_counts_down(doors):
    campaign = doors.running()
    [item] = desk(doors.guide)
    assert item.title.endswith("还有 10 家没去")
    tell(doors, first(campaign))
    [item] = desk(doors.guide)
    assert "还有 9 家没去" in item.title


def test_giving_by_chain_lead_or_hand(doors):
    campaign = doors.frozen()
    with pytest.raises(Refusal, match="网格长"):
        actions.assign(campaign_id=campaign.pk, way="grid", by=doors.organiser)
    lead = person(doors.cast.zone, "grid_leader", "chain", doors.cast.enterprise.chain_id, "郑网格")
    assert actions.assign(campaign_id=campaign.pk, way="grid", by=doors.organiser) == 0
    one = first(campaign)
    assert one.round.user_id == lead.user_id
    actions.assign(
        campaign_id=campaign.pk, way="hand", users=[doors.guide.user_id], targets=[one.pk], by=doors.organiser
    )  # fmt: skip
    assert again(one).round.user_id == doors.guide.user_id
    with pytest.raises(NotAllowed, match="由 郑网格 走访"):
        tell(doors, first(campaign, 1))


def test_issues_become_demands_once_and_point_both_ways(doors):
    target = first(doors.running())
    told = actions.Told(key="11111111-1111-4111-8111-111111111111")
    more = {"needs": ["路灯坏了", "招不到焊工"], "solved": ["问补贴材料"], "told": told}
    knock = tell(doors, target, met="生产副总", **more)
    assert tell(doors, target, met="生产副总", **more) == knock
    assert (Knock.rows.count(), Issue.rows.count(), Case.rows.count()) == (1, 3, 2)
    case = Case.rows.get(text="路灯坏了")
    assert (case.channel, case.heard_as.target) == ("campaign", target)
    assert case.enterprise_id == target.enterprise_id
    assert case.outside_number == f"{target.campaign.number}-{case.heard_as.pk}"
    assert selectors.heard_as(doors.cast.leader, case.pk) == case.heard_as
    assert case in Case.objects.visible_to(doors.guide)


def test_a_second_visit_is_refused_with_who_was_there_and_may_be_added_to(doors):
    target = first(doors.running())
    tell(doors, target)
    with pytest.raises(Refusal, match="已由 周指导 于 .* 走访"):
        tell(doors, target, text="又来")
    actions.supplement(target_id=target.pk, text="电话补充", needs=["缺货车通行证"], by=doors.guide)
    assert [k.verb for k in Knock.rows.all()] == ["visit", "supplement"]
    assert Case.rows.count() == 1


def test_not_visited_needs_a_reason_and_may_still_be_visited(doors):
    target = first(doors.running())
    with pytest.raises(Refusal, match="选一个"):
        actions.miss(target_id=target.pk, why="", by=doors.guide)
    with pytest.raises(Refusal, match="写清"):
        actions.miss(target_id=target.pk, why="other", by=doors.guide)
    actions.miss(target_id=target.pk, why="away", text="约了下周", by=doors.guide)
    assert again(target).state == "missed"
    tell(doors, target)
    found = again(target)
    assert (found.state, found.why) == ("visited", "")
    assert Knock.rows.filter(target=target).count() == 2


def test_a_visit_of_the_future_is_refused_by_the_servers_day(doors):
    target = first(doors.running())
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(Refusal, match="以服务器的日期为准"):
        tell(doors, target, told=actions.Told(day=tomorrow))
    tell(doors, target, told=actions.Told(day=clock.today() - timedelta(days=1)))
    assert clock.local(again(target).settled_at).date() == date(2026, 11, 23)


def test_too_long_and_too_many_lines_are_refused_whole(doors):
    target = first(doors.running())
    with pytest.raises(Refusal, match="最多 1,000 字"):
        tell(doors, target, needs=["好", "长" * 1001])
    with pytest.raises(Refusal, match="最多记 20 件"):
        tell(doors, target, needs=["事"] * 21)
    assert (Knock.rows.count(), Case.rows.count()) == (0, 0)


def test_closing_names_who_is_neither_visited_nor_explained(doors):
    campaign = doors.running()
    for target in Target.rows.filter(campaign=campaign).order_by("pk")[2:]:
        tell(doors, target)
    with pytest.raises(Refusal, match="还有 2 家没有走访，也没有写明原因：敲门0号"):
        actions.close(campaign_id=campaign.pk, result="走完", by=doors.organiser)
    actions.miss(target_id=first(campaign).pk, why="moved", by=doors.organiser)
    actions.drop(target_id=first(campaign, 1).pk, reason="已注销", by=doors.organiser)
    actions.close(campaign_id=campaign.pk, result="走了八家", by=doors.organiser)
    assert again(campaign).state == "closed"
    assert list(desk(doors.guide)) == []
    with pytest.raises(Refusal, match="已经办完|不能"):
        actions.supplement(target_id=first(campaign, 2).pk, text="再补", by=doors.guide)


def test_the_desk_watches_the_demand_until_it_ends(doors):
    campaign = doors.running()
    for target in Target.rows.filter(campaign=campaign):
        tell(doors, target, needs=["停电"] if target == first(campaign) else [])
    [item] = [i for i in desk(doors.guide) if i.kind == "cases.round"]
    assert (item.state, item.expected) == ("following", "盯办")
    case = Case.rows.get()
    assert next(iter(selectors.my_issues(doors.guide))).case == case
    situation = next(iter(doors.cast.zone.settings.not_accepted))
    cases.refuse(
        number=case.number, situation=situation, reason="请走诉讼", by=doors.cast.dispatcher
    )
    assert doors.round_of(campaign).state == "done"
    assert [i for i in desk(doors.guide) if i.kind == "cases.round"] == []


def test_others_do_not_see_a_list_and_enterprises_none(doors):
    campaign = doors.running()
    stranger = person(doors.cast.zone, "instructor", "pledge", None, "外人")
    assert not selectors.campaigns(stranger).exists()
    assert not selectors.campaigns(doors.cast.boss).exists()
    tell(doors, first(campaign), needs=["要退税"])
    cases.accept(number=Case.rows.get().number, by=doors.cast.dispatcher)
    cases.dispatch(number=Case.rows.get().number, lead="tax", by=doors.cast.dispatcher)
    tax = doors.cast.works_in("tax")
    assert list(selectors.targets(tax)) == [first(campaign)]


def test_every_number_of_the_week_opens_as_many_records(doors):
    campaign = doors.running()
    tell(doors, first(campaign), needs=["路灯坏了"], solved=["问补贴"])
    tell(doors, first(campaign, 1))
    actions.miss(target_id=first(campaign, 2).pk, why="away", by=doors.guide)
    found = selectors.weekly(doors.cast.leader, campaign, clock.today())
    figures = found["visits"] + found["heard"] + found["whys"] + found["states"] + found["days"]
    figures += [c for row in selectors.rounds(doors.cast.leader, campaign) for c in row["cells"]]
    assert len(figures) > 20
    for figure in figures:
        path, _, query = figure["url"].partition("?")
        kind, rows = (
            (IssueListing, selectors.issues(doors.cast.leader, campaign))
            if "issues" in path
            else (TargetListing, selectors.targets(doors.cast.leader, campaign))
        )
        for one in kind.filters:
            rows, bound = one.bind(rows, QueryDict(query), doors.cast.leader)
            assert not bound.error, figure
        assert rows.count() == figure["value"], figure
