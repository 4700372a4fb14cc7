"""Lists of organisations by what they need: terms, applications, temporary ones, posts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from honglian.foundation.orgs.api import PartyOrg, Post, held_on
from honglian.kit import clock, search
from honglian.ui.lists import BoolFilter, ChoiceFilter, Column, DateRangeFilter, Listing

from ..models import MembershipPeriod
from .states import ORG_LIFE, table_of
from .terms import LEVELS, level


def org_link(org: PartyOrg) -> str:
    return reverse("members:org", args=[org.pk])


def name_column() -> Column:
    return Column("name", "党组织名称", sort="name", link=org_link, on_card="title")


def state_column() -> Column:
    return Column(
        "status",
        "状态",
        value=lambda org: table_of(org.type).state(org.status),
        template="members/_org_state_cell.html",
        export=lambda org: org.get_status_display(),
    )


def _days_left(org: PartyOrg) -> int:
    assert org.term_ends_on is not None
    return (org.term_ends_on - clock.today()).days


def _left_words(days: int) -> str:
    return f"还有 {days} 天" if days >= 0 else f"已过 {-days} 天"


def _level_name(org: PartyOrg) -> str:
    found = level(org.term_ends_on, clock.today())
    return (
        {"over": "已届满", "close": "30 天内", "near": "90 天内", "soon": "180 天内"}[found.code]
        if found
        else ""
    )


def _at_level(rows: Any, code: str) -> Any:
    today = clock.today().toordinal()
    bounds = {"over": (None, -1), "close": (0, 30), "near": (31, 90), "soon": (91, LEVELS[-1].days)}
    low, high = bounds[code]
    rows = rows.filter(term_ends_on__lte=date.fromordinal(today + high))
    return rows if low is None else rows.filter(term_ends_on__gte=date.fromordinal(today + low))


class TermListing(Listing):
    key = "org_terms"
    noun = "临近届满的党组织"
    unit = "个"
    search = search.search
    search_hint = "党组织名称、单位、拼音"
    export_permission = "orgs.export"
    empty_why = "180 天内没有届满的党组织。"
    empty_hint = "届满日期从选举结果和党组织台账来。"
    columns = [
        name_column(),
        Column("type", "类别", value="type_name"),
        Column("parent", "上级党组织", value="parent.name"),
        Column("term_ends_on", "届满日期", sort="term_ends_on"),
        Column("left", "还有多久", value=_days_left, show=_left_words, export=_days_left),
        Column("level", "提醒", value=_level_name, template="members/_level_cell.html"),
        Column("status", "状态", value="get_status_display"),
    ]
    filters = [
        ChoiceFilter(
            key="level",
            label="提醒",
            lookup=_at_level,
            choices=[("over", "已届满"), ("close", "30 天内"), ("near", "90 天内"), ("soon", "180 天内")],
        ),
        BoolFilter(
            key="begun", label="换届", lookup=lambda rows, on: rows.filter(status="reelecting") if on else rows.exclude(status="reelecting"),
            yes="已启动", no="未启动",
        ),
    ]  # fmt: skip
    orderings = [("term_ends_on", "最早届满在前"), ("name", "名称")]


def _asked_on(org: PartyOrg) -> date | None:
    acts = [a for a in org.acts.all() if a.verb == "apply"]
    return acts[0].on if acts else None


class SetUpListing(Listing):
    key = "org_set_ups"
    noun = "组织设立和调整"
    unit = "件"
    search = search.search
    search_hint = "党组织名称、单位、拼音"
    export_permission = "orgs.export"
    empty_hint = "申请成立党组织后会出现在这里。"
    columns = [
        name_column(),
        Column("type", "类别", value="type_name"),
        Column("parent", "上级党组织", value="parent.name"),
        Column("asked", "申请日期", value=_asked_on),
        Column("approval_no", "批复文号"),
        Column("founded_on", "成立日期", sort="founded_on"),
        state_column(),
    ]
    filters = [ChoiceFilter(key="status", label="状态", choices=ORG_LIFE.choices(), multiple=True)]
    orderings = [("-pk", "最近登记"), ("name", "名称")]


class TemporaryListing(Listing):
    key = "org_temporary"
    noun = "临时党组织"
    unit = "个"
    search = search.search
    search_hint = "名称、拼音"
    export_permission = "orgs.export"
    empty_hint = "重大项目一线需要的，由上级党组织批准并指定书记、委员。"
    columns = [
        name_column(),
        Column("project", "项目（任务）", value="task.project"),
        Column("approved_by", "批准的党组织", value="task.approved_by.name"),
        Column("founded_on", "成立日期", sort="founded_on"),
        Column("until", "任务预计结束", value="task.until", sort="task__until"),
        Column("people", "参加党员", value="people", align="end"),
        state_column(),
    ]
    filters = [
        ChoiceFilter(
            key="status",
            label="状态",
            choices=[("appointed", "已指定"), ("active", "运行"), ("dissolved", "已撤销")],
        )
    ]
    orderings = [("-founded_on", "最近成立"), ("name", "名称")]


def with_people(rows: Any) -> Any:
    """Temporary organisations with how many members take part."""
    present = Q(participants__ends_on=None, participants__isnull=False)
    rows = rows.select_related("task__approved_by")
    return rows.annotate(people=Count("participants", filter=present))


def _several(rows: Any, wanted: bool) -> Any:
    return rows.filter(held__gt=1) if wanted else rows.filter(held=1)


def _held_now(rows: Any, wanted: bool) -> Any:
    now = held_on(clock.today())
    return rows.filter(now) if wanted else rows.exclude(now)


class PostListing(Listing):
    """Posts of organisations; ``held`` counts what one name holds at present."""

    key = "org_posts"
    noun = "任职"
    unit = "条"
    search = ("person_name", "org__name")
    search_hint = "姓名或党组织名称"
    export_permission = "orgs.export"
    empty_hint = "在党组织页面登记任职，或从党组织台账导入。"
    columns = [
        Column("person_name", "姓名", sort="person_name", on_card="title"),
        Column("kind", "职务", value="get_kind_display"),
        Column("org", "党组织", value="org.name", link=lambda p: org_link(p.org)),
        Column("department", "同时任职的部门", value="department.name"),
        Column("duty", "分工"),
        Column("is_primary", "主要职务", show=lambda on: "主要" if on else "兼任"),
        Column("held", "现任职务数", align="end", sort="held", help="同一姓名在本区现任的职务"),
        Column("appointed_by", "任职文号", default=False),
        Column("starts_on", "起", sort="starts_on"),
        Column("ends_on", "止", default=False),
    ]
    filters = [
        BoolFilter(key="now", label="现任", lookup=_held_now, yes="现任", no="已免"),
        BoolFilter(key="several", label="兼任", lookup=_several, yes="兼任几职", no="只任一职"),
        ChoiceFilter(key="kind", label="职务", choices=Post.Kind.choices),
        DateRangeFilter(key="starts", label="任职日期", lookup="starts_on", primary=False),
    ]
    orderings = [("person_name", "姓名"), ("-starts_on", "最近任职")]


def posts_of(orgs: Any, zone_id: int) -> Any:
    """Posts in these organisations; namesakes are counted over the whole zone."""
    same = Post.objects.filter(
        held_on(clock.today()),
        org__zone_id=zone_id,
        org__status__in=PartyOrg.STANDING,
        person_name=OuterRef("person_name"),
    )
    count = same.order_by().values("person_name").annotate(n=Count("pk")).values("n")
    rows = Post.objects.filter(org__in=orgs).select_related("org", "department")
    held = Coalesce(Subquery(count, output_field=IntegerField()), 0)
    return rows.annotate(held=held).order_by(F("person_name"))


def _category_then(period: MembershipPeriod) -> str:
    """Full or on probation on the day that the list is asked for (``day`` is annotated)."""
    full = period.member.full_on
    return "正式党员" if full is not None and full <= period.day else "预备党员"


def _was_full(rows: Any, wanted: bool) -> Any:
    return (
        rows.filter(member__full_on__lte=F("day"))
        if wanted
        else rows.exclude(member__full_on__lte=F("day"))
    )


class PeopleThenListing(Listing):
    """Members as they counted on a day: branch and category are those of that day."""

    key = "people_then"
    noun = "党员"
    unit = "名"
    search = ("member__name", "branch__name")
    search_hint = "姓名或党支部"
    export_permission = "members.export"
    empty_hint = "换一个日期再看。"
    columns = [
        Column(
            "member",
            "姓名",
            value="member.name",
            sort="member__name",
            link=lambda p: reverse("members:member", args=[p.member_id]),
            on_card="title",
        ),
        Column("branch", "当时所在党支部", value="branch.name", sort="branch__name"),
        Column("category", "当时人员类别", value=_category_then),
        Column("joined_on", "加入党组织日期", value="member.joined_on", sort="member__joined_on"),
        Column("starts_on", "在该支部起", sort="starts_on", default=False),
    ]
    filters = [
        BoolFilter(key="full", label="人员类别", lookup=_was_full, yes="正式党员", no="预备党员")
    ]
    orderings = [("branch__name", "按党支部"), ("member__name", "按姓名")]
