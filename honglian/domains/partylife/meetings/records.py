"""What a valid record of a meeting has to hold (领域手册 C.2, rule LR-01)."""

from __future__ import annotations

from honglian.foundation.files.api import attachments_of

from .models import Meeting

PLACES = {
    "主题": "topic", "地点": "place", "主持人": "host", "记录人": "recorder", "主讲人": "speaker",
    "应到和实到人数": "", "议程": "agenda", "记录正文": "minutes",
}  # fmt: skip


def lacking(meeting: Meeting, *, with_files: bool = False) -> tuple[str, ...]:
    """What a valid record still needs (领域手册 C.2). A file stands for the text."""
    written = bool(meeting.minutes) or with_files
    if not written and meeting.pk:
        written = bool(attachments_of(meeting, internal=True))
    found = {
        "主题": meeting.topic,
        "地点": meeting.place,
        "主持人": meeting.host,
        "记录人": meeting.recorder,
        "主讲人": meeting.speaker or not meeting.kind_info.speaker,
        "应到和实到人数": meeting.expected and meeting.present,
        "议程": meeting.subjects,
        "记录正文": written,
    }
    return tuple(name for name, value in found.items() if not value)


def place_of(missing: tuple[str, ...]) -> str | None:
    """The field of the first missing thing."""
    return next((PLACES[name] for name in missing if PLACES[name]), None)
