"""What figures may be counted over: meetings, life meetings, rectification."""

from __future__ import annotations

from django.urls import reverse

from honglian.analytics.api import Column, Kind, RecordType, register
from honglian.foundation.zones.records import chains

from .life.models import LifeMeeting
from .meetings.kinds import CHOICES, TOPICS
from .meetings.models import Meeting
from .rectify.models import RectifyItem

DOMAIN = "组织生活"
BRANCH = (
    Column("branch", "党支部", Kind.ID, "branch_id"),
    Column("chain", "产业链", Kind.ID, "branch__chain_id", chains),
)


def _states(model) -> dict[str, str]:
    return dict(model._meta.get_field("state").choices)


def declare() -> None:
    register(_meetings())
    register(_life_meetings())
    register(_rectification())


def _meetings() -> RecordType:
    return RecordType(
        "partylife.meeting",
        "会议活动",
        "次",
        DOMAIN,
        (
            *BRANCH,
            Column("kind", "会议类型", choices=dict(CHOICES)),
            Column("state", "状态", choices=_states(Meeting)),
            Column("topic", "业务主题", field="topic_kind", choices=dict(TOPICS)),
            Column("held", "召开日期", Kind.DATE, "held_on"),
            Column("planned", "计划日期", Kind.DATE, "planned_on"),
            Column("expected", "应到人数", Kind.NUMBER, unit="人"),
            Column("present", "实到人数", Kind.NUMBER, unit="人"),
            Column("late", "补录", Kind.FLAG),
        ),
        model=Meeting,
        title=lambda row: f"{row.branch.name} {row.topic}",
        url=lambda row: reverse("partylife:meeting", args=[row.pk]),
    )


def _life_meetings() -> RecordType:
    return RecordType(
        "partylife.life_meeting",
        "组织生活会",
        "次",
        DOMAIN,
        (
            *BRANCH,
            Column("state", "状态", choices=_states(LifeMeeting)),
            Column("held", "召开日期", Kind.DATE, "held_on"),
        ),
        model=LifeMeeting,
        url=lambda row: reverse("partylife:life_meeting", args=[row.pk]),
    )


def _rectification() -> RecordType:
    return RecordType(
        "partylife.rectify",
        "整改事项",
        "条",
        DOMAIN,
        (
            *BRANCH,
            Column("kind", "整改类型", choices=dict(RectifyItem.Kind.choices)),
            Column("state", "状态", choices=_states(RectifyItem)),
            Column("opened", "登记日期", Kind.DATE, "opened_on"),
            Column("due", "整改期限", Kind.DATE, "due_on"),
            Column("closed", "销号日期", Kind.DATE, "closed_on"),
            Column("rebounded", "是否反弹", Kind.FLAG),
        ),
        model=RectifyItem,
        url=lambda row: reverse("partylife:rectify_item", args=[row.pk]),
    )
