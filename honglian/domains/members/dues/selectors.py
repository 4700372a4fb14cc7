"""Reads about dues, always for an actor; the accounts of many members take two queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum
from django.shortcuts import get_object_or_404

from honglian.foundation.orgs.api import ORG_TYPES, PartyOrg
from honglian.kit import clock
from honglian.kit.actor import Actor, ScopeKind
from honglian.kit.rules import BOOK

from ..models import DuesBase, DuesPayment, PartyMember
from ..placing import COUNTED
from .months import Account, Cell, first_of, months_of


def accounts(members: Iterable[PartyMember]) -> dict[int, Account]:
    """Member → account, over all years on record. The caller has chosen the members by scope."""
    people = list(members)
    pks = [m.pk for m in people]
    agreed: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for pk, year, amount in DuesBase.rows.filter(member__in=pks).values_list(
        "member_id", "year", "agreed"
    ):
        agreed[pk][year] = amount
    paid: dict[int, dict[date, Decimal]] = defaultdict(dict)
    rows = DuesPayment.rows.filter(
        member__in=pks, kind=DuesPayment.Kind.MONTHLY, voided=False
    ).values_list("member_id", "month", "amount")
    for pk, month, amount in rows:
        paid[pk][month] = amount
    return {m.pk: Account(first_of(m.joined_on), agreed[m.pk], paid[m.pk]) for m in people}


def account(member: PartyMember) -> Account:
    return accounts([member])[member.pk]


def paid_to(member: PartyMember) -> date | None:
    """The month up to which a member's dues are paid."""
    return account(member).paid_to()


@dataclass(frozen=True)
class Line:
    """One member in a branch's grid of a year."""

    member: PartyMember
    base: DuesBase | None
    cells: list[Cell]
    owed: int
    in_a_row: int
    tone: str

    @property
    def paid(self) -> Decimal:
        return sum((c.paid for c in self.cells), Decimal(0))


def payers(branch: PartyOrg) -> QuerySet[PartyMember]:
    """Members of a branch who pay there: those whose membership goes on."""
    rows = PartyMember.rows.filter(branch=branch, standing__in=COUNTED)
    return rows.select_related("branch").order_by("name", "pk")


def grid(branch: PartyOrg, year: int, today: date | None = None) -> list[Line]:
    """Member × month for a branch and year; three queries."""
    today = today or clock.today()
    people = list(payers(branch))
    found = accounts(people)
    bases = {b.member_id: b for b in DuesBase.rows.filter(member__in=people, year=year)}
    return [_line(m, bases.get(m.pk), found[m.pk], year, today) for m in people]


def _line(
    member: PartyMember, base: DuesBase | None, account: Account, year: int, today: date
) -> Line:
    cells = [account.cell(month, today) for month in months_of(year)]
    run = account.in_a_row(today)
    tone = ""
    if BOOK.find("DUE-05", today, months=run):
        tone = "overdue"
    elif BOOK.find("DUE-08", today, months=run):
        tone = "soon"
    return Line(member, base, cells, len(account.owed(today)), run, tone)


@dataclass(frozen=True)
class BranchSum:
    """What a branch was to collect and collected in a year, up to the month before this one."""

    branch: PartyOrg
    people: int
    without_base: int
    collected: Decimal
    behind: int


def branches(actor: Actor) -> list[PartyOrg]:
    """Branches within scope that collect dues."""
    kinds = [t.code for t in ORG_TYPES.values() if t.collects_dues and t.code.endswith("branch")]
    rows = _within(actor).filter(status__in=PartyOrg.STANDING)
    return list(rows.filter(type__in=kinds, is_functional=False).order_by("name"))


def branch(actor: Actor, pk: int) -> PartyOrg:
    """A branch within scope."""
    return get_object_or_404(_within(actor), pk=pk)


def _within(actor: Actor) -> QuerySet[PartyOrg]:
    """Organisations whose members the actor sees; the roster of names alone is not enough."""
    rows = PartyOrg.objects.visible_to(actor)
    sees = actor.is_system or actor.scope.kind in (ScopeKind.ZONE, ScopeKind.ORG, ScopeKind.CHAIN)
    return rows if sees and actor.can("members.view") else rows.none()


def sums(actor: Actor, year: int, today: date | None = None) -> list[BranchSum]:
    """One line a branch; who is behind comes first."""
    today = today or clock.today()
    orgs = branches(actor)
    people = PartyMember.objects.visible_to(actor).filter(branch__in=orgs, standing__in=COUNTED)
    heads = dict(people.order_by().values_list("branch").annotate(n=Count("pk")))
    based = DuesBase.rows.filter(member__in=people, year=year)
    with_base = dict(based.order_by().values_list("member__branch").annotate(n=Count("pk")))
    paid = DuesPayment.objects.visible_to(actor).filter(month__year=year, voided=False)
    collected = dict(paid.order_by().values_list("branch").annotate(s=Sum("amount")))
    behind = behind_by_branch(people, today)
    lines = [
        BranchSum(
            org,
            heads.get(org.pk, 0),
            heads.get(org.pk, 0) - with_base.get(org.pk, 0),
            collected.get(org.pk) or Decimal(0),
            behind.get(org.pk, 0),
        )
        for org in orgs
    ]
    return sorted(lines, key=lambda line: (-line.behind, line.branch.name))


def behind_by_branch(people: QuerySet[PartyMember], today: date) -> dict[int, int]:
    """Branch → members who owe three months or more in a row."""
    found: dict[int, int] = defaultdict(int)
    members = list(people.only("pk", "branch_id", "joined_on"))
    for member, account in zip(members, accounts(members).values(), strict=True):
        if BOOK.find("DUE-08", today, months=account.in_a_row(today)):
            found[member.branch_id] += 1
    return found


def payments(actor: Actor) -> QuerySet[DuesPayment]:
    """Payments within scope, for the list of receipts."""
    rows = DuesPayment.objects.visible_to(actor)
    return rows.select_related("member", "branch")


def payment(actor: Actor, pk: int) -> DuesPayment:
    return get_object_or_404(payments(actor), pk=pk)
