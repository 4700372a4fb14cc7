"""What is wrong with rows of the dues ledger: who they are, and the rules of B.6."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from honglian.foundation.sheets.api import Run
from honglian.kit.errors import Refusal
from honglian.kit.fields import blind_index
from honglian.kit.rules import BOOK

from ..models import DuesBase, PartyMember
from ..placing import COUNTED
from .brackets import TABLE, monthly


class Roster:
    """Members of a zone by identity number, by name and branch, and by name."""

    def __init__(self, zone_id: int) -> None:
        rows = PartyMember.rows.filter(zone_id=zone_id).select_related("branch")
        fields = ("pk", "name", "id_no_index", "branch", "standing", "joined_on")
        wanted = rows.only(*fields, "branch__name", "branch__type", "dues_category", "dues_monthly")
        self.people: dict[int, PartyMember] = {m.pk: m for m in wanted}
        self.by_index = {m.id_no_index: m.pk for m in self.people.values()}
        self.by_name: dict[str, list[int]] = defaultdict(list)
        for member in self.people.values():
            self.by_name[member.name].append(member.pk)

    def identify(self, run: Run) -> list[int | None]:
        """The member of each row; a problem where it is nobody or several."""
        rows = zip(run.column("name"), run.column("id_no"), run.column("branch_id"), strict=True)
        return [self._one(run, index, *row) for index, row in enumerate(rows)]

    def _one(self, run: Run, index: int, name: str, id_no: str, branch: int | None) -> int | None:
        if id_no:
            found = self.by_index.get(blind_index(id_no))
            if found is None:
                run.problem(index, "id_no", "花名册里没有这个身份号码，请先导入党员花名册")
            elif name and self.people[found].name != name:
                theirs = self.people[found].name
                run.problem(index, "name", f"与身份号码不是同一人，花名册里是“{theirs}”，请核对")
            else:
                return found
            return None
        if not name:
            return None
        here = [pk for pk in self.by_name.get(name, []) if self.people[pk].standing in COUNTED]
        if branch:
            here = [pk for pk in here if self.people[pk].branch_id == branch] or here
        if len(here) == 1:
            return here[0]
        said = f"有 {len(here)} 名党员都叫“{name}”，请填公民身份号码或所在党支部"
        run.problem(index, "name", said if here else f"花名册里没有“{name}”，请核对姓名")
        return None


def check_rows(run: Run, roster: Roster) -> None:
    for index in range(len(run)):
        pk = run.values["member_id"][index]
        if pk is not None:
            _check_member(run, index, roster.people[pk])
            _check_months(run, index, roster.people[pk])
        _check_sum(run, index)


def _check_member(run: Run, index: int, member: PartyMember) -> None:
    branch = run.column("branch_id")[index]
    name = member.branch.name
    found = BOOK.find(
        "ORG-021", run.today, type_code=member.branch.type, name=name, what="dues"
    ) or BOOK.find(
        "DUE-06",
        run.today,
        belongs=branch in (None, member.branch_id),
        branch="" if branch is None else run.lookups["orgs"].name_of(branch),
    )
    if found:
        run.problem(index, "branch_id" if branch else "name", found.sentence.rstrip("。"))
    if member.standing not in COUNTED:
        run.problem(index, "name", f"党籍状态是“{member.get_standing_display()}”，不交党费")


def _check_months(run: Run, index: int, member: PartyMember) -> None:
    year = run.values["year"][index]
    for n in range(1, 13):
        amount = run.column(f"m{n}")[index]
        if amount is None:
            continue
        if amount < 0:
            run.problem(index, f"m{n}", "金额不能是负数，请核对")
        found = BOOK.find("DUE-01", run.today, joined=member.joined_on, month=date(year, n, 1))
        if found:
            run.problem(index, f"m{n}", found.sentence.rstrip("。"))


def _check_sum(run: Run, index: int) -> None:
    """The agreed sum is not less than the brackets say, unless a paper is named (DUE-03)."""
    category, base = run.column("category")[index], run.column("base")[index]
    agreed, note = run.column("agreed")[index], run.column("note")[index]
    if not category:
        return
    if base is None and TABLE.categories[category].fixed is None and agreed is None:
        return
    try:
        due = monthly(category, base or Decimal(0))
    except Refusal as no:
        run.problem(index, "base", no.message.rstrip("。"))
        return
    if agreed is not None and base is not None:
        found = BOOK.find("DUE-03", run.today, agreed=agreed, due=due.amount, approval=note)
        if found:
            run.problem(index, "agreed", f"{found.words}（写在备注里，{found.rule.id}）")


def check_settled(run: Run, bases: Mapping[tuple[int, int], DuesBase]) -> None:
    """A member's first row of a year names category and base; later changes say why (DUE-07)."""
    for index, key in enumerate(run.keys):
        if key is None or index in run.bad:
            continue
        before = bases.get(key)
        category, base = run.column("category")[index], run.column("base")[index]
        if before is None:
            _check_first(run, index, category, base)
            continue
        agreed = run.column("agreed")[index]
        if agreed is None and base is not None:
            agreed = monthly(category or before.category, base).amount
            agreed = before.agreed if base == before.base else agreed
        if agreed is None or run.column("note")[index]:
            continue
        found = BOOK.find("DUE-07", run.today, before=before.agreed, agreed=agreed)
        if found:
            run.problem(index, "agreed", f"{found.words}，请在备注里写明原因（{found.rule.id}）")


def _check_first(run: Run, index: int, category: str, base: Decimal | None) -> None:
    if not category:
        run.problem(index, "category", "今年还没有核定，请填党费类别")
    elif base is None and TABLE.categories[category].fixed is None:
        run.problem(index, "base", "今年还没有核定，请填计算基数")
