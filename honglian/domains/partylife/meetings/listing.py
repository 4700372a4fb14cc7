"""The lists of meetings and of decisions."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from honglian.kit import clock
from honglian.ui.lists import (
    BoolFilter,
    ChoiceFilter,
    Column,
    DateRangeFilter,
    Listing,
    TextFilter,
)

from . import selectors
from .kinds import CHOICES, TOPICS
from .models import WRITTEN, Meeting
from .states import DECISION, MEETING


def _branches(actor):
    return [(b.pk, b.name) for b in selectors.branches(actor).order_by("name")] if actor else []


def _written(rows, wanted):
    return rows.filter(state__in=WRITTEN) if wanted else rows.exclude(state__in=WRITTEN)


def _fused(rows, wanted):
    return rows.exclude(topic_kind="") if wanted else rows.filter(topic_kind="")


def _late(rows, wanted):
    late = selectors.late(rows)
    return late if wanted else rows.exclude(pk__in=late.values("pk"))


def _waiting(rows, wanted):
    """Held or due, and the record is not there yet."""
    due = Q(state="held") | Q(state__in=("planned", "noticed"), planned_on__lt=clock.today())
    return rows.filter(due) if wanted else rows.exclude(due)


class MeetingListing(Listing):
    key = "meetings"
    noun = "会议活动"
    unit = "次"
    search = ("topic", "number", "branch__name", "host")
    search_hint = "主题、编号、党支部、主持人"
    export_permission = "partylife.export"
    empty_hint = "点“计划会议”安排一次；以前的会议可以从台账导入。"
    columns = [
        Column(
            "topic",
            "会议主题",
            link=lambda m: reverse("partylife:meeting", args=[m.pk]),
            on_card="title",
        ),
        Column("kind", "会议类型", value="kind_info.name"),
        Column("branch", "党组织", value="branch.name"),
        Column("planned_on", "日期", value=lambda m: m.day, sort="planned_on"),
        Column("state", "状态", template="partylife/_meeting_state.html", value="state_info.name"),
        Column("present", "实到/应到", value=lambda m: _roll(m), align="end"),
        Column("place", "地点", default=False),
        Column("host", "主持人", default=False),
        Column("recorder", "记录人", default=False),
        Column("absences", "缺席人员及原因", default=False),
        Column("topic_kind", "业务主题", value="get_topic_kind_display", default=False),
        Column("enterprise", "企业", value="enterprise.name", default=False),
        Column("outcome", "决议/成效", default=False),
        Column("minuted_on", "记录日期", sort="minuted_on", default=False),
        Column("number", "编号", sort="number", default=False),
    ]
    filters = [
        ChoiceFilter(key="kind", label="会议类型", choices=CHOICES),
        ChoiceFilter(key="state", label="状态", choices=MEETING.choices(), multiple=True),
        DateRangeFilter(key="on", label="日期", lookup="planned_on"),
        BoolFilter(key="waiting", label="记录", lookup=_waiting, yes="该补了", no="不缺"),
        BoolFilter(key="written", label="有效记录", lookup=_written, primary=False),
        BoolFilter(key="late", label="补录", primary=False),
        BoolFilter(key="fused", label="含业务主题", lookup=_fused, primary=False),
        ChoiceFilter(
            key="topic_kind", label="业务主题", choices=list(TOPICS.items()), primary=False
        ),
        DateRangeFilter(key="held", label="召开日期", lookup="held_on", primary=False),
        ChoiceFilter(
            key="org", label="党组织", lookup="branch_id", choices=_branches, primary=False
        ),
        TextFilter(key="firm", label="企业名称", lookup="enterprise__name", primary=False),
    ]
    orderings = [("-planned_on", "最近的在前"), ("planned_on", "最早的在前")]


def _roll(m: Meeting) -> str:
    return "" if m.expected is None else f"{m.present}/{m.expected}"


class DecisionListing(Listing):
    key = "decisions"
    noun = "决议"
    unit = "条"
    search = ("text", "owner", "branch__name", "meeting__number")
    search_hint = "决议、负责人、党支部"
    export_permission = "partylife.export"
    empty_hint = "开会后在会议页面记下决议，再点“转为工作”。"
    columns = [
        Column(
            "text",
            "决议",
            link=lambda d: reverse("partylife:decision", args=[d.pk]),
            on_card="title",
        ),
        Column("state", "状态", template="partylife/_decision_state.html", value="state_info.name"),
        Column("owner", "负责人"),
        Column("due_on", "完成期限", sort="due_on", template="partylife/_decision_due.html"),
        Column("branch", "党组织", value="branch.name"),
        Column("result", "办理结果", default=False),
        Column("done_on", "办结日期", sort="done_on", default=False),
        Column(
            "meeting",
            "会议",
            value=lambda d: str(d.meeting),
            link=lambda d: reverse("partylife:meeting", args=[d.meeting_id]),
            default=False,
        ),
    ]
    filters = [
        ChoiceFilter(key="state", label="状态", choices=DECISION.choices(), multiple=True),
        BoolFilter(key="late", label="是否超期", lookup=_late, yes="超期", no="没有超期"),
        DateRangeFilter(key="due", label="完成期限", lookup="due_on"),
        ChoiceFilter(
            key="org", label="党组织", lookup="branch_id", choices=_branches, primary=False
        ),
    ]
    orderings = [("due_on", "先到期的在前"), ("-id", "最近的在前")]
