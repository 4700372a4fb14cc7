"""Holding a checked list against our members. Pure reading: what differs is returned, not written."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from honglian.foundation.sheets.api import Run
from honglian.kit.fields import blind_index

from ..models import PartyMember
from ..placing import COUNTED
from .models import Difference
from .sheet import NATIONAL, OURS, bad_fields, compared, words

Kind = Difference.Kind
ID_NO = "id_no"
MOST = 300
# What a new member cannot do without (领域手册 B.1); full members have a date of becoming one as well.
NEEDED_NEW = ("ethnicity", "category", "branch_id", "joined_on")


@dataclass
class Result:
    """Differences to be stored, and how many rows agreed."""

    found: list[Difference] = field(default_factory=list)
    same: int = 0
    blank_category: int = 0
    matched: int = 0

    def counts(self, rows: int) -> dict[str, int]:
        kinds = Counter(d.kind for d in self.found)
        differ = {d.member_id for d in self.found if d.kind == Kind.DIFFERS}
        return {
            "rows": rows,
            "same": self.same,
            **{kind.value: kinds[kind.value] for kind in Kind},
            "members_differ": len(differ),
            "blank_category": self.blank_category,
        }


def compare(run: Run, people: Iterable[PartyMember], expected: Collection[int]) -> Result:
    """``people``: all members of the zone; ``expected``: ids of branches the list should cover."""
    return _Comparing(run, list(people), set(expected)).result


class _Comparing:
    def __init__(self, run: Run, people: list[PartyMember], expected: set[int]) -> None:
        self.run, self.result = run, Result()
        self.columns = compared(run)
        by_key = {m.id_no_index: m for m in people}
        seen: set[int] = set()
        strange: list[int] = []
        for index, number in enumerate(run.values[ID_NO]):
            member = by_key.get(blind_index(number)) if number else None
            if member is None:
                strange.append(index)
            else:
                seen.add(member.pk)
                self._row(index, member)
        self.result.matched = len(seen)
        absent = [
            m
            for m in people
            if m.pk not in seen and m.standing in COUNTED and m.branch_id in expected
        ]
        self._rest(strange, absent)

    # Members found by their number

    def _row(self, index: int, member: PartyMember) -> None:
        bad = bad_fields(self.run, index)
        before = len(self.result.found)
        for sentences in bad.values():
            for sentence in sentences:
                self._check(index, member, sentence)
        if not (ID_NO in bad and _doubled(bad[ID_NO])):
            for column in self.columns:
                if column.field not in bad:
                    self._cell(index, member, column)
        self._standing(index, member)
        if len(self.result.found) == before:
            self.result.same += 1

    def _cell(self, index: int, member: PartyMember, column: Any) -> None:
        theirs, ours = self.run.values[column.field][index], getattr(member, column.field)
        if theirs == column.kind.empty or theirs is None:
            if column.field == "category":
                self.result.blank_category += 1
            return
        if theirs == ours:
            return
        self._differs(
            index,
            member,
            column.field,
            words(column, ours, self.run),
            words(column, theirs, self.run),
            theirs_branch_id=theirs if column.field == "branch_id" else None,
        )

    def _standing(self, index: int, member: PartyMember) -> None:
        """Whoever has left with us but is on the list: the two say different things of a person."""
        if member.standing in COUNTED or member.standing == PartyMember.Standing.SUSPENDED:
            return
        if self.run.column("standing")[index]:
            return
        sentence = f"我方登记为“{member.get_standing_display()}”，名单里仍有此人，请核对党籍状态"
        self._check(index, member, sentence)

    # Rows and members without a partner

    def _rest(self, strange: list[int], absent: list[PartyMember]) -> None:
        """Pair what is evidently one person whose number differs; the rest is new, or gone."""
        named: dict[tuple[str, int | None], list[PartyMember]] = defaultdict(list)
        for member in absent:
            named[member.name, member.branch_id].append(member)
        taken: set[int] = set()
        for index in strange:
            name = self.run.column("name")[index]
            alike = named.get((name, self.run.column("branch_id")[index]), [])
            bad = bad_fields(self.run, index)
            partner = alike[0] if len(alike) == 1 and alike[0].pk not in taken else None
            if bad:
                taken |= {partner.pk} if partner else set()
                self._unreadable(index, partner, bad)
            elif partner and self._same_person(index, partner):
                taken.add(partner.pk)
                self._renumbered(index, partner)
            else:
                self._new(index)
        for member in absent:
            if member.pk not in taken:
                self._gone(member)

    def _same_person(self, index: int, member: PartyMember) -> bool:
        joined = self.run.column("joined_on")[index]
        return joined is not None and joined == member.joined_on

    def _renumbered(self, index: int, member: PartyMember) -> None:
        number = self.run.values[ID_NO][index]
        self._differs(index, member, ID_NO, member.id_no, number)
        self.result.found[-1].note = "姓名、党支部、入党日期相同，身份证号不同，请核对原件"
        for column in self.columns:
            self._cell(index, member, column)

    def _unreadable(
        self, index: int, member: PartyMember | None, bad: dict[str, list[str]]
    ) -> None:
        for name, sentences in bad.items():
            for sentence in sentences:
                header = NATIONAL.column(name).header
                self._check(index, member, f"{header}：{sentence}")

    def _new(self, index: int) -> None:
        run = self.run
        row = {c.field: words(c, run.values[c.field][index], run) for c in self.columns}
        row[ID_NO] = run.values[ID_NO][index]
        lacking = [n for n in NEEDED_NEW if not row.get(n)]
        if row.get("category") == "正式党员" and not row.get("full_on"):
            lacking.append("full_on")
        names = "、".join(NATIONAL.column(n).header for n in lacking)
        note = f"名单里没有填{names}，补齐后才能新增" if lacking else ""
        branch = run.column("branch_id")[index]
        self._add(
            Kind.NEW, index, None, theirs=json.dumps(row, ensure_ascii=False), note=note,
            branch_id=branch, theirs_branch_id=branch,
        )  # fmt: skip

    def _gone(self, member: PartyMember) -> None:
        self._add(Kind.GONE, None, member, decision=Difference.Decision.ASK)

    # Notes

    def _differs(
        self, index: int, member: PartyMember, name: str, ours: str, theirs: str, **more: Any
    ) -> None:
        self._add(
            Kind.DIFFERS, index, member, field=name, ours=ours, theirs=theirs,
            ours_blank=not ours, **more,
        )  # fmt: skip

    def _check(self, index: int, member: PartyMember | None, sentence: str) -> None:
        self._add(Kind.CHECK, index, member, note=sentence[:MOST])

    def _add(
        self, kind: Kind, index: int | None, member: PartyMember | None, **fields: Any
    ) -> None:
        if member is not None:
            fields.setdefault("branch_id", member.branch_id)
            fields["name"] = member.name
        elif index is not None:
            fields["name"] = self.run.column("name")[index] or f"第 {self.run.line(index)} 行"
        line = None if index is None else self.run.line(index)
        self.result.found.append(Difference(kind=kind, member=member, line=line, **fields))


def _doubled(sentences: Iterable[str]) -> bool:
    """Which of several rows of one person is right cannot be told."""
    return any("重复" in sentence for sentence in sentences)


def ours_now(run: Run, member: PartyMember, name: str) -> str:
    """A member's field in words as it is stored now."""
    return words(OURS.column(name), getattr(member, name), run)
