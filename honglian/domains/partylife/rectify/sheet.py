"""组织生活会问题整改台账 (LD06), both ways.

A file may bring new items with all their history, and change what is still being worked on.
What only a second person may do in the system (申请销号, 核查, 销号, 回头看) cannot be done to
a known item by a spreadsheet; for new rows the same rules hold as on the page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from honglian.domains.members.api import PartyMember
from honglian.foundation.orgs import directories
from honglian.foundation.sheets.api import Column, Journal, Plan, Run, Sheet
from honglian.foundation.sheets.kinds import Choice, Code, Day, Flag, Reference, Text, same
from honglian.foundation.workflow.api import update_item
from honglian.foundation.workflow.models import WorkEvent
from honglian.kit.actor import Actor

from . import bringing
from .actions._frame import placed
from .models import LookBack, RectifyItem
from .states import LIVE, RECTIFY

KINDS = {"限期": "deadline", "长期": "long_term", "立行": "immediate", "立即": "immediate"}
EDITABLE = (
    "category",
    "issue",
    "source",
    "measure",
    "kind",
    "responsible",
    "due_on",
    "progress",
    "note",
)
BY_PEOPLE = (
    "evidence",
    "applied_on",
    "verifier",
    "verdict",
    "closed_on",
    "look_on",
    "rebounded",
)

COLUMNS = (
    Column("seq", "序号", Text(), imported=False, width=6),
    Column(
        "owner_name",
        "党组织/党员姓名",
        Text(128),
        synonyms=("党员姓名", "姓名", "党组织", "整改主体"),
        required=True,
        width=22,
        help="党员填姓名，班子填党组织名称；同名的在“所在党支部”写明",
        example="示例机电党支部",
    ),
    Column("category", "问题类别", Choice(RectifyItem.Category.choices), required=True),
    Column("issue", "具体问题", Text(500), synonyms=("存在问题", "问题"), required=True, width=40),
    Column(
        "source",
        "问题来源",
        Choice(RectifyItem.Source.choices),
        default=RectifyItem.Source.LIFE.value,
        help="留空为组织生活会",
    ),
    Column("measure", "整改措施", Text(500), width=40),
    Column(
        "kind",
        "整改类型(立行立改/限期/长期)",
        Choice(RectifyItem.Kind.choices, KINDS),
        synonyms=("整改类型", "类型"),
        required=True,
        example="立行立改",
    ),
    Column("responsible", "责任人", Text(32), help="填了整改措施的必填"),
    Column("due_on", "整改期限", Day(past=False), synonyms=("完成时限", "整改时限")),
    Column("progress", "目前进展", Text(500), synonyms=("整改进展",), width=30),
    Column("evidence", "佐证材料", Text(300), help="材料名称；申请销号的必填", width=24),
    Column("applied_on", "申请销号日期", Day()),
    Column("verifier", "核查人", Text(64), help="不能是责任人"),
    Column("verdict", "核查结论", Text(300)),
    Column("closed_on", "销号日期", Day()),
    Column("look_on", "回头看日期", Day(past=False)),
    Column("rebounded", "是否反弹", Flag()),
    Column("note", "备注", Text(200)),
    Column(
        "number",
        "编号",
        Code(40),
        synonyms=("整改编号",),
        help="导出时有；新事项留空，系统编号",
    ),
    Column("branch_id", "所在党支部", Reference("orgs", offered=False), width=24),
    Column("opened_on", "登记日期", Day(), help="留空为今天"),
)


class RectifySheet(Sheet):
    code = "rectify"
    app = "rectify"
    title = "组织生活会问题整改台账"
    official = "LD06"
    noun = "整改事项"
    intro = (
        "什么问题、怎么改、什么时候改完。已在系统里的事项，销号和回头看请在事项页面由另一个人办理。"
    )
    model = RectifyItem
    key = "number"
    columns = COLUMNS
    virtual = frozenset({"look_on"})
    belongings = (LookBack, WorkEvent)

    @property
    def stored_fields(self) -> list[str]:
        return list(EDITABLE)

    def key_columns(self, headers: Any) -> list[Column]:
        if "number" in headers.fields:
            return []
        return [self.column("owner_name"), self.column("issue")]

    def key_field(self, run: Run) -> str:
        return "number" if run.has("number") else "issue"

    def lookups(self, zone_id: int) -> dict[str, Any]:
        people = defaultdict(list)
        rows = PartyMember.rows.filter(zone_id=zone_id)
        for pk, name, branch in rows.values_list("pk", "name", "branch_id"):
            people[same(name)].append((pk, branch))
        stored = RectifyItem.rows.filter(zone_id=zone_id).prefetch_related("looks")
        return {
            "orgs": directories.organisations(zone_id),
            "people": people,
            "stored": {item.number: item for item in stored.select_related("branch", "item")},
        }

    def label(self, run: Run, index: int) -> str:
        return f"{run.column('owner_name')[index]} {run.column('issue')[index]}"[:60]

    def check(self, run: Run) -> None:
        bringing.owners(run)
        run.lookups["numbers"] = bringing.numbers(run)

    def keys(self, run: Run) -> list[Any]:
        return run.lookups["numbers"]

    def existing(self, run: Run, fields: Sequence[str]) -> dict[Any, tuple[int, tuple]]:
        stored: dict[str, RectifyItem] = run.lookups["stored"]
        return {
            number: (item.pk, tuple(getattr(item, name) for name in fields))
            for number, item in stored.items()
        }

    def settle(self, run: Run) -> None:
        for index in range(len(run)):
            known = run.lookups["stored"].get(run.keys[index])
            if known is None:
                bringing.check_new(run, index)
            else:
                self._check_known(run, index, known)

    def _check_known(self, run: Run, index: int, known: RectifyItem) -> None:
        """Steps of a second person stay on the page; what is under check is not rewritten."""
        for name in BY_PEOPLE:
            given = run.column(name)[index]
            if given not in (None, "") and given != _value(known, name):
                run.problem(
                    index,
                    name,
                    f"{known.number} 已在系统里，{self.column(name).header}不能用表格改，请在事项页面办理",
                )
        given = {name: run.column(name)[index] for name in EDITABLE}
        changed = [n for n, v in given.items() if v not in (None, "") and v != getattr(known, n)]
        if changed and known.state not in ("open", "in_progress", "returned"):
            run.problem(
                index,
                changed[0],
                f"{known.number} 目前是“{known.state_info.name}”，内容不能再改",
            )
        elif {"kind", "due_on"} & set(changed):
            kind, due = (given[n] or getattr(known, n) for n in ("kind", "due_on"))
            bringing.rule(run, index, "due_on", "RF-04", kind=kind, opened=known.opened_on, due=due)

    # Writing

    def insert(self, run: Run, plan: Plan, journal: Journal) -> None:
        bringing.insert(run, plan.new, journal)

    def after(self, run: Run, plan: Plan, journal: Journal) -> None:
        self._show([change.pk for change in plan.changed])

    def _show(self, pks: Sequence[int]) -> None:
        """Changed limits and persons reach the desk; a first measure puts the item in work."""
        rows = RectifyItem.rows.filter(pk__in=pks).select_related("branch", "item")
        for item in rows:
            if item.state == "open" and item.measure and item.due_on:
                item.state = "in_progress"
                RectifyItem.rows.filter(pk=item.pk).update(state=item.state)
            update_item(item.item, RECTIFY, item.state, **placed(item))

    def after_undo(self, zone_id: int) -> None:
        rows = RectifyItem.rows.filter(zone_id=zone_id, state__in=LIVE)
        for item in rows.select_related("branch", "item"):
            update_item(item.item, RECTIFY, item.state, **placed(item))

    # Export

    def export_rows(self, actor: Actor) -> Iterator[Mapping[str, Any]]:
        names = [c.field for c in self.columns if c.imported]
        rows = self.visible_to(actor).exclude(state="dropped").prefetch_related("looks")
        for item in rows.order_by("branch__name", "number"):
            yield {name: _value(item, name) for name in names}


def _value(item: RectifyItem, name: str) -> Any:
    return look_day(item) if name == "look_on" else getattr(item, name)


def look_day(item: RectifyItem) -> date | None:
    """The last look back, else the next planned one."""
    looks = list(item.looks.all())
    done = [look.looked_on for look in looks if look.looked_on]
    return done[-1] if done else next((look.planned_on for look in looks), None)
