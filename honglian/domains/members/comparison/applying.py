"""Carrying decisions out: as one import of the ledger, so that its checks, journal and undo hold."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time

from django.urls import reverse

from honglian.algo.standards import id_card
from honglian.foundation.audit.api import record
from honglian.foundation.calendar.api import calendar_for
from honglian.foundation.orgs.api import PartyOrg
from honglian.foundation.sheets import actions as ledgers
from honglian.foundation.sheets.api import ImportBatch, Journal, Plan, Run
from honglian.foundation.sheets.checking import check
from honglian.foundation.sheets.reading import Table
from honglian.foundation.sheets.template import blank_run
from honglian.foundation.workflow.api import open_item
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.fields import blind_index

from ..desks import branch_holder
from ..models import PartyMember
from ..sheets import MemberSheet
from .comparing import ID_NO, ours_now
from .deciding import FOR_THE_BRANCH, open_for
from .models import Comparison, Difference
from .sheet import NATIONAL
from .states import ABSENCE

Kind, Decision = Difference.Kind, Difference.Decision
KIND = "members.absent"
ANSWER_WORKDAYS = 10  # 设: a branch looks into it
HEADERS = [c for c in MemberSheet.columns if c.imported]


@dataclass
class Applied:
    """What was carried out, and differences that were not, with the reason in their note."""

    changed: int = 0
    added: int = 0
    asked: int = 0
    held_back: list[Difference] = field(default_factory=list)
    batch: ImportBatch | None = None

    @property
    def sentence(self) -> str:
        if not (self.changed or self.added or self.asked or self.held_back):
            return "没有新的裁定要执行。"
        text = f"已更新 {self.changed} 项，新增党员 {self.added} 名，交支部核实 {self.asked} 件。"
        if self.held_back:
            text += f"有 {len(self.held_back)} 项没有执行，原因见各项说明。"
        return text


class DecidedSheet(MemberSheet):
    """The ledger for one writing: numbers that were decided to change follow in the same batch."""

    def __init__(self, numbers: dict[int, str]) -> None:
        self.numbers = numbers

    def after(self, run: Run, plan: Plan, journal: Journal) -> None:
        super().after(run, plan, journal)
        changes = {}
        for member in PartyMember.rows.filter(pk__in=self.numbers):
            new = self.numbers[member.pk]
            changes[member.pk] = {
                "id_no": (member.id_no, new),
                "id_no_index": (member.id_no_index, blind_index(new)),
            }
            member.id_no, member.id_no_index = new, blind_index(new)
            member.save(update_fields=["id_no", "id_no_index", "updated_at"])
        journal.changed(PartyMember, changes)


@action("members.import")
def apply(*, comparison_id: int, by: Actor) -> Applied:
    """Carry out what is decided and not yet carried out; a second time does nothing.

    A member that was changed since the comparison is left alone and named.
    """
    comparison = open_for(comparison_id, by, "apply")
    waiting = Difference.rows.filter(comparison=comparison, applied_at=None)
    rows = waiting.select_related("member", "branch", "theirs_branch").order_by("pk")
    done = Applied()
    theirs = [d for d in rows if d.decision == Decision.THEIRS and d.field not in FOR_THE_BRANCH]
    if theirs:
        _write(comparison, theirs, done, by)
    for row in rows:
        if row.decision == Decision.ASK and row.member_id:
            _ask(row, by)
            done.asked += 1
    if done.changed or done.added or done.asked:
        record(
            by=by, verb="members.compare_apply", target=comparison, note=done.sentence,
            changes={"批次": [None, done.batch.pk if done.batch else None]},
        )  # fmt: skip
    return done


# Values of the file


def _write(comparison: Comparison, theirs: Sequence[Difference], done: Applied, by: Actor) -> None:
    words = blank_run(NATIONAL, by.zone_id)
    groups: dict[tuple[str, int], list[Difference]] = defaultdict(list)
    for row in theirs:
        if row.kind == Kind.DIFFERS and _moved_on(row, words):
            _hold(row, done)
        else:
            key = ("member", row.member_id) if row.member_id else ("row", row.pk)
            groups[key].append(row)
    lines, numbers = [], {}
    for differences in groups.values():
        cells = _cells(differences, words)
        if problem := _renumbering(differences, cells, numbers, by):
            for row in differences:
                _hold(row, done, problem)
        else:
            lines.append((differences, cells))
    if lines:
        _import(comparison, lines, numbers, done, by)


def _moved_on(row: Difference, words: Run) -> bool:
    now = ours_now(words, row.member, row.field)
    if now == row.ours:
        return False
    row.note = "比对之后我方又改过这一项，没有覆盖，请重新比对"
    return True


def _hold(row: Difference, done: Applied, reason: str = "") -> None:
    row.note, row.decision = (reason or row.note)[:300], Decision.NONE
    row.save(update_fields=["note", "decision"])
    done.held_back.append(row)


def _cells(differences: Sequence[Difference], words: Run) -> dict[str, str]:
    """The whole row of the ledger: ours, with what was decided for the list's values."""
    first = differences[0]
    if first.kind == Kind.NEW:
        cells = json.loads(first.theirs)
        return cells | {"branch_id": first.theirs_branch.code}
    cells = {c.field: ours_now(words, first.member, c.field) for c in HEADERS}
    cells["branch_id"] = first.member.branch.code
    for row in differences:
        if row.field != ID_NO:
            cells[row.field] = row.theirs_branch.code if row.theirs_branch else row.theirs
    return cells


def _renumbering(
    differences: Sequence[Difference], cells: dict[str, str], numbers: dict[int, str], by: Actor
) -> str:
    """Note a new ID number to be set; returns why it cannot be, or nothing."""
    row = next((d for d in differences if d.field == ID_NO), None)
    if row is None:
        return ""
    card = id_card.parse(row.theirs, today=clock.today())
    member = row.member
    wrong = id_card.disagreements(
        card, birth_date=member.birth_date, sex=member.get_gender_display()
    )
    if wrong:
        return "；".join(wrong)
    index = blind_index(row.theirs)
    if PartyMember.rows.filter(zone_id=by.zone_id, id_no_index=index).exists():
        return "这个身份证号已经登记在另一名党员名下，请核对原件"
    numbers[member.pk] = row.theirs
    return ""


def _import(
    comparison: Comparison,
    lines: list[tuple[list[Difference], dict[str, str]]],
    numbers: dict[int, str],
    done: Applied,
    by: Actor,
) -> None:
    """One batch of the ledger; rows that its checks refuse are held back with the sentence."""
    sheet = DecidedSheet(numbers)
    columns = [[cells.get(c.field, "") for _, cells in lines] for c in HEADERS]
    numbered = [differences[0].line or 0 for differences, _ in lines]
    table = Table("csv", "", [c.header for c in HEADERS], columns, numbered, 1)
    run = check(sheet, comparison.zone_id, table, {})
    batch = ledgers.open_batch(
        ledger=sheet.code, file_name=f"比对执行：{comparison.file_name}",
        sha256=comparison.file_sha256, good_rows_only=True, by=by,
    )  # fmt: skip
    for place, (differences, _) in enumerate(lines):
        if place in run.bad:
            if differences[0].member_id:
                numbers.pop(differences[0].member_id, None)
            for row in differences:
                _hold(row, done, "；".join(p.message for p in run.bad[place]))
    batch.unknown_columns = []
    ledgers.write(batch=batch, run=run, by=by)
    done.batch = batch
    for place, (differences, _) in enumerate(lines):
        if place not in run.bad:
            _note_done(differences, batch, done)


def _note_done(differences: Sequence[Difference], batch: ImportBatch, done: Applied) -> None:
    for row in differences:
        row.applied_at, row.batch = clock.now(), batch
        row.save(update_fields=["applied_at", "batch"])
        if row.kind == Kind.NEW:
            done.added += 1
        else:
            done.changed += 1


# Questions to branches


def _ask(row: Difference, by: Actor) -> None:
    """Put the question on the branch's desk; the member stays as registered."""
    calendar, today = calendar_for(row.zone_id), clock.today()
    due = calendar.add_workdays(datetime.combine(today, time(12), clock.CHINA), ANSWER_WORKDAYS)
    branch: PartyOrg = row.branch
    row.question, row.applied_at = ABSENCE.initial, clock.now()
    row.item = open_item(
        kind=KIND, object_id=row.pk, table=ABSENCE, state=row.question, root=None,
        zone_id=row.zone_id, title=f"核实：{about(row)}"[:200], expected="核实并答复",
        due_at=due, url=reverse("members:absent", args=[row.pk]), **branch_holder(branch),
    )  # fmt: skip
    row.save(update_fields=["question", "applied_at", "item"])


def about(row: Difference) -> str:
    """The question in one sentence."""
    if row.kind == Kind.GONE:
        return f"{row.name}不在全国系统的名单里"
    if row.kind == Kind.CHECK:
        return f"{row.name}：{row.note}"
    header = NATIONAL.column(row.field).header
    return f"{row.name}的“{header}”我方是“{row.ours or '空'}”，名单是“{row.theirs}”"
