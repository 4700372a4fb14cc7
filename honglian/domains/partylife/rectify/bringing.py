"""Rows of a rectification ledger: whose they are, whether they keep the rules, and their writing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from django.urls import reverse

from honglian.algo.months import add_months
from honglian.algo.standards import Invalid
from honglian.foundation.orgs.api import PartyOrg
from honglian.foundation.sheets import bulk
from honglian.foundation.sheets.api import Journal, Run
from honglian.foundation.sheets.kinds import same
from honglian.foundation.workflow.models import WorkEvent, WorkItem
from honglian.foundation.workflow.steps import shown
from honglian.kit import clock
from honglian.kit.rules import BOOK

from ..due import quarter_end
from ..limits import LOOK_BACK_MONTHS
from .actions import number_for
from .actions._frame import KIND, placed
from .models import LookBack, RectifyItem
from .states import RECTIFY

FIELDS = (
    "owner_name", "category", "issue", "measure", "kind", "responsible", "due_on", "progress",
    "evidence", "applied_on", "verifier", "verdict", "closed_on", "note",
)  # fmt: skip


def owners(run: Run) -> None:
    """Fill in branch and member of every row from the words in the first column."""
    branches = list(run.column("branch_id"))
    members: list[int | None] = [None] * len(run)
    for index, words in enumerate(run.column("owner_name")):
        if not words:
            continue
        org = _organisation(run, words)
        if org is not None:
            branches[index] = org
            continue
        found = run.lookups["people"].get(same(words), [])
        if branches[index] is not None:
            found = [pair for pair in found if pair[1] == branches[index]]
        if len(found) == 1:
            members[index], branches[index] = found[0]
        elif found:
            said = f"有 {len(found)} 名党员叫“{words}”，请在“所在党支部”一列写明是哪个支部的"
            run.problem(index, "owner_name", said)
        else:
            said = f"没有找到叫“{words}”的党组织或党员，请核对姓名，或先在花名册里登记"
            run.problem(index, "owner_name", said)
    run.values["branch_id"], run.lookups["members"] = branches, members


def _organisation(run: Run, words: str) -> int | None:
    try:
        return run.lookups["orgs"].find(words)
    except Invalid:
        return None


def numbers(run: Run) -> list[Any]:
    """The number of a known item, by number or by branch, owner and problem; else a new row's key."""
    stored = run.lookups["stored"]
    known = {(i.branch_id, same(i.owner_name), same(i.issue)): n for n, i in stored.items()}
    rows = zip(
        run.column("number"),
        run.column("branch_id"),
        run.column("owner_name"),
        run.column("issue"),
        strict=True,
    )
    found: list[Any] = []
    for index, (number, branch, owner, issue) in enumerate(rows):
        if number and number not in stored:
            said = f"没有编号为 {number} 的整改事项；新事项请把编号留空，由系统编号"
            run.problem(index, "number", said)
        what = (branch, same(owner), same(issue))
        found.append(number or known.get(what) or (what if issue and owner else None))
    return found


def rule(run: Run, index: int, field: str, rule_id: str, **facts: Any) -> None:
    found = BOOK.find(rule_id, run.today, **facts)
    if found:
        run.problem(index, field, found.sentence.removesuffix("。"))


def check_new(run: Run, index: int) -> None:
    """The rules of the page, for a row that brings its history along."""

    def at(name: str) -> Any:
        return run.column(name)[index]

    kind, opened = at("kind"), at("opened_on") or run.today
    if at("measure"):
        if not at("responsible"):
            run.problem(index, "responsible", "填了整改措施，请填责任人")
        rule(run, index, "due_on", "RF-04", kind=kind, opened=opened, due=at("due_on"))
    days = [("opened_on", opened), ("applied_on", at("applied_on")), ("closed_on", at("closed_on"))]
    known = [(name, day) for name, day in days if day]
    for (_, one), (name, other) in pairwise(known):
        if other < one:
            run.problem(index, name, f"{other} 早于前一步的 {one}，请核对日期")
    if at("applied_on") or at("closed_on"):
        if not at("measure"):
            run.problem(index, "measure", "申请销号的事项要有整改措施，请补上")
        rule(run, index, "applied_on", "RF-03", kind=kind)
        rule(run, index, "evidence", "RF-01", evidence=1 if at("evidence") else 0)
        rule(
            run, index, "verifier", "RF-02", applicant=None, verifier=None,
            responsible=at("responsible"), verifier_name=at("verifier"),
        )  # fmt: skip
    if at("closed_on"):
        _check_closed(run, index, at("closed_on"))
    elif at("rebounded") is not None:
        run.problem(index, "rebounded", "还没有销号，谈不上反弹，请核对")


def _check_closed(run: Run, index: int, closed: date) -> None:
    if not run.column("verifier")[index]:
        run.problem(index, "verifier", "已经销号的，请填核查人")
    look = run.column("look_on")[index]
    if run.column("rebounded")[index] is not None and look is None:
        run.problem(index, "look_on", "填了是否反弹，请填回头看日期")
    if look and look <= run.today:
        planned = add_months(closed, LOOK_BACK_MONTHS[0])
        rule(run, index, "look_on", "RF-07", planned=planned, looked=look)


def insert(run: Run, indexes: Sequence[int], journal: Journal) -> None:
    """New items with their desk lines, timelines and looks back."""
    if not indexes:
        return
    wanted = {run.column("branch_id")[i] for i in indexes}
    branches = PartyOrg.rows.select_related("parent").in_bulk(wanted)
    items = [_item(run, i, branches) for i in indexes]
    for item, pk in zip(items, bulk.draw_keys(RectifyItem, len(items)), strict=True):
        item.pk = pk
    lines = [_line(item) for item in items]
    columns = _columns(WorkItem, lines)
    keys = bulk.insert(WorkItem, columns, len(lines))
    journal.created(WorkItem, keys, columns)
    for item, line, pk in zip(items, lines, keys, strict=True):
        line.pk = item.item_id = pk
    stamped = journal.stamped(RectifyItem, _columns(RectifyItem, items))
    bulk.insert(RectifyItem, stamped, len(items), keys=[item.pk for item in items])
    journal.created(RectifyItem, [item.pk for item in items], stamped)
    WorkEvent.objects.bulk_create([_event(item) for item in items])
    for item, i in zip(items, indexes, strict=True):
        _looks(run, i, item)


def _columns(model: Any, rows: Sequence[Any]) -> dict[str, list[Any]]:
    names = [f.attname for f in model._meta.local_concrete_fields if not f.primary_key]
    return {name: [getattr(row, name) for row in rows] for name in names}


def _item(run: Run, index: int, branches: dict[int, PartyOrg]) -> RectifyItem:
    values = {name: run.column(name)[index] for name in FIELDS}
    branch = branches[run.column("branch_id")[index]]
    opened = run.column("opened_on")[index] or run.today
    member = run.lookups["members"][index]
    item = RectifyItem(
        zone_id=run.zone_id,
        branch=branch,
        number=number_for(branch, opened.year),
        owner_kind=RectifyItem.Owner.MEMBER if member else RectifyItem.Owner.TEAM,
        member_id=member,
        source=run.column("source")[index] or RectifyItem.Source.LIFE,
        opened_on=opened,
        rebounded=run.column("rebounded")[index],
        supervisor=branch.parent.name[:32] if branch.parent else "",
        **values,
    )
    item.state = _state(run, index, item)
    if item.is_long_term and item.measure and item.due_on is None:
        item.due_on = quarter_end(run.today)
    if item.state in ("closed", "lookback", "confirmed", "rebounded"):
        item.applied_on = item.applied_on or item.closed_on
    return item


def _state(run: Run, index: int, item: RectifyItem) -> str:
    if item.closed_on:
        look = run.column("look_on")[index]
        looked = look is not None and look <= run.today
        if looked and item.rebounded:
            return "rebounded"
        if looked and look >= add_months(item.closed_on, LOOK_BACK_MONTHS[-1]):
            return "confirmed"
        return "lookback" if looked else "closed"
    if item.applied_on:
        return "apply_close"
    return "in_progress" if item.measure else "open"


def _line(item: RectifyItem) -> WorkItem:
    final = RECTIFY.state(item.state).final
    columns = {} if final else placed(item)
    return WorkItem(
        zone_id=item.zone_id,
        kind=KIND,
        object_id=item.pk,
        number=item.number,
        title=f"整改：{item.issue}"[:200],
        url=reverse("partylife:rectify_item", args=[item.pk]),
        opened_at=clock.now(),
        closed_at=clock.now() if final else None,
        **shown(RECTIFY, item.state),
        **columns,
    )


def _event(item: RectifyItem) -> WorkEvent:
    return WorkEvent(
        root_id=item.item_id,
        item_id=item.item_id,
        at=clock.now(),
        verb="register",
        name="从台账导入",
        to_state=item.state,
        actor_name="台账导入",
        role="system",
        text=item.issue,
        unit_name=item.branch.name[:64],
    )


def _looks(run: Run, index: int, item: RectifyItem) -> None:
    """Planned looks back; those that the ledger's day covers are noted as done."""
    closed, look = item.closed_on, run.column("look_on")[index]
    if closed is None:
        return
    looked = look if look and look <= run.today else None
    planned = {m: add_months(closed, m) for m in LOOK_BACK_MONTHS}
    covered = [m for m, day in planned.items() if looked and looked >= day]
    if item.rebounded and looked and not covered:
        covered = [LOOK_BACK_MONTHS[0]]
    for months, day in planned.items():
        done = months in covered
        bad = done and bool(item.rebounded) and months == covered[-1]
        LookBack.objects.create(
            item=item,
            months=months,
            planned_on=day,
            looked_on=looked if done else None,
            held=(not bad) if done else None,
            text="台账导入" if done else "",
            looked_by=item.verifier if done else "",
        )
