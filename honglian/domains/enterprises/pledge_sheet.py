"""企业包保联系台账 (LD08): who answers for which enterprise, with handover.

An enterprise has exactly one primary instructor. A row that names another one than the
present is a handover: the old pledge ends on the day the new one begins (领域手册 A.5).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Max

from honglian.algo.standards import mask_mobile
from honglian.foundation.orgs import directories
from honglian.foundation.sheets import bulk
from honglian.foundation.sheets.api import Column, Journal, Plan, Run, Sheet
from honglian.foundation.sheets.kinds import (
    Choice,
    Code,
    Count,
    CreditCode,
    Day,
    Mobile,
    Names,
    Reference,
    Text,
)
from honglian.kit.actor import Actor

from . import leading
from .models import Conflict, ContactPledge, Instructor
from .pledging import INSTRUCTOR, Guides, companies

PRIMARY = ContactPledge.Kind.PRIMARY.value
OWN = ("visits_per_month", "starts_on", "note")  # fields of the pledge itself


class Guide(Text):
    """The instructor of a row: a stored one or one that the file adds."""

    empty = None

    def show(self, value: Any, run: Run) -> str:
        return "" if value is None else run.lookups["guides"].name_of(value)


COLUMNS = (
    Column("seq", "序号", Text(), imported=False, width=6),
    Column(
        "enterprise_id",
        "企业名称",
        Reference("companies", offered=False),
        synonyms=("企业", "公司名称", "单位名称"),
        width=32,
        help="须先在企业库里登记；填了信用代码可以不填",
        example="示例机电有限公司",
    ),
    Column(
        "uscc",
        "统一社会信用代码",
        CreditCode(),
        synonyms=("信用代码", "社会信用代码"),
        width=22,
        help="名称和代码填一个就行，两个都填时以代码为准",
    ),
    Column("grid", "所属网格", Text(), imported=False),
    Column("chain", "产业链", Text(), imported=False),
    Column("size", "企业规模", Text(), imported=False),
    Column("four_above", "是否四上", Text(), imported=False),
    Column(
        "leader",
        "包保领导",
        Names(64),
        synonyms=("联系领导", "包保区领导"),
        help="联系这家企业的党工委领导",
    ),
    Column(
        "instructor_id",
        "党建指导员",
        Guide(32),
        synonyms=("指导员", "指导员姓名", "包保人", "姓名"),
        help="姓名；同名的填指导员编号",
        example="李示例",
    ),
    Column(
        "department_id",
        "责任部门",
        Reference("departments"),
        synonyms=("派出部门", "所在部门"),
        width=20,
    ),
    Column(
        "visits_per_month",
        "走访频次要求",
        Count(31, unit="次/月"),
        synonyms=("走访频次", "每月走访次数"),
        help="每月几次，留空为 1",
    ),
    Column("visits", "本月走访次数", Text(), imported=False),
    Column("last_visit", "最近走访日期", Text(), imported=False),
    Column("demands", "收集诉求数", Text(), imported=False),
    Column("solved", "办结数", Text(), imported=False),
    Column("satisfaction", "满意度", Text(), imported=False),
    Column("note", "备注", Text(200)),
    Column(
        "kind",
        "类型",
        Choice(
            ContactPledge.Kind.choices,
            {"主": "primary", "协助": "deputy", "领导": "leader", "指导员": "primary"},
        ),
        synonyms=("包保类型",),
        help="留空为主指导员；一家企业只有一名主指导员",
    ),
    Column("guide_code", "指导员编号", Code(32), synonyms=("编号", "指导员编码")),
    Column("unit", "指导员单位", Text(64), synonyms=("派出单位",), width=20),
    Column("post", "指导员职务", Text(64), synonyms=("职务",)),
    Column("mobile", "指导员手机", Mobile(), synonyms=("手机", "联系电话"), mask=mask_mobile),
    Column("skills", "专长", Text(120), synonyms=("特长",), width=20),
    Column("starts_on", "起始日期", Day(past=False), synonyms=("开始日期", "包保开始日期")),
)


class PledgeSheet(Sheet):
    code = "pledges"
    app = "pledges"
    title = "企业包保联系台账"
    official = "LD08"
    noun = "包保"
    intro = "每家重点企业由谁联系。换指导员时写新指导员，原来的自动交接，历史保留。"
    model = ContactPledge
    key = "enterprise_id"
    columns = COLUMNS
    reveal = "pledges.edit"

    @property
    def stored_fields(self) -> list[str]:
        return ["leader", "instructor_id", *INSTRUCTOR, "visits_per_month", "starts_on", "note"]

    def lookups(self, zone_id: int) -> dict[str, Any]:
        return {
            "companies": companies(zone_id),
            "departments": directories.departments(zone_id),
            "guides": Guides(zone_id),
        }

    def key_columns(self, headers: Any) -> list[Column]:
        return [] if "uscc" in headers.fields else [self.column("enterprise_id")]

    def key_field(self, run: Run) -> str:
        return "uscc" if run.has("uscc") else "enterprise_id"

    def keys(self, run: Run) -> list[Any]:
        """(enterprise, primary) or, where several may stand side by side, with the person."""
        rows = zip(
            run.values["enterprise_id"],
            run.values["kind"],
            run.values["instructor_id"],
            strict=True,
        )
        return [
            (e, kind, None if kind == PRIMARY else guide) if e and guide else None
            for e, kind, guide in rows
        ]

    def label(self, run: Run, index: int) -> str:
        enterprise = run.values["enterprise_id"][index]
        return run.lookups["companies"].name_of(enterprise) if enterprise else ""

    def check(self, run: Run) -> None:
        self._enterprises(run)
        guides: Guides = run.lookups["guides"]
        run.values.setdefault("kind", [""] * len(run))
        leading.alone(run)
        run.values["kind"] = [kind or PRIMARY for kind in run.values["kind"]]
        run.values["instructor_id"] = guides.identify(run)
        leading.identify(run, guides)

    def _enterprises(self, run: Run) -> None:
        """The credit code decides; a name that belongs to another enterprise is an error."""
        directory = run.lookups["companies"]
        named = list(run.column("enterprise_id"))
        for index, code in enumerate(run.column("uscc")):
            if code:
                found = directory.find(code)
                if found is None:
                    run.problem(index, "uscc", directory.unknown(code))
                elif named[index] not in (None, found):
                    run.problem(
                        index,
                        "enterprise_id",
                        f"名称与代码不是同一家企业，代码 {code} 是“{directory.name_of(found)}”",
                    )
                named[index] = found
            elif named[index] is None and index not in run.bad:
                run.problem(
                    index, self.key_field(run), "企业名称和统一社会信用代码都没有填，请填一个"
                )
        run.values["enterprise_id"] = named

    def existing(self, run: Run, fields: Sequence[str]) -> dict[Any, tuple[int, tuple]]:
        """Present pledges, compared with the instructor's facts as the file's row names them."""
        guides: Guides = run.lookups["guides"]
        present, leaders = _present(run.zone_id), leading.names(run.zone_id, guides)
        rows = dict(zip(run.keys, range(len(run)), strict=True))
        found = {}
        for key, pledge in present.items():
            index = rows.get(key)
            if index is None:
                continue
            meant = run.values["instructor_id"][index]
            facts = guides.facts.get(meant) or {n: run.column(n)[index] for n in INSTRUCTOR}
            now = {**pledge, **facts, "leader": leaders.get(pledge["enterprise_id"], "")}
            if meant != pledge["instructor_id"]:
                # Another instructor begins another pledge; the old one's day is not changed.
                now["starts_on"] = run.column("starts_on")[index]
            found[key] = (pledge["pk"], tuple(now[name] for name in fields))
        return found

    # Writing

    def insert(self, run: Run, plan: Plan, journal: Journal) -> None:
        guides: Guides = run.lookups["guides"]
        guides.create(run, [*plan.new, *(c.index for c in plan.changed)], journal)
        self._begin(run, plan.new, journal, {})
        leading.seat(run, plan.new, guides, journal)

    def update(self, run: Run, plan: Plan, journal: Journal) -> None:
        guides: Guides = run.lookups["guides"]
        if not plan.new:
            guides.create(run, [c.index for c in plan.changed], journal)
        handed: dict[int, dict[str, tuple[Any, Any]]] = {}
        corrected: dict[int, dict[str, tuple[Any, Any]]] = {}
        starts: dict[int, date] = {}
        for change in plan.changed:
            if "instructor_id" in change.fields:
                day = run.column("starts_on")[change.index] or run.today
                starts[change.index] = day
                new = guides.key(change.fields["instructor_id"][1])
                handed[change.pk] = {"ends_on": (None, day), "handed_to_id": (None, new)}
            elif fields := {n: v for n, v in change.fields.items() if n in OWN}:
                corrected[change.pk] = fields
        self._hand_over(handed, journal)
        for pk, fields in corrected.items():
            bulk.update(ContactPledge, [pk], {n: [pair[1]] for n, pair in fields.items()})
        journal.changed(ContactPledge, corrected)
        self._begin(run, list(starts), journal, starts)
        leading.seat(run, [c.index for c in plan.changed if "leader" in c.fields], guides, journal)

    def settle(self, run: Run) -> None:
        """A handover may not lie before the day on which the present pledge began."""
        present, barred = _present(run.zone_id), _barred(run.zone_id)
        for index, (key, start) in enumerate(zip(run.keys, run.column("starts_on"), strict=True)):
            pledge = present.get(key)
            guide = run.values["instructor_id"][index]
            if pledge is not None and pledge["instructor_id"] == guide:
                continue
            if why := barred.get((guide, run.values["enterprise_id"][index])) or barred.get(
                (guide, None)
            ):
                run.problem(index, "instructor_id", why)
            if pledge is None:
                continue
            day = start or run.today
            if day < pledge["starts_on"]:
                run.problem(
                    index,
                    "starts_on" if run.has("starts_on") else "instructor_id",
                    f"换指导员的日期 {day} 早于现任的起始日期 {pledge['starts_on']}，请核对",
                )

    def _hand_over(self, handed: dict[int, dict[str, tuple]], journal: Journal) -> None:
        keys = list(handed)
        columns = {
            name: [handed[pk][name][1] for pk in keys] for name in ("ends_on", "handed_to_id")
        }
        bulk.update(ContactPledge, keys, columns)
        journal.changed(ContactPledge, handed)

    def _begin(
        self, run: Run, indexes: Sequence[int], journal: Journal, starts: Mapping[int, date]
    ) -> None:
        guides: Guides = run.lookups["guides"]
        given, visits, notes = (run.column(n) for n in ("starts_on", "visits_per_month", "note"))
        columns: dict[str, Any] = {
            "zone_id": bulk.Same(run.zone_id),
            "enterprise_id": [run.values["enterprise_id"][i] for i in indexes],
            "instructor_id": [guides.key(run.values["instructor_id"][i]) for i in indexes],
            "kind": [run.values["kind"][i] for i in indexes],
            "visits_per_month": [1 if visits[i] is None else visits[i] for i in indexes],
            "starts_on": [starts.get(i) or given[i] or run.today for i in indexes],
            "note": [notes[i] for i in indexes],
        }
        keys = bulk.insert(ContactPledge, columns, len(indexes))
        journal.created(ContactPledge, keys, columns)

    # Export

    def export_rows(self, actor: Actor) -> Iterator[Mapping[str, Any]]:
        rows = self.visible_to(actor).filter(ends_on__isnull=True)
        rows = rows.select_related("enterprise__chain", "instructor__department")
        rows = rows.annotate(last_visit=Max("enterprise__contact_log__happened_on"))
        zone_id = actor.zone_id or 0
        leaders = leading.names(zone_id, Guides(zone_id))
        guided = {row.enterprise_id for row in rows if row.kind == PRIMARY}
        for row in rows.order_by("pk"):
            if row.kind == PRIMARY:
                yield {**_exported(row), "leader": leaders.get(row.enterprise_id, "")}
            elif row.kind != leading.LEADER or row.enterprise_id not in guided:
                yield {**_exported(row), "leader": ""}


def _exported(row: ContactPledge) -> dict[str, Any]:
    enterprise, guide = row.enterprise, row.instructor
    return {
        "enterprise_id": enterprise.pk,
        "uscc": enterprise.uscc,
        "grid": "",
        "chain": enterprise.chain.name if enterprise.chain else "",
        "size": enterprise.get_size_display(),
        "four_above": enterprise.get_four_above_display(),
        "kind": row.kind,
        "instructor_id": guide.pk,
        "guide_code": guide.code,
        **{name: getattr(guide, name) for name in INSTRUCTOR},
        "visits_per_month": row.visits_per_month,
        "starts_on": row.starts_on,
        "visits": "",
        "last_visit": row.last_visit.isoformat() if row.last_visit else "",
        "demands": "",
        "solved": "",
        "satisfaction": "",
        "note": row.note,
    }


def _barred(zone_id: int) -> dict[tuple[int, int | None], str]:
    """Why somebody may not be named: has left (no enterprise), or has a conflict of interest."""
    ties = Conflict.rows.filter(zone_id=zone_id, lifted_on__isnull=True)
    found: dict[tuple[int, int | None], str] = {
        (tie.instructor_id, tie.enterprise_id): f"已登记回避（{tie.why}），请换一名指导员"
        for tie in ties
    }
    for guide in Instructor.rows.filter(zone_id=zone_id, left_on__isnull=False):
        found[guide.pk, None] = f"{guide.name}已于 {guide.left_on} 离任，请换一名指导员"
    return found


def _present(zone_id: int) -> dict[Any, dict[str, Any]]:
    """Pledges in force by the key of their row."""
    rows = ContactPledge.rows.filter(zone_id=zone_id, ends_on__isnull=True).values(
        "pk", "enterprise_id", "instructor_id", "kind", "visits_per_month", "starts_on", "note"
    )
    return {
        (r["enterprise_id"], r["kind"], None if r["kind"] == PRIMARY else r["instructor_id"]): r
        for r in rows
    }
