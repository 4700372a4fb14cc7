"""Rows of a ledger of meetings: which are known, whether the others keep the rules, their writing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from honglian.foundation.orgs.api import PartyOrg
from honglian.foundation.sheets import bulk
from honglian.foundation.sheets.api import Journal, Run
from honglian.foundation.sheets.kinds import same
from honglian.foundation.workflow.api import next_numbers
from honglian.foundation.workflow.models import WorkEvent, WorkItem
from honglian.foundation.workflow.steps import shown as shown_state
from honglian.kit import clock
from honglian.kit.rules import BOOK

from .actions._frame import KIND, shown
from .desks import own_holder
from .kinds import KINDS
from .models import Meeting
from .records import lacking
from .states import MEETING

TEXTS = ("kind", "topic", "place", "host", "recorder", "agenda", "absences", "outcome", "note",
         "topic_kind")  # fmt: skip
BROUGHT = "台账导入"


def numbers(run: Run) -> list[Any]:
    """The number of a known meeting, by number or by branch, kind, day and topic; else a new key."""
    stored = run.lookups["stored"]
    known = {(m.branch_id, m.kind, m.day, same(m.topic)): n for n, m in stored.items()}
    names = ("number", "branch_id", "kind", "day", "topic")
    found: list[Any] = []
    for index, (number, branch, kind, day, topic) in enumerate(
        zip(*(run.column(name) for name in names), strict=True)
    ):
        if number and number not in stored:
            said = f"没有编号为 {number} 的会议；新的会议请把编号留空，由系统编号"
            run.problem(index, "number", said)
        what = (branch, kind, day, same(topic))
        found.append(number or known.get(what) or (what if all(what) else None))
    return found


def check_new(run: Run, index: int) -> None:
    """The rules of the page, for a row that brings a whole meeting along."""
    meeting = _meeting(run, index)
    if meeting.branch_id is None or meeting.planned_on is None or not meeting.kind:
        return
    if meeting.branch_id not in run.lookups["holds"]:
        run.problem(index, "branch_id", "这个组织没有自己的党员，会议由党员所在的党支部登记")
    if meeting.kind == "group_meeting" and meeting.group_id is None:
        run.problem(index, "group", "没有这个党小组，请填党小组名称，并先在支部页面登记")
    if meeting.topic_kind and not KINDS[meeting.kind].themed:
        run.problem(index, "topic_kind", "只有主题党日才填业务主题，请清空这一格")
    given = run.column("state")[index]
    if meeting.planned_on > run.today:
        _check_plan(run, index, given)
    else:
        _check_held(run, index, meeting, given)


def _check_plan(run: Run, index: int, given: str) -> None:
    if given not in ("", "planned"):
        run.problem(index, "state", "召开时间在今天以后，审核状态应留空或为“已计划”，请核对日期")
    if run.column("present")[index] is not None:
        run.problem(index, "present", "会还没有开，不能有实到人数，请核对召开时间")


def _check_held(run: Run, index: int, meeting: Meeting, given: str) -> None:
    if given not in ("", "minuted", "confirmed"):
        name = MEETING.state(given).name
        said = f"已经开过的会，审核状态应为“已确认”或“待审核”，不能是“{name}”"
        run.problem(index, "state", said)
    numbers_given = meeting.expected is not None and meeting.present is not None
    if numbers_given:
        _rule(
            run, index, "present", "LR-03", meeting, expected=meeting.expected,
            present=meeting.present, absences=meeting.absences,
        )  # fmt: skip
    missing = tuple(name for name in lacking(meeting, with_files=True) if name != "主讲人")
    _rule(run, index, "topic", "LR-01", meeting, missing=missing)
    if meeting.minuted_on and meeting.minuted_on < meeting.planned_on:
        run.problem(index, "minuted_on", "记录日期早于召开时间，请核对")


def _rule(run: Run, index: int, field: str, rule_id: str, meeting: Meeting, **facts: Any) -> None:
    found = BOOK.find(rule_id, meeting.planned_on, **facts)
    if found:
        run.problem(index, field, found.sentence.removesuffix("。"))


def _meeting(run: Run, index: int) -> Meeting:
    """The row as a meeting that is not stored yet."""

    def at(name: str) -> Any:
        return run.column(name)[index]

    meeting = Meeting(
        zone_id=run.zone_id,
        branch_id=at("branch_id"),
        planned_on=at("day"),
        expected=at("expected"),
        present=at("present"),
        minuted_on=at("minuted_on"),
        group_id=run.lookups["groups"].get((at("branch_id"), same(at("group") or ""))),
        **{name: at(name) or "" for name in TEXTS},
    )
    return meeting


def insert(run: Run, indexes: Sequence[int], journal: Journal) -> None:
    """New meetings; those that somebody still has to do something about get a desk line."""
    if not indexes:
        return
    meetings = [_settled(run, index) for index in indexes]
    _number(run.zone_id, meetings)
    for meeting, pk in zip(meetings, bulk.draw_keys(Meeting, len(meetings)), strict=True):
        meeting.pk = pk
    _lines([m for m in meetings if m.state != "confirmed"], journal)
    stamped = journal.stamped(Meeting, _columns(Meeting, meetings))
    keys = [m.pk for m in meetings]
    bulk.insert(Meeting, stamped, len(meetings), keys=keys)
    journal.created(Meeting, keys, stamped)


def _settled(run: Run, index: int) -> Meeting:
    """State and days that follow from the row."""
    meeting = _meeting(run, index)
    if meeting.planned_on > run.today:
        meeting.state = "planned"
        return meeting
    meeting.held_on = meeting.planned_on
    meeting.minuted_on = meeting.minuted_on or meeting.held_on
    meeting.minuted_by = BROUGHT
    late = BOOK.find("LR-02", meeting.held_on, held=meeting.held_on, minuted=meeting.minuted_on)
    meeting.late = late is not None
    meeting.state = run.column("state")[index] or "confirmed"
    if meeting.state == "confirmed":
        meeting.confirmed_by, meeting.confirmed_on = BROUGHT, run.today
    return meeting


def _number(zone_id: int, meetings: Sequence[Meeting]) -> None:
    """Numbers by year, in one statement a year."""
    for year in sorted({m.planned_on.year for m in meetings}):
        mine = [m for m in meetings if m.planned_on.year == year]
        for meeting, number in zip(
            mine, next_numbers(zone_id, f"HY{year}", len(mine), 5), strict=True
        ):
            meeting.number = number


def _lines(meetings: Sequence[Meeting], journal: Journal) -> None:
    if not meetings:
        return
    branches = PartyOrg.rows.in_bulk({m.branch_id for m in meetings})
    holders = {pk: own_holder(branch) for pk, branch in branches.items()}
    lines = [_line(meeting, holders[meeting.branch_id]) for meeting in meetings]
    columns = _columns(WorkItem, lines)
    keys = bulk.insert(WorkItem, columns, len(lines))
    journal.created(WorkItem, keys, columns)
    for meeting, pk in zip(meetings, keys, strict=True):
        meeting.item_id = pk
    WorkEvent.objects.bulk_create(
        WorkEvent(
            root_id=m.item_id, item_id=m.item_id, at=clock.now(), verb="plan", name="从台账导入",
            to_state=m.state, actor_name=BROUGHT, role="system", text=m.topic,
            unit_name=branches[m.branch_id].name[:64],
        )
        for m in meetings
    )  # fmt: skip


def _line(meeting: Meeting, holder: dict[str, Any]) -> WorkItem:
    return WorkItem(
        zone_id=meeting.zone_id,
        kind=KIND,
        object_id=meeting.pk,
        number=meeting.number,
        url=reverse("partylife:meeting", args=[meeting.pk]),
        opened_at=clock.now(),
        **shown_state(MEETING, meeting.state),
        **shown(meeting),
        **holder,
    )


def _columns(model: Any, rows: Sequence[Any]) -> dict[str, list[Any]]:
    names = [f.attname for f in model._meta.local_concrete_fields if not f.primary_key]
    return {name: [getattr(row, name) for row in rows] for name in names}
