"""部门清单, both ways: new items come in, open ones may be changed, doubles and ends are the page's business."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.urls import reverse

from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.orgs import directories
from honglian.foundation.sheets import bulk
from honglian.foundation.sheets.api import Column, Journal, Plan, Run, Sheet
from honglian.foundation.sheets.kinds import Choice, Code, Day, Directory, Reference, Text, same
from honglian.foundation.workflow.api import update_item
from honglian.foundation.workflow.models import WorkEvent, WorkItem
from honglian.foundation.workflow.steps import shown
from honglian.kit import clock
from honglian.kit.actor import Actor

from .desk import KIND, number, placed
from .models import ListItem
from .states import ITEM

FIELDS = (
    "department_id",
    "leader",
    "enterprise_id",
    "title",
    "promise",
    "source",
    "promised_on",
    "due_on",
    "done_on",
    "result",
    "note",
)

COLUMNS = (
    Column("seq", "序号", Text(), imported=False, width=6),
    Column(
        "number", "编号", Code(24), synonyms=("清单编号",), help="导出时有；新事项留空，系统编号"
    ),
    Column(
        "department_id",
        "责任部门",
        Reference("departments"),
        synonyms=("部门", "牵头部门"),
        required=True,
        width=20,
    ),
    Column("leader", "责任领导", Text(32), help="留空为部门负责人"),
    Column(
        "enterprise_id",
        "企业名称",
        Reference("companies", offered=False),
        synonyms=("企业", "包保企业"),
        width=28,
        help="与哪家企业有关；不涉及企业的留空",
    ),
    Column("title", "事项", Text(200), synonyms=("清单事项", "问题"), required=True, width=40),
    Column("promise", "承诺措施", Text(300), synonyms=("措施", "承诺"), width=40),
    Column(
        "source",
        "来源",
        Choice(ListItem.Source.choices),
        default=ListItem.Source.PLEDGE.value,
        help="留空为包保走访",
    ),
    Column("promised_on", "承诺日期", Day(), required=True),
    Column("due_on", "完成期限", Day(past=False), synonyms=("完成时限", "期限"), required=True),
    Column("done_on", "完成日期", Day(), help="没办完的留空"),
    Column("result", "完成情况", Text(300), synonyms=("结果",), width=30),
    Column("state", "状态", Text(), imported=False),
    Column("helpers", "协助部门", Text(), imported=False),
    Column("note", "备注", Text(200)),
)


def companies(zone_id: int) -> Directory:
    rows = Enterprise.rows.filter(zone_id=zone_id).values_list("pk", "name", "uscc")
    return Directory(
        "企业",
        [(pk, name, [uscc]) for pk, name, uscc in rows],
        "请先在企业库里登记，或改填统一社会信用代码",
        ambiguous="请改填统一社会信用代码",
    )


class ListSheet(Sheet):
    code = "lists"
    app = "lists"
    title = "部门清单"
    noun = "清单事项"
    intro = "各部门承诺办的事、责任领导和期限。已办结、已合并的事项不能用表格改。"
    model = ListItem
    key = "number"
    columns = COLUMNS
    belongings = (WorkEvent,)

    @property
    def stored_fields(self) -> list[str]:
        return list(FIELDS)

    def lookups(self, zone_id: int) -> dict[str, Any]:
        stored = ListItem.rows.filter(zone_id=zone_id)
        return {
            "departments": directories.departments(zone_id),
            "companies": companies(zone_id),
            "stored": {one.number: one for one in stored},
        }

    def key_columns(self, headers: Any) -> list[Column]:
        if "number" in headers.fields:
            return []
        return [self.column("department_id"), self.column("title")]

    def key_field(self, run: Run) -> str:
        return "number" if run.has("number") else "title"

    def label(self, run: Run, index: int) -> str:
        return str(run.column("title")[index])[:60]

    def keys(self, run: Run) -> list[Any]:
        """The number of a known item, by number or by department, enterprise and title; else a new row's key."""
        stored: dict[str, ListItem] = run.lookups["stored"]
        known = {(i.department_id, i.enterprise_id, same(i.title)): n for n, i in stored.items()}
        found: list[Any] = []
        columns = (run.column(n) for n in ("number", "department_id", "enterprise_id", "title"))
        for index, (given, department, firm, title) in enumerate(zip(*columns, strict=True)):
            if given and given not in stored:
                said = f"没有编号为 {given} 的清单事项；新事项请把编号留空，由系统编号"
                run.problem(index, "number", said)
            what = (department, firm, same(title or ""))
            found.append(given or known.get(what) or (what if department and title else None))
        return found

    def existing(self, run: Run, fields: Sequence[str]) -> dict[Any, tuple[int, tuple]]:
        stored: dict[str, ListItem] = run.lookups["stored"]
        return {
            key: (one.pk, tuple(getattr(one, name) for name in fields))
            for key, one in stored.items()
        }

    def settle(self, run: Run) -> None:
        for index in range(len(run)):
            self._days(run, index)
            known = run.lookups["stored"].get(run.keys[index])
            if known is None or known.state == "open":
                continue
            given = {n: run.column(n)[index] for n in FIELDS}
            changed = [
                n for n, v in given.items() if v not in (None, "") and v != getattr(known, n)
            ]
            if changed:
                said = f"{known.number} 目前是“{known.shown_state.name}”，内容不能再改"
                run.problem(index, changed[0], said)

    def _days(self, run: Run, index: int) -> None:
        promised, due, done = (run.column(n)[index] for n in ("promised_on", "due_on", "done_on"))
        if promised and due and due < promised:
            run.problem(index, "due_on", f"完成期限 {due} 早于承诺日期 {promised}，请核对")
        if promised and done and done < promised:
            run.problem(index, "done_on", f"完成日期 {done} 早于承诺日期 {promised}，请核对")
        if done and not run.column("result")[index]:
            run.problem(index, "result", "填了完成日期，请写完成情况")

    # Writing

    def insert(self, run: Run, plan: Plan, journal: Journal) -> None:
        """New items with their desk lines and the first line of their timelines."""
        items = [self._item(run, index) for index in plan.new]
        if not items:
            return
        for item, pk in zip(items, bulk.draw_keys(ListItem, len(items)), strict=True):
            item.pk = pk
        lines = [self._line(item) for item in items]
        columns = _columns(WorkItem, lines)
        keys = bulk.insert(WorkItem, columns, len(lines))
        journal.created(WorkItem, keys, columns)
        for item, pk in zip(items, keys, strict=True):
            item.item_id = pk
        stamped = journal.stamped(ListItem, _columns(ListItem, items))
        bulk.insert(ListItem, stamped, len(items), keys=[item.pk for item in items])
        journal.created(ListItem, [item.pk for item in items], stamped)
        WorkEvent.objects.bulk_create([_event(item) for item in items])

    def _item(self, run: Run, index: int) -> ListItem:
        values = {name: run.column(name)[index] for name in FIELDS}
        values["source"] = values["source"] or ListItem.Source.PLEDGE
        item = ListItem(zone_id=run.zone_id, **{n: v for n, v in values.items() if v is not None})
        item.leader = item.leader or item.department.leader
        item.number = number(run.zone_id, item.promised_on.year)
        item.state = "done" if item.done_on else "open"
        return item

    def _line(self, item: ListItem) -> WorkItem:
        done = ITEM.state(item.state).final
        return WorkItem(
            zone_id=item.zone_id,
            kind=KIND,
            object_id=item.pk,
            number=item.number,
            url=reverse("cases:list_item", args=[item.pk]),
            due_kind="finish",
            opened_at=clock.now(),
            closed_at=clock.now() if done else None,
            **shown(ITEM, item.state),
            **(placed(item) | ({"due_at": None, "expected": ""} if done else {})),
        )

    def after(self, run: Run, plan: Plan, journal: Journal) -> None:
        """What was changed reaches the desk; a day of completion closes the item."""
        pks = [change.pk for change in plan.changed]
        ListItem.rows.filter(pk__in=pks, state="open", done_on__isnull=False).update(state="done")
        self._show(pks)

    def _show(self, pks: Sequence[int]) -> None:
        rows = ListItem.rows.filter(pk__in=pks).select_related("department", "enterprise", "item")
        for item in rows:
            update_item(item.item, ITEM, item.state, **placed(item))

    def after_undo(self, zone_id: int) -> None:
        """An item whose day of completion was taken back is open again."""
        rows = ListItem.rows.filter(zone_id=zone_id)
        rows.filter(state="done", done_on__isnull=True).update(state="open")
        self._show(list(rows.filter(state="open").values_list("pk", flat=True)))

    # Export

    def export_rows(self, actor: Actor) -> Iterator[Mapping[str, Any]]:
        rows = self.visible_to(actor).exclude(state="cancelled").prefetch_related("helpers")
        for item in rows.order_by("department", "due_on", "pk"):
            values = {name: getattr(item, name) for name in ("number", *FIELDS)}
            helping = "、".join(d.name for d in item.helpers.all())
            yield values | {"state": item.shown_state.name, "helpers": helping}


def _columns(model: Any, rows: Sequence[Any]) -> dict[str, list[Any]]:
    names = [f.attname for f in model._meta.local_concrete_fields if not f.primary_key]
    return {name: [getattr(row, name) for row in rows] for name in names}


def _event(item: ListItem) -> WorkEvent:
    return WorkEvent(
        root_id=item.item_id,
        item_id=item.item_id,
        at=clock.now(),
        verb="add",
        name="从清单表导入",
        to_state=item.state,
        actor_name="清单导入",
        role="system",
        text=item.promise or item.title,
        unit_name=item.department.name[:64],
    )
