"""三会一课及主题党日台账 (LD05), both ways.

A file may bring what was held before, and the plan of a year: a row with a day ahead is planned.
What is already here keeps its roll, its votes and its confirmation; those are changed on its page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from honglian.foundation.files.api import Attachment
from honglian.foundation.orgs import directories
from honglian.foundation.orgs.api import PartyOrg
from honglian.foundation.sheets.api import Column, Journal, Plan, Run, Sheet
from honglian.foundation.sheets.kinds import Choice, Code, Count, Day, Reference, Text, same
from honglian.foundation.workflow.api import update_item
from honglian.foundation.workflow.models import WorkEvent
from honglian.kit.actor import Actor

from . import bringing
from .actions._frame import shown
from .kinds import CHOICES, TOPICS, TYPES
from .models import Meeting, PartyGroup
from .states import MEETING

ALSO = {
    "党员大会": "member_meeting", "支部大会": "member_meeting", "支委会": "committee_meeting",
    "支委会议": "committee_meeting", "小组会": "group_meeting", "书记讲党课": "party_lecture",
    "主题党日活动": "theme_party_day", "述职评议": "secretary_report",
}  # fmt: skip
STATES = {
    "已审核": "confirmed", "审核通过": "confirmed", "通过": "confirmed", "待审核": "minuted",
    "未审核": "minuted", "已记录": "minuted", "待确认": "minuted", "计划": "planned",
}  # fmt: skip
EDITABLE = ("topic", "place", "host", "recorder", "agenda", "note")
FIXED = ("expected", "present", "absences", "outcome", "state", "topic_kind", "minuted_on")
MOST = 9999

COLUMNS = (
    Column("seq", "序号", Text(), imported=False, width=6),
    Column(
        "branch_id",
        "党组织",
        Reference("orgs", offered=False),
        synonyms=("党支部", "所在党支部", "支部名称", "党组织名称"),
        required=True,
        width=26,
        example="示例机电党支部",
    ),
    Column(
        "kind",
        "会议类型",
        Choice(CHOICES, ALSO),
        synonyms=("类型", "活动类型"),
        required=True,
        width=18,
        example="主题党日",
    ),
    Column("topic", "会议主题", Text(120), synonyms=("主题",), required=True, width=30),
    Column(
        "day",
        "召开时间",
        Day(past=False),
        synonyms=("召开日期", "时间", "日期"),
        required=True,
        help="今天以后的按计划登记",
    ),
    Column("place", "地点", Text(64), width=18),
    Column("host", "主持人", Text(32)),
    Column("recorder", "记录人", Text(32)),
    Column("expected", "应到人数", Count(MOST, unit="名"), synonyms=("应到",)),
    Column("present", "实到人数", Count(MOST, unit="名"), synonyms=("实到",)),
    Column("absences", "缺席人员及原因", Text(500), synonyms=("缺席原因",), width=24),
    Column("agenda", "主要议程", Text(2000, lines=True), synonyms=("议程", "主要内容"), width=36),
    Column("outcome", "决议/成效", Text(500, lines=True), synonyms=("决议", "成效"), width=36),
    Column("note", "与业务融合事项", Text(300), synonyms=("业务融合",), width=30),
    Column("files", "附件", Text(), imported=False, width=20),
    Column(
        "state",
        "审核状态",
        Choice(MEETING.choices(), STATES),
        help="留空为已确认；今天以后的为已计划",
    ),
    Column("number", "编号", Code(40), synonyms=("会议编号",), help="导出时有；新的留空，系统编号"),
    Column("group", "党小组", Text(32), help="党小组会必填，要先在支部页面登记党小组"),
    Column("topic_kind", "业务主题", Choice(list(TOPICS.items()))),
    Column("minuted_on", "记录日期", Day(), help="留空按召开当天记录；会后 7 日以后的标为补录"),
)


class MeetingSheet(Sheet):
    code = "meetings"
    app = "meetings"
    title = "三会一课及主题党日台账"
    official = "LD05"
    noun = "会议活动"
    intro = "开过的会一行一次；今天以后的按计划登记。到会名单、表决和确认请在会议页面办理。"
    model = Meeting
    key = "number"
    columns = COLUMNS
    virtual = frozenset({"day", "group"})
    belongings = (WorkEvent,)

    @property
    def stored_fields(self) -> list[str]:
        return list(EDITABLE)

    def key_columns(self, headers: Any) -> list[Column]:
        if "number" in headers.fields:
            return []
        return [self.column(name) for name in ("branch_id", "kind", "topic", "day")]

    def key_field(self, run: Run) -> str:
        return "number" if run.has("number") else "topic"

    def lookups(self, zone_id: int) -> dict[str, Any]:
        branches = PartyOrg.rows.filter(zone_id=zone_id)
        groups = PartyGroup.rows.filter(zone_id=zone_id)
        stored = Meeting.rows.filter(zone_id=zone_id).select_related("branch", "item", "group")
        return {
            "orgs": directories.organisations(zone_id),
            "holds": {b.pk for b in branches if b.type in TYPES},
            "groups": {(g.branch_id, same(g.name)): g.pk for g in groups.order_by("pk")},
            "stored": {m.number: m for m in stored.prefetch_related("decisions")},
        }

    def label(self, run: Run, index: int) -> str:
        return f"{run.column('day')[index]} {run.column('topic')[index]}"[:60]

    def check(self, run: Run) -> None:
        run.lookups["numbers"] = bringing.numbers(run)

    def keys(self, run: Run) -> list[Any]:
        return run.lookups["numbers"]

    def existing(self, run: Run, fields: Sequence[str]) -> dict[Any, tuple[int, tuple]]:
        stored: dict[str, Meeting] = run.lookups["stored"]
        return {
            number: (meeting.pk, tuple(value(meeting, name) for name in fields))
            for number, meeting in stored.items()
        }

    def settle(self, run: Run) -> None:
        for index in range(len(run)):
            known = run.lookups["stored"].get(run.keys[index])
            if known is None:
                bringing.check_new(run, index)
            else:
                self._check_known(run, index, known)

    def _check_known(self, run: Run, index: int, known: Meeting) -> None:
        """Roll, votes and confirmation stay with people; confirmed records are not rewritten."""

        def differs(name: str) -> bool:
            given = run.column(name)[index]
            return given not in (None, "") and given != value(known, name)

        for name in FIXED:
            if differs(name):
                said = f"{known.number} 已在系统里，{self.column(name).header}不能用表格改"
                run.problem(index, name, f"{said}，请在会议页面办理")
        if differs("day"):
            run.problem(index, "day", f"{known.number} 的日期不能用表格改，请在会议页面改期")
        changed = [name for name in EDITABLE if differs(name)]
        if changed and known.state in ("confirmed", "cancelled"):
            said = f"{known.number} {known.state_info.name}，内容不能再改；要更正请在会议页面办理"
            run.problem(index, changed[0], said)

    # Writing

    def insert(self, run: Run, plan: Plan, journal: Journal) -> None:
        bringing.insert(run, plan.new, journal)

    def after(self, run: Run, plan: Plan, journal: Journal) -> None:
        rows = Meeting.rows.filter(pk__in=[c.pk for c in plan.changed], item__closed_at=None)
        for meeting in rows.exclude(item=None).select_related("item", "branch"):
            update_item(meeting.item, MEETING, meeting.state, **shown(meeting))

    # Export

    def export_rows(self, actor: Actor) -> Iterator[Mapping[str, Any]]:
        names = [c.field for c in self.columns if c.field not in ("seq", "files")]
        rows = self.visible_to(actor).exclude(state="cancelled").select_related("group")
        files = _files(actor.zone_id)
        for meeting in rows.prefetch_related("decisions").order_by("branch__name", "planned_on"):
            found = {name: value(meeting, name) for name in names}
            yield {**found, "files": files.get(meeting.pk, "")}


def _files(zone_id: int | None) -> dict[int, str]:
    rows = Attachment.objects.filter(owner_kind=Meeting._meta.label_lower, zone_id=zone_id)
    found: dict[int, list[str]] = {}
    for pk, name in rows.values_list("owner_id", "name"):
        found.setdefault(pk, []).append(name)
    return {pk: "、".join(names) for pk, names in found.items()}


def value(meeting: Meeting, name: str) -> Any:
    """What the ledger shows of a meeting."""
    match name:
        case "outcome":
            decided = [d.text for d in meeting.decisions.all()]
            return "；".join([*decided, *filter(None, [meeting.outcome])])[:500]
        case "note":
            return meeting.note or fusion(meeting)
        case "group":
            return meeting.group.name if meeting.group else ""
    return getattr(meeting, name)


def fusion(meeting: Meeting) -> str:
    """与业务融合事项 in words, from the columns of a themed day."""
    parts = []
    if meeting.topic_kind:
        parts.append(meeting.get_topic_kind_display())
    if meeting.problem:
        parts.append(meeting.problem)
    if meeting.result_value is not None:
        before = f"{meeting.result_before:g} → " if meeting.result_before is not None else ""
        parts.append(
            f"{meeting.result_name} {before}{meeting.result_value:g} {meeting.result_unit}"
        )
    return "；".join(parts)[:300]
