"""The minutes: written, sent back, confirmed, amended. Files may be attached and never must be."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from honglian.foundation.files.api import Prepared, attach
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.kit.rules import BOOK

from ..models import Decision, Meeting
from ..records import lacking, place_of
from ..reminding import settle
from ..states import EDIT, MEETING, VERIFY
from ._frame import locked, move, need

OUTCOME = ("topic_kind", "enterprise_id", "problem", "result_name", "result_unit",
           "result_evidence", "result_before", "result_value", "note")  # fmt: skip


@action(EDIT)
def minute(
    *,
    meeting_id: int,
    minutes: str,
    by: Actor,
    agenda: str = "",
    host: str = "",
    recorder: str = "",
    place: str = "",
    speaker: str = "",
    outcome: str = "",
    decisions: Sequence[str] = (),
    files: Sequence[Prepared] = (),
    business: dict[str, Any] | None = None,
) -> Meeting:
    """Write the minutes; complete or not at all (LR-01). ``decisions`` are added as they stand.

    Later than seven days after the meeting they are marked 补录 (LR-02); writing them anew does
    not change when they were first there. ``business`` are the columns of a themed day.
    """
    meeting = locked(by, meeting_id)
    MEETING.apply(meeting.state, "minute")
    given = {"agenda": agenda, "host": host, "recorder": recorder, "place": place,
             "speaker": speaker}  # fmt: skip
    for name, value in given.items():
        setattr(meeting, name, value.strip() or getattr(meeting, name))
    meeting.minutes, meeting.outcome = minutes.strip(), outcome.strip()
    _business(meeting, business or {})
    missing = lacking(meeting, with_files=bool(files))
    BOOK.require("LR-01", meeting.held_on or clock.today(), at=place_of(missing), missing=missing)
    if meeting.minuted_on is None:
        _stamp(meeting, by)
    event = move(meeting, "minute", by, text="补录：会后 7 日以后才记录" if meeting.late else "")
    _note(meeting, decisions)
    for one in files:
        attach(owner=meeting, upload=one, by=by, event_id=event.pk)
    settle(meeting)
    return meeting


def _stamp(meeting: Meeting, by: Actor) -> None:
    meeting.minuted_on, meeting.minuted_by = clock.today(), by.name[:64]
    late = BOOK.find("LR-02", meeting.held_on, held=meeting.held_on, minuted=meeting.minuted_on)
    meeting.late = late is not None


def _note(meeting: Meeting, texts: Sequence[str]) -> None:
    known = set(meeting.decisions.values_list("text", flat=True))
    last = meeting.decisions.count()
    fresh = [t.strip()[:300] for t in texts if t.strip() and t.strip()[:300] not in known]
    Decision.rows.bulk_create(
        Decision(
            zone_id=meeting.zone_id, branch_id=meeting.branch_id, meeting=meeting, no=no, text=text
        )
        for no, text in enumerate(dict.fromkeys(fresh), last + 1)
    )


def _business(meeting: Meeting, given: dict[str, Any]) -> None:
    """What a themed day did for the business; a figure needs its name, unit and evidence."""
    if not meeting.kind_info.themed:
        return
    for name in OUTCOME:
        if name in given:
            value = given[name]
            setattr(meeting, name, value.strip() if isinstance(value, str) else value)
    if meeting.result_value is None:
        if meeting.result_before is not None:
            raise Refusal("填了活动前的数，请把活动后的数也填上。", field="result_value")
        return
    for name, what in (("result_name", "成效指标叫什么"), ("result_unit", "单位"),
                       ("result_evidence", "这个数从哪里来")):  # fmt: skip
        if not getattr(meeting, name):
            raise Refusal(f"填了成效数字，请写{what}。", field=name)
    if not meeting.topic_kind:
        raise Refusal("填了成效数字，请选业务主题。", field="topic_kind")
    if meeting.result_value < Decimal(0):
        raise Refusal(
            "成效数字不能小于 0；下降的，请填活动前和活动后各是多少。", field="result_value"
        )


@action(EDIT)
def add_files(*, meeting_id: int, files: Sequence[Prepared], by: Actor) -> Meeting:
    """Keep files with the meeting. The same photo at a third meeting is pointed out (LR-07)."""
    meeting = locked(by, meeting_id)
    if not files:
        raise Refusal("请选择文件。", field="files")
    event = move(meeting, "attach", by, text="、".join(f.name for f in files))
    for one in files:
        attach(owner=meeting, upload=one, by=by, event_id=event.pk)
    return meeting


@action(EDIT)
def confirm(*, meeting_id: int, by: Actor) -> Meeting:
    meeting = locked(by, meeting_id)
    MEETING.apply(meeting.state, "confirm")
    meeting.confirmed_by, meeting.confirmed_on = by.name[:64], clock.today()
    move(meeting, "confirm", by)
    return meeting


@action(VERIFY)
def send_back(*, meeting_id: int, reason: str, by: Actor) -> Meeting:
    """Ask for more before it is confirmed."""
    meeting = locked(by, meeting_id)
    MEETING.apply(meeting.state, "return")
    move(meeting, "return", by, text=need(reason, "reason", "要补充什么"))
    return meeting


@action(EDIT)
def amend(*, meeting_id: int, reason: str, by: Actor) -> Meeting:
    """Open confirmed minutes again for a correction; the reason stays in the timeline."""
    meeting = locked(by, meeting_id)
    MEETING.apply(meeting.state, "amend")
    why = need(reason, "reason", "哪里要更正")
    meeting.confirmed_by, meeting.confirmed_on = "", None
    move(meeting, "amend", by, text=why)
    return meeting
