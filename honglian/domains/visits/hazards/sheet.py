"""隐患排查治理台账 (LD12): brings the history of earlier years, and goes out for reports.

What is in the system is handled on its page: a file changes nothing of it but the remark.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from django.urls import reverse

from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.orgs.api import Department
from honglian.foundation.sheets import bulk
from honglian.foundation.sheets.api import Column, Journal, Plan, Run, Sheet
from honglian.foundation.sheets.kinds import (
    Choice,
    Code,
    Day,
    Directory,
    Flag,
    Money,
    Reference,
    Text,
)
from honglian.foundation.workflow.models import WorkEvent, WorkItem
from honglian.foundation.workflow.steps import shown
from honglian.foundation.zones.models import Zone
from honglian.kit import clock
from honglian.kit.actor import Actor
from honglian.kit.rules import BOOK

from .clauses import CLAUSES
from .models import Hazard, Level
from .placing import KIND, placed
from .recurring import key_of
from .states import HAZARD

FACTS = (
    "found_on", "found_by", "source", "part", "description", "domain", "level", "basis", "measure",
    "responsible", "money", "due_on", "emergency", "applied_on", "rechecked_on", "rechecked_by",
    "verdict", "closed_on", "note",
)  # fmt: skip
WAYS = {"部门": "department", "网格": "grid", "自查": "self", "举报": "report", "专家": "expert"}

COLUMNS = (
    Column("number", "隐患编号", Code(40), required=True, help="原台账的编号；系统里的不能重复"),
    Column("enterprise_id", "企业名称", Reference("companies", offered=False), required=True,
           synonyms=("企业",), width=30, help="须先在企业库里登记；同名的填信用代码", example="示例机电有限公司"),
    Column("grid", "所属网格", Text(), imported=False),
    Column("found_on", "排查日期", Day(), required=True),
    Column("found_by", "排查人", Text(64)),
    Column("source", "排查方式", Choice(Hazard.Source.choices, WAYS), default="department",
           help="留空为部门检查"),
    Column("part", "隐患部位", Text(64), required=True, width=20),
    Column("description", "隐患描述", Text(500), required=True, width=36),
    Column("domain", "隐患类别", Choice(Hazard.Domain.choices), required=True),
    Column("level", "隐患等级", Choice(Level.choices), help="一般或重大；没有判级的留空"),
    Column("basis", "判定依据", Code(16), help="条款代码，如 YB-01；判了级的必填"),
    Column("measure", "整改措施", Text(500), width=30),
    Column("responsible", "整改责任人", Text(32)),
    Column("money", "整改资金(万元)", Money()),
    Column("due_on", "整改期限", Day(past=False)),
    Column("emergency", "应急预案", Text(300)),
    Column("applied_on", "整改完成日期", Day()),
    Column("rechecked_on", "复查日期", Day()),
    Column("rechecked_by", "复查人", Text(64), help="不能是整改责任人"),
    Column("verdict", "复查结论", Text(300)),
    Column("listed", "是否挂牌督办", Flag(), help="挂牌在隐患页面办理，这里只记过去的"),
    Column("closed_on", "销号日期", Day()),
    Column("note", "备注", Text(200)),
)  # fmt: skip


class HazardSheet(Sheet):
    code = "hazards"
    app = "hazards"
    title = "隐患排查治理台账"
    official = "LD12"
    noun = "隐患"
    intro = "导入以前的隐患记录。已在系统里的，判级、整改、复查请在隐患页面办理。"
    model = Hazard
    key = "number"
    columns = COLUMNS
    virtual = frozenset({"listed"})
    belongings = (WorkEvent,)

    @property
    def stored_fields(self) -> list[str]:
        return ["note"]

    def lookups(self, zone_id: int) -> dict[str, Any]:
        rows = Enterprise.rows.filter(zone_id=zone_id).values_list("pk", "name", "uscc")
        zone = Zone.objects.get(pk=zone_id)
        departments = {d.code: d for d in Department.rows.filter(zone_id=zone_id)}
        return {
            "companies": Directory(
                "企业", ((pk, name, [uscc]) for pk, name, uscc in rows), "请先在企业库里登记",
                ambiguous="请改填统一社会信用代码",
            ),
            "zone": zone,
            "departments": departments,
        }  # fmt: skip

    def label(self, run: Run, index: int) -> str:
        return f"{run.column('number')[index]} {run.column('part')[index]}"[:60]

    def check(self, run: Run) -> None:
        """The rules of the page: a grade with its clause, another person rechecks, days in order."""
        for index in range(len(run)):
            _check(run, index)

    def insert(self, run: Run, plan: Plan, journal: Journal) -> None:
        if not plan.new:
            return
        rows = [_hazard(run, index) for index in plan.new]
        for row, pk in zip(rows, bulk.draw_keys(Hazard, len(rows)), strict=True):
            row.pk = pk
        working = [row for row in rows if not HAZARD.state(row.state).final]
        lines = [_line(row) for row in working]
        if lines:
            columns = _columns(WorkItem, lines)
            keys = bulk.insert(WorkItem, columns, len(lines))
            journal.created(WorkItem, keys, columns)
            for row, pk in zip(working, keys, strict=True):
                row.item_id = pk
        stored = journal.stamped(Hazard, _columns(Hazard, rows))
        bulk.insert(Hazard, stored, len(rows), keys=[row.pk for row in rows])
        journal.created(Hazard, [row.pk for row in rows], stored)
        WorkEvent.objects.bulk_create([_event(row) for row in working])

    def export_rows(self, actor: Actor) -> Iterator[Mapping[str, Any]]:
        names = [c.field for c in self.columns if c.imported]
        rows = self.visible_to(actor).exclude(state="dropped").order_by("found_on", "pk")
        for row in rows.iterator(chunk_size=2000):
            yield {
                name: row.listed_on is not None if name == "listed" else getattr(row, name)
                for name in names
            }


def _check(run: Run, index: int) -> None:
    def at(name: str) -> Any:
        return run.column(name)[index]

    def broken(field: str, rule_id: str, **facts: Any) -> None:
        found = BOOK.find(rule_id, run.today, **facts)
        if found:
            run.problem(index, field, found.sentence.removesuffix("。"))

    basis = at("basis")
    if basis and basis not in CLAUSES:
        run.problem(index, "basis", f"没有代码为 {basis} 的判定条款，请核对")
    elif at("level"):
        clause = CLAUSES.get(basis)
        broken("basis", "HZ-01", level=at("level"), basis_level=clause.level if clause else "")
    if at("closed_on") and not at("rechecked_by"):
        run.problem(index, "rechecked_by", "已经销号的，请填复查人")
    broken(
        "rechecked_by", "HZ-05", applicant=None, checker=None, responsible=at("responsible"),
        name=at("rechecked_by"),
    )  # fmt: skip
    names = ("found_on", "applied_on", "rechecked_on", "closed_on")
    known = [(name, at(name)) for name in names if at(name)]
    for (_, one), (name, other) in pairwise(known):
        if other < one:
            run.problem(index, name, f"{other} 早于前一步的 {one}，请核对日期")


def _hazard(run: Run, index: int) -> Hazard:
    values = {name: run.column(name)[index] for name in FACTS}
    values["source"] = values["source"] or Hazard.Source.DEPARTMENT
    zone, departments = run.lookups["zone"], run.lookups["departments"]
    code = zone.settings.visits.hazards.get(values["domain"])
    fallback = next(d for d in departments.values() if d.is_fallback)
    row = Hazard(
        zone=zone, number=run.column("number")[index], department=departments.get(code, fallback),
        enterprise_id=run.column("enterprise_id")[index], **values,
    )  # fmt: skip
    if row.level:
        row.basis_text = CLAUSES[row.basis].words[:400]
        row.graded_on = row.found_on
        row.key = key_of(row.enterprise_id, row.basis, row.part)
    row.state = _state(row)
    if run.column("listed")[index] and row.is_serious:
        row.listed_on, row.listed_at, row.delisted_on = row.found_on, "区级", row.closed_on
    return row


def _state(row: Hazard) -> str:
    if row.closed_on:
        return "closed"
    if row.applied_on:
        return "reviewing"
    if row.measure and row.due_on:
        return "rectifying"
    return "graded" if row.level else "found"


def _columns(model: Any, rows: Sequence[Any]) -> dict[str, list[Any]]:
    names = [f.attname for f in model._meta.local_concrete_fields if not f.primary_key]
    return {name: [getattr(row, name) for row in rows] for name in names}


def _line(row: Hazard) -> WorkItem:
    return WorkItem(
        zone_id=row.zone_id, kind=KIND, object_id=row.pk, number=row.number,
        title=f"隐患：{row.enterprise.name} {row.part}"[:200],
        url=reverse("visits:hazard", args=[row.pk]), opened_at=clock.now(),
        **shown(HAZARD, row.state), **placed(row),
    )  # fmt: skip


def _event(row: Hazard) -> WorkEvent:
    return WorkEvent(
        root_id=row.item_id, item_id=row.item_id, at=clock.now(), verb="find", name="从台账导入",
        to_state=row.state, actor_name="台账导入", role="system", text=row.description,
    )  # fmt: skip
