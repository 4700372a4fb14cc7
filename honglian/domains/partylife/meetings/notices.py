"""The notice of a meeting: short for the inbox, whole to be copied, printed or put up."""

from __future__ import annotations

from honglian.kit import clock
from honglian.ui.format import day as day_words

from .models import Meeting


def title(meeting: Meeting) -> str:
    return f"会议通知：{meeting}"


def when(meeting: Meeting) -> str:
    """11月28日 周六 09:30"""
    at = f" {meeting.planned_time:%H:%M}" if meeting.planned_time else ""
    return f"{day_words(meeting.planned_on)}{at}"


def short(meeting: Meeting) -> str:
    return f"{when(meeting)}，{meeting.place}。主持：{meeting.host or '待定'}。"


def text(meeting: Meeting) -> str:
    """The whole notice, line by line, as it is sent to a group chat or hung up."""
    lines = [
        f"{meeting.branch.name}会议通知",
        f"类型：{meeting.kind_info.name}{f'（{meeting.group.name}）' if meeting.group else ''}",
        f"主题：{meeting.topic}",
        f"时间：{when(meeting)}",
        f"地点：{meeting.place or '待定'}",
        f"主持：{meeting.host or '待定'}",
    ]
    if meeting.speaker:
        lines.append(f"主讲：{meeting.speaker}")
    if subjects := meeting.subjects:
        lines.append("议程：")
        lines += [f"{number}. {subject}" for number, subject in enumerate(subjects, 1)]
    if meeting.state == "cancelled":
        lines.append("（本次会议已取消）")
    lines += ["不能到会的，请提前向记录人请假。", f"{clock.local(clock.now()):%Y-%m-%d}"]
    return "\n".join(lines)
