"""A meeting is planned, announced, put off, cancelled."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from honglian.foundation.notify.api import notify
from honglian.foundation.orgs.api import PartyOrg
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal

from .. import notices
from ..kinds import TOPICS, TYPES
from ..models import Meeting, PartyGroup
from ..people import accounts_expected
from ..states import EDIT, MEETING
from ._frame import began, branch_of, desk_line, kind_of, locked, move, need, number_for

EDITABLE = {
    "topic": "主题",
    "planned_on": "日期",
    "planned_time": "时间",
    "place": "地点",
    "host": "主持人",
    "recorder": "记录人",
    "speaker": "主讲人",
    "agenda": "议程",
    "topic_kind": "业务主题",
    "enterprise_id": "在哪家企业",
    "problem": "解决什么问题",
}


@action(EDIT)
def plan(
    *,
    branch_id: int,
    kind: str,
    topic: str,
    planned_on: date,
    by: Actor,
    planned_time: time | None = None,
    group_id: int | None = None,
    **facts: Any,
) -> Meeting:
    """Plan a meeting. A past day is allowed: then what was held is written down afterwards.

    ``facts`` are further columns of ``EDITABLE``.
    """
    branch, known = branch_of(by, branch_id), kind_of(kind)
    if branch.type not in TYPES:
        raise Refusal(
            f"{branch.name}是{branch.type_name}，会议由党员所在的党支部登记。", field="branch"
        )
    meeting = Meeting(
        zone_id=branch.zone_id,
        branch=branch,
        kind=known.code,
        group=_group(branch, group_id, known.seats),
        topic=need(topic, "topic", "会议主题"),
        planned_on=planned_on,
        planned_time=planned_time,
        number=number_for(branch.zone_id, planned_on),
    )
    _fill(meeting, {"recorder": by.name[:32], **facts})
    meeting.save()
    desk_line(meeting, by)
    began(meeting, by, f"{_when(meeting)} {meeting.place}".strip())
    return meeting


def _group(branch: PartyOrg, group_id: int | None, seats: str) -> PartyGroup | None:
    if seats != "group":
        return None
    group = PartyGroup.rows.filter(branch=branch, pk=group_id, ends_on=None).first()
    if group is None:
        raise Refusal("请选是哪个党小组的会；还没有党小组的，先在支部页面登记。", field="group")
    return group


def _fill(meeting: Meeting, facts: dict[str, Any]) -> None:
    unknown = facts.keys() - EDITABLE.keys()
    if unknown:
        raise TypeError(f"a meeting has no {sorted(unknown)}")
    for name, value in facts.items():
        setattr(meeting, name, value.strip() if isinstance(value, str) else value)
    if meeting.topic_kind and meeting.topic_kind not in TOPICS:
        raise Refusal("没有这个业务主题，请从列表里选。", field="topic_kind")
    if not meeting.kind_info.themed and (meeting.topic_kind or meeting.enterprise_id):
        raise Refusal("只有主题党日才填业务主题和企业。", field="topic_kind")


def _when(meeting: Meeting) -> str:
    """2026-11-28 09:30"""
    at = f" {meeting.planned_time:%H:%M}" if meeting.planned_time else ""
    return f"{meeting.planned_on}{at}"


@action(EDIT)
def edit(*, meeting_id: int, by: Actor, topic: str, **facts: Any) -> Meeting:
    """Change the arrangement without changing the day (that is :func:`put_off`)."""
    meeting = locked(by, meeting_id)
    MEETING.apply(meeting.state, "edit")
    facts = {**facts, "topic": need(topic, "topic", "会议主题")}
    if {"planned_on", "planned_time"} & facts.keys():
        raise TypeError("a new day is put_off's")
    before = {name: getattr(meeting, name) for name in facts}
    _fill(meeting, facts)
    changes = {
        EDITABLE[n]: [str(v or ""), str(getattr(meeting, n) or "")]
        for n, v in before.items()
        if v != getattr(meeting, n)
    }
    move(meeting, "edit", by, text="、".join(changes) or "没有变动", changes=changes)
    return meeting


@action(EDIT)
def call(*, meeting_id: int, by: Actor) -> Meeting:
    """Announce it: into the inbox of everybody expected who has an account.

    The others get the notice's text by hand; it stands on the page to be copied or printed.
    """
    meeting = locked(by, meeting_id)
    MEETING.apply(meeting.state, "notice")
    if meeting.planned_on < clock.today():
        raise Refusal(
            f"计划日期 {meeting.planned_on} 已经过了：开过的请登记到会，没开的请改期。",
            field="planned_on",
        )
    if not meeting.place:
        raise Refusal("通知里要有地点，请先在“修改安排”里填上。", field="place")
    meeting.noticed_at = clock.now()
    told = _tell(meeting, notices.title(meeting), notices.short(meeting), by)
    move(meeting, "notice", by, text=f"站内通知 {told} 人")
    return meeting


def _tell(meeting: Meeting, title: str, body: str, by: Actor) -> int:
    org, users = accounts_expected(meeting)
    return notify(
        zone_id=meeting.zone_id,
        topic="partylife.meeting",
        title=title,
        body=body,
        url=f"/life/meetings/{meeting.pk}/",
        org_id=org,
        users=users,
        without=by.user_id,
    )


@action(EDIT)
def put_off(
    *, meeting_id: int, planned_on: date, reason: str, by: Actor, planned_time: time | None = None
) -> Meeting:
    """Another day. Those who were told are told again."""
    meeting = locked(by, meeting_id)
    MEETING.apply(meeting.state, "put_off")
    why = need(reason, "reason", "为什么改期")
    if planned_on < clock.today():
        raise Refusal("新的日期不能早于今天。", field="planned_on")
    if (planned_on, planned_time) == (meeting.planned_on, meeting.planned_time):
        raise Refusal("新的时间和原来一样，请改一个时间。", field="planned_on")
    before, was_told = _when(meeting), meeting.noticed_at is not None
    meeting.planned_on, meeting.planned_time = planned_on, planned_time
    meeting.put_off, meeting.noticed_at = meeting.put_off + 1, None
    if was_told:
        said = f"原定 {before}，改到 {_when(meeting)}。{why}"
        _tell(meeting, f"改期：{meeting}", said, by)
    changes = {"时间": [before, _when(meeting)]}
    move(meeting, "put_off", by, text=f"{before} 改到 {_when(meeting)}：{why}", changes=changes)
    return meeting


@action(EDIT)
def cancel(*, meeting_id: int, reason: str, by: Actor) -> Meeting:
    meeting = locked(by, meeting_id)
    MEETING.apply(meeting.state, "cancel")
    why = need(reason, "reason", "为什么取消")
    if meeting.noticed_at is not None:
        _tell(meeting, f"取消：{meeting}", f"原定 {_when(meeting)} 的会取消。{why}", by)
    move(meeting, "cancel", by, text=why)
    return meeting
