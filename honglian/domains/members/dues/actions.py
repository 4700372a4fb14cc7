"""Writes about dues: the base of a year, months paid, gifts, entries taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.shortcuts import get_object_or_404

from honglian.algo.months import add_months
from honglian.foundation.audit.api import record
from honglian.foundation.orgs.api import PartyOrg
from honglian.foundation.workflow.api import next_number
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.kit.rules import BOOK, Finding

from ..days import in_order
from ..models import DuesBase, DuesPayment, PartyMember
from ..placing import COUNTED
from .brackets import monthly
from .months import first_of

MOST_MONTHS = 24
Kind = DuesPayment.Kind


@action("members.dues")
def set_base(
    *,
    member_id: int,
    year: int,
    category: str,
    base: Decimal,
    by: Actor,
    agreed: Decimal | None = None,
    approval: str = "",
    excuse: str = "",
) -> DuesBase:
    """Settle what a member pays a month in a year; once, at its beginning (DUE-07).

    ``agreed`` (元) may be more than the brackets say; less needs the committee's paper (DUE-03).
    """
    member = _member(member_id, by)
    _collects(member.branch, date(year, 1, 1))
    due = monthly(category, base)
    amount = due.amount if agreed is None else agreed
    if amount < 0:
        raise Refusal("月应交不能是负数。", field="agreed")
    day = clock.today()
    BOOK.require("DUE-03", day, at="approval", agreed=amount, due=due.amount, approval=approval)
    row = DuesBase.rows.filter(member=member, year=year).first()
    before = row.agreed if row else None
    BOOK.require("DUE-07", day, at="excuse", excuse=excuse, before=before, agreed=amount)
    row = row or DuesBase(zone_id=member.zone_id, member=member, year=year)
    row.branch, row.category, row.base = member.branch, category, base
    row.rate, row.due, row.agreed = due.rate, due.amount, amount
    row.approval, row.note = approval.strip(), excuse.strip()[:200]
    row.save()
    _mirror(member, row)
    changes = {"月应交": [str(before) if before is not None else None, str(amount)]}
    record(by=by, verb="members.dues_base", target=member, changes=changes, note=f"{year} 年")
    return row


def _mirror(member: PartyMember, row: DuesBase) -> None:
    """The roster shows this year's category and amount (台账 LD02)."""
    if row.year == clock.today().year:
        member.dues_category, member.dues_monthly = row.category, row.agreed
        member.save(update_fields=["dues_category", "dues_monthly", "updated_at"])


def _member(pk: int, by: Actor) -> PartyMember:
    rows = PartyMember.objects.visible_to(by).select_for_update(of=("self",))
    return get_object_or_404(rows.select_related("branch"), pk=pk)


def _collects(branch: PartyOrg, on: date) -> None:
    """Functional and temporary organisations collect no dues (ORG-021)."""
    BOOK.require("ORG-021", on, at="branch", type_code=branch.type, name=branch.name, what="dues")


@action("members.dues")
def pay(
    *,
    member_id: int,
    branch_id: int,
    first: date,
    by: Actor,
    months: int = 1,
    paid_on: date | None = None,
    amount: Decimal | None = None,
    excuse: str = "",
) -> list[DuesPayment]:
    """Enter dues of one or several months in a row; later months are paid in advance.

    ``amount`` is what is paid a month (元); empty is the agreed sum. Raises :class:`Refusal`
    for a branch that is not the member's (DUE-06), a month before joining (DUE-01), a month
    paid already, and asks for the reason of late payment (DUE-02).
    """
    member = _member(member_id, by)
    _may_pay(member, branch_id, by)
    if not 1 <= months <= MOST_MONTHS:
        raise Refusal(f"一次最多登记 {MOST_MONTHS} 个月。", field="months")
    day = paid_on or clock.today()
    in_order("交纳", day, [("加入党组织", member.joined_on)], field="paid_on")
    wanted = [add_months(first_of(first), n) for n in range(months)]
    findings = _check_months(member, wanted, day, excuse)
    receipt = next_number(member.zone_id, f"DF{day:%Y%m}", 5)
    rows = [
        DuesPayment(
            zone_id=member.zone_id, member=member, branch=member.branch, month=month,
            amount=_amount(member, month, amount), paid_on=day, receipt=receipt,
            excuse=excuse.strip()[:300] if findings else "", entered_by=by.name[:64],
        )
        for month in wanted
    ]  # fmt: skip
    for row in rows:
        row.save()
    total = sum((r.amount for r in rows), Decimal(0))
    note = f"{wanted[0]:%Y-%m} 起 {months} 个月 {total} 元，收据 {receipt}"
    record(by=by, verb="members.dues_pay", target=member, note=note)
    return rows


def _may_pay(member: PartyMember, branch_id: int, by: Actor) -> None:
    """Dues go to the branch of the formal membership (DUE-06), and from members only."""
    branch = get_object_or_404(PartyOrg.objects.visible_to(by), pk=branch_id)
    today = clock.today()
    _collects(branch, today)
    belongs = member.branch_id == branch.pk
    BOOK.require("DUE-06", today, at="branch", belongs=belongs, branch=branch.name)
    if member.standing not in COUNTED:
        raise Refusal(
            f"{member.name}的党籍状态是“{member.get_standing_display()}”，不交党费。",
            field="member",
        )


def _check_months(
    member: PartyMember, wanted: Sequence[date], day: date, excuse: str
) -> list[Finding]:
    twice = DuesPayment.rows.filter(
        member=member, month__in=wanted, kind=Kind.MONTHLY, voided=False
    ).order_by("month")
    if row := twice.first():
        raise Refusal(
            f"{member.name}{row.month:%Y年%m月}的党费已经登记过（{row.amount} 元，收据"
            f" {row.receipt or '台账导入'}）；登记有误的请先作废那一条。",
            code="paid_already",
            field="first",
        )
    found = []
    for month in wanted:
        BOOK.require("DUE-01", month, at="first", joined=member.joined_on, month=month)
        late = BOOK.require("DUE-02", day, at="excuse", excuse=excuse, month=month, paid=day)
        found += [late] if late else []
    return found


def _amount(member: PartyMember, month: date, given: Decimal | None) -> Decimal:
    if given is not None:
        if given <= 0:
            raise Refusal("金额要大于 0 元。", field="amount")
        return given
    row = DuesBase.rows.filter(member=member, year=month.year).first()
    if row is None:
        raise Refusal(
            f"{member.name}{month.year} 年的党费还没有核定，请先核定，或直接填写金额。",
            code="no_base",
            field="amount",
        )
    if row.agreed <= 0:
        raise Refusal(f"{member.name}{month.year} 年已批准免交党费，不用登记。", field="first")
    return row.agreed


@action("members.dues")
def collect(
    *, branch_id: int, month: date, member_ids: Sequence[int], by: Actor, paid_on: date
) -> int:
    """Enter one month for everybody who paid it, each with the agreed sum; returns how many."""
    if not member_ids:
        raise Refusal("请勾选本月已交的党员。", field="members")
    for member_id in member_ids:
        pay(member_id=member_id, branch_id=branch_id, first=month, paid_on=paid_on, by=by)
    return len(member_ids)


@action("members.dues")
def give(
    *, member_id: int, branch_id: int, amount: Decimal, by: Actor, paid_on: date | None = None
) -> tuple[DuesPayment, Finding | None]:
    """Enter a voluntary gift beyond the dues; from 1000 元 all of it goes to the centre (DUE-04)."""
    member = _member(member_id, by)
    _may_pay(member, branch_id, by)
    if amount <= 0:
        raise Refusal("金额要大于 0 元。", field="amount")
    day = paid_on or clock.today()
    in_order("交纳", day, [("加入党组织", member.joined_on)], field="paid_on")
    row = DuesPayment.rows.create(
        zone_id=member.zone_id, member=member, branch=member.branch, kind=Kind.GIFT,
        month=first_of(day), amount=amount, paid_on=day, entered_by=by.name[:64],
        receipt=next_number(member.zone_id, f"DF{day:%Y%m}", 5),
    )  # fmt: skip
    record(by=by, verb="members.dues_gift", target=member, note=f"{amount} 元，收据 {row.receipt}")
    return row, BOOK.find("DUE-04", day, paid=amount, due=Decimal(0))


@action("members.decide")
def pass_on(*, payment_id: int, on: date, by: Actor) -> DuesPayment:
    """Note that a gift was handed on to the centre."""
    rows = DuesPayment.objects.visible_to(by).select_for_update(of=("self",))
    row = get_object_or_404(rows, pk=payment_id, kind=Kind.GIFT, voided=False)
    if row.passed_on:
        raise Refusal(f"这笔党费已于 {row.passed_on} 上缴。")
    in_order("上缴", on, [("交纳", row.paid_on or on)])
    row.passed_on = on
    row.save(update_fields=["passed_on", "updated_at"])
    record(by=by, verb="members.dues_pass_on", target=row.member, note=f"{row.amount} 元 {on}")
    return row


@action("members.dues")
def void(*, payment_id: int, reason: str, by: Actor) -> DuesPayment:
    """Take a wrong entry back; it stays on record."""
    rows = DuesPayment.objects.visible_to(by).select_for_update(of=("self",))
    row = get_object_or_404(rows, pk=payment_id)
    if row.voided:
        raise Refusal("这条登记已经作废。")
    if not reason.strip():
        raise Refusal("请写明为什么作废。", field="reason")
    row.voided, row.voided_because = True, reason.strip()[:200]
    row.save(update_fields=["voided", "voided_because", "updated_at"])
    note = f"{row.month:%Y-%m} {row.amount} 元：{row.voided_because}"
    record(by=by, verb="members.dues_void", target=row.member, note=note)
    return row
