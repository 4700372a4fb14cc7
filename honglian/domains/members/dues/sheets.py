"""党费收缴台账 (LD07), both ways: the base of a year and what was paid each month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from honglian.algo.standards import mask_id_no
from honglian.foundation.orgs import directories
from honglian.foundation.sheets import bulk
from honglian.foundation.sheets.api import Column, Journal, Plan, Run, Sheet
from honglian.foundation.sheets.kinds import Choice, Count, IdNumber, Money, Reference, Text
from honglian.kit import clock
from honglian.kit.actor import Actor

from ..models import DuesBase, DuesPayment, PartyMember
from ..placing import COUNTED
from .brackets import monthly
from .ledger_checks import Roster, check_rows, check_settled
from .models import CATEGORIES
from .months import NONE, Account, first_of, months_of

MONTHS = tuple(f"m{n}" for n in range(1, 13))
OWN = ("category", "base", "agreed", "note")
MONTHLY = DuesPayment.Kind.MONTHLY.value


def _yuan(field: str, header: str, **more: Any) -> Column:
    return Column(field, header, Money(digits=11, unit="元"), width=10, **more)


COLUMNS = (
    Column("seq", "序号", Text(), imported=False, width=6),
    Column("name", "姓名", Text(32), synonyms=("党员姓名",), required=True, example="张示例"),
    Column("category", "党费类别", Choice(CATEGORIES), synonyms=("类别",), width=16),
    _yuan("base", "计算基数(元)", synonyms=("计算基数", "工资基数", "党费基数")),
    Column("rate", "比例", Text(), imported=False, width=8),
    _yuan(
        "agreed",
        "月应交(元)",
        synonyms=("月应交", "月交纳额"),
        help="留空按规定算；少于规定的，备注里写批准文号",
    ),
    *(_yuan(name, f"{n}月") for n, name in enumerate(MONTHS, 1)),
    _yuan("due_total", "全年应交", imported=False),
    _yuan("paid_total", "全年实交", imported=False),
    Column("owed", "欠交月数", Count(), imported=False),
    Column("note", "备注", Text(200), help="少交免交的批准文号、年内改动的原因"),
    Column(
        "id_no",
        "公民身份号码",
        IdNumber(),
        synonyms=("身份证号", "身份证号码"),
        mask=mask_id_no,
        width=22,
        help="同名的用它区分",
    ),
    Column(
        "branch_id",
        "所在党支部",
        Reference("orgs", offered=False),
        synonyms=("党支部", "所在支部"),
        width=28,
        help="同名的用它区分",
    ),
    Column("year", "年度", Count(2100), synonyms=("年份",), help="留空为今年"),
)


class DuesSheet(Sheet):
    code = "dues"
    app = "dues"
    title = "党费收缴台账"
    official = "LD07"
    noun = "党费"
    intro = "每名党员一行：年初核定一次，各月填实交数。空着的月份不改已有登记。"
    model = DuesBase
    key = "member_id"
    columns = COLUMNS
    personal = True
    reveal = "members.reveal"

    @property
    def stored_fields(self) -> list[str]:
        return [*OWN, *MONTHS]

    def lookups(self, zone_id: int) -> dict[str, Any]:
        return {"orgs": directories.organisations(zone_id), "roster": Roster(zone_id)}

    def key_columns(self, headers: Any) -> list[Column]:
        return [self.column("name")]

    def key_field(self, run: Run) -> str:
        return "name"

    def check(self, run: Run) -> None:
        """Who each row is, and what B.6 says to its sums."""
        roster: Roster = run.lookups["roster"]
        run.values["member_id"] = roster.identify(run)
        years = run.column("year")
        run.values["year"] = [year or run.today.year for year in years]
        for name in MONTHS:
            if run.has(name):
                run.values[name] = [value or None for value in run.values[name]]
        check_rows(run, roster)

    def keys(self, run: Run) -> list[Any]:
        pairs = zip(run.values["member_id"], run.values["year"], strict=True)
        return [(member, year) if member else None for member, year in pairs]

    def settle(self, run: Run) -> None:
        check_settled(run, _bases(run))

    # Comparing and writing

    def existing(self, run: Run, fields: Sequence[str]) -> dict[Any, tuple[int, tuple]]:
        paid = _payments(run)
        found = {}
        for key, row in _bases(run).items():
            now = {name: getattr(row, name) for name in OWN}
            member, year = key
            for n, name in enumerate(MONTHS, 1):
                now[name] = paid.get((member, date(year, n, 1)), (0, None))[1]
            found[key] = (row.pk, tuple(now[name] for name in fields))
        return found

    def insert(self, run: Run, plan: Plan, journal: Journal) -> None:
        people = run.lookups["roster"].people
        rows = [_settled(run, i) for i in plan.new]
        columns: dict[str, Any] = {
            "zone_id": bulk.Same(run.zone_id),
            "member_id": [run.values["member_id"][i] for i in plan.new],
            "branch_id": [people[run.values["member_id"][i]].branch_id for i in plan.new],
            "year": [run.values["year"][i] for i in plan.new],
        }
        for name in ("category", "base", "rate", "due", "agreed", "note", "approval"):
            columns[name] = [row[name] for row in rows]
        columns = journal.stamped(DuesBase, columns)
        keys = bulk.insert(DuesBase, columns, len(plan.new))
        journal.created(DuesBase, keys, columns)
        _write_months(run, plan.new, journal)

    def update(self, run: Run, plan: Plan, journal: Journal) -> None:
        bases = {row.pk: row for row in _bases(run).values()}
        changes: dict[int, dict[str, tuple[Any, Any]]] = {}
        for change in plan.changed:
            if not change.fields.keys() & {*OWN}:
                continue
            row, new = bases[change.pk], _settled(run, change.index, bases[change.pk])
            changes[change.pk] = {
                name: (getattr(row, name), value)
                for name, value in new.items()
                if getattr(row, name) != value
            }
        for pk, fields in changes.items():
            columns = {name: [after] for name, (_, after) in fields.items()}
            bulk.update(DuesBase, [pk], {**columns, **journal.stamp(DuesBase)})
        journal.changed(DuesBase, changes)
        _write_months(run, [c.index for c in plan.changed], journal)

    def after(self, run: Run, plan: Plan, journal: Journal) -> None:
        """The roster shows this year's category and amount (LD02)."""
        rows = DuesBase.rows.filter(zone_id=run.zone_id, year=clock.today().year)
        now = {r.member_id: (r.category, r.agreed) for r in rows}
        changes = {}
        for member in run.lookups["roster"].people.values():
            if member.pk in now and (member.dues_category, member.dues_monthly) != now[member.pk]:
                category, agreed = now[member.pk]
                changes[member.pk] = {
                    "dues_category": (member.dues_category, category),
                    "dues_monthly": (member.dues_monthly, agreed),
                }
        columns = {
            name: [fields[name][1] for fields in changes.values()]
            for name in ("dues_category", "dues_monthly")
        }
        bulk.update(PartyMember, list(changes), {**columns, **journal.stamp(PartyMember)})
        journal.changed(PartyMember, changes)

    # Export

    def export_rows(self, actor: Actor) -> Iterator[Mapping[str, Any]]:
        """This year, branch by branch."""
        from .selectors import accounts

        today = clock.today()
        people = PartyMember.objects.visible_to(actor).filter(standing__in=COUNTED)
        members = list(people.select_related("branch").order_by("branch_id", "name", "pk"))
        found = accounts(members)
        bases = {b.member_id: b for b in DuesBase.rows.filter(member__in=people, year=today.year)}
        for member in members:
            if member.pk in bases or found[member.pk].paid:
                yield _exported(member, bases.get(member.pk), found[member.pk], today)


def _exported(
    member: PartyMember, base: DuesBase | None, account: Account, today: date
) -> dict[str, Any]:
    cells = [account.cell(month, today) for month in months_of(today.year)]
    begun = [c for c in cells if c.standing != NONE]
    rate = base.rate if base else None
    return {
        "name": member.name,
        "category": base.category if base else "",
        "base": base.base if base else None,
        "rate": "" if rate is None else f"{(rate * 100).normalize():f}%",
        "agreed": base.agreed if base else None,
        **{name: cell.paid or None for name, cell in zip(MONTHS, cells, strict=True)},
        "due_total": sum((c.agreed for c in begun), Decimal(0)),
        "paid_total": sum((c.paid for c in cells), Decimal(0)),
        "owed": len(account.owed(today)),
        "note": base.approval or base.note if base else "",
        "id_no": member.id_no,
        "branch_id": member.branch_id,
        "year": today.year,
    }


def _settled(run: Run, index: int, before: DuesBase | None = None) -> dict[str, Any]:
    """The base's columns after the file's row; blank cells keep what is stored."""
    category = run.column("category")[index] or (before.category if before else "")
    base = run.column("base")[index]
    base = (before.base if before else Decimal(0)) if base is None else base
    due = monthly(category, base)
    agreed = run.column("agreed")[index]
    if agreed is None:
        kept = before and (before.category, before.base) == (category, base)
        agreed = before.agreed if before and kept else due.amount
    note = run.column("note")[index] or (before.note if before else "")
    return {
        "category": category,
        "base": base,
        "rate": due.rate,
        "due": due.amount,
        "agreed": agreed,
        "note": note,
        "approval": note[:64] if agreed < due.amount else (before.approval if before else ""),
    }


def _bases(run: Run) -> dict[tuple[int, int], DuesBase]:
    years = {*run.values["year"]}
    rows = DuesBase.rows.filter(zone_id=run.zone_id, year__in=years)
    return {(row.member_id, row.year): row for row in rows}


def _payments(run: Run) -> dict[tuple[int, date], tuple[int, Decimal]]:
    """(member, month) → (payment, amount) of the years in the file."""
    rows = DuesPayment.rows.filter(
        zone_id=run.zone_id, kind=MONTHLY, voided=False, month__year__in={*run.values["year"]}
    )
    return {
        (member, month): (pk, amount)
        for pk, member, month, amount in rows.values_list("pk", "member_id", "month", "amount")
    }


def _write_months(run: Run, indexes: Sequence[int], journal: Journal) -> None:
    """New payments in one statement; amounts that the file corrects one by one."""
    stored, people = _payments(run), run.lookups["roster"].people
    new: dict[str, list[Any]] = defaultdict(list)
    changes: dict[int, dict[str, tuple[Any, Any]]] = {}
    for index in indexes:
        member, year = run.values["member_id"][index], run.values["year"][index]
        for n, name in enumerate(MONTHS, 1):
            amount = run.column(name)[index]
            if amount is None:
                continue
            pk, before = stored.get((member, first_of(date(year, n, 1))), (0, None))
            if before is None:
                new["member_id"].append(member)
                new["branch_id"].append(people[member].branch_id)
                new["month"].append(date(year, n, 1))
                new["amount"].append(amount)
            elif before != amount:
                changes[pk] = {"amount": (before, amount)}
    for pk, fields in changes.items():
        bulk.update(
            DuesPayment, [pk], {"amount": [fields["amount"][1]], **journal.stamp(DuesPayment)}
        )
    journal.changed(DuesPayment, changes)
    count = len(new["member_id"])
    columns = journal.stamped(DuesPayment, {"zone_id": bulk.Same(run.zone_id), **new})
    keys = bulk.insert(DuesPayment, columns, count)
    if keys:
        journal.created(DuesPayment, keys, columns)
