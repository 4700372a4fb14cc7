"""Instructors that a ledger of pledges names: known ones, and those it brings along."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from honglian.foundation.sheets import bulk
from honglian.foundation.sheets.api import Journal, Run
from honglian.foundation.sheets.kinds import Directory, same
from honglian.foundation.zones.models import Zone

from .models import Enterprise, Instructor

# Facts about the instructor that a row may carry.
INSTRUCTOR = ("department_id", "unit", "post", "mobile", "skills")
PREFIX = "ZDY"


@dataclass(frozen=True)
class NewGuide:
    """An instructor that the file adds, by code or by name and where from."""

    code: str
    name: str
    place: Any = None


Identity = int | NewGuide


def companies(zone_id: int) -> Directory:
    """Enterprises by credit code, name or former name."""
    rows = Enterprise.rows.filter(zone_id=zone_id).values_list("pk", "name", "uscc", "former_name")
    return Directory(
        "企业",
        ((pk, name, [uscc, former]) for pk, name, uscc, former in rows.iterator(chunk_size=5000)),
        "请先在企业库里登记",
        ambiguous="请改填统一社会信用代码",
    )


class Guides:
    """Stored instructors, and those a file adds once it is identified."""

    def __init__(self, zone_id: int) -> None:
        self.zone_id = zone_id
        rows = Instructor.rows.filter(zone_id=zone_id)
        self.facts: dict[Identity, dict[str, Any]] = {}
        self._names: dict[Identity, str] = {}
        self._codes: dict[str, int] = {}
        self._named: dict[str, list[int]] = defaultdict(list)
        self._made: dict[NewGuide, int] = {}
        for guide in rows:
            self.facts[guide.pk] = {name: getattr(guide, name) for name in INSTRUCTOR}
            self._names[guide.pk], self._codes[guide.code] = guide.name, guide.pk
            self._named[same(guide.name)].append(guide.pk)

    def name_of(self, identity: Identity) -> str:
        return identity.name if isinstance(identity, NewGuide) else self._names.get(identity, "")

    def key(self, identity: Identity) -> int:
        """The primary key, once new instructors are created."""
        return self._made[identity] if isinstance(identity, NewGuide) else identity

    def leader(self, name: str) -> Identity | None:
        """Who is meant by the name of a leader; None where several have it."""
        known = self._named.get(same(name), [])
        if len(known) > 1:
            return None
        return known[0] if known else NewGuide("", name)

    def identify(self, run: Run) -> list[Identity | None]:
        """Who is meant in each row; rows of one new instructor mean the same person."""
        names, codes = run.column("instructor_id"), run.column("guide_code")
        places = zip(run.column("department_id"), run.column("unit"), strict=True)
        found = [
            self._who(run, index, name or "", code, place)
            for index, (name, code, place) in enumerate(zip(names, codes, places, strict=True))
        ]
        _same_facts(run, found)
        return found

    def _who(
        self, run: Run, index: int, name: str, code: str, place: tuple[Any, Any]
    ) -> Identity | None:
        if code in self._codes:
            known = self._codes[code]
            if name and same(name) != same(self._names[known]):
                run.problem(
                    index,
                    "instructor_id",
                    f"编号 {code} 是{self._names[known]}，不是{name}，请核对",
                )
            return known
        if not name:
            if index not in run.bad:
                wrong = (
                    "编号 " + code + " 没有登记过，新的指导员要填姓名" if code else "没有填指导员"
                )
                run.problem(index, "instructor_id", f"{wrong}，请补上")
            return None
        if code:
            return NewGuide(code, name)
        return self._by_name(run, index, name, place)

    def _by_name(self, run: Run, index: int, name: str, place: tuple[Any, Any]) -> Identity | None:
        known = self._named.get(same(name), [])
        if len(known) > 1:
            known = [pk for pk in known if self._stands_in(pk, place)]
            if len(known) != 1:
                run.problem(index, "instructor_id", f"有几名指导员都叫{name}，请填指导员编号")
                return None
        if known:
            return known[0]
        return NewGuide("", name, place if any(place) else None)

    def _stands_in(self, pk: int, place: tuple[Any, Any]) -> bool:
        department, unit = place
        facts = self.facts[pk]
        if department:
            return facts["department_id"] == department
        return bool(unit) and same(facts["unit"]) == same(unit)

    # Writing

    def create(self, run: Run, indexes: Sequence[int], journal: Journal) -> None:
        """Write new instructors, and new facts of known ones."""
        facts: dict[Identity, dict[str, Any]] = {}
        for index in indexes:
            who = run.values["instructor_id"][index]
            said = facts.setdefault(who, {})
            said |= {n: v for n in INSTRUCTOR if (v := run.column(n)[index])}
            for name in filter(None, run.column("leader")[index].split("、")):
                leader = self.leader(name)
                if leader is not None:
                    facts.setdefault(leader, {})
        self._insert({w: f for w, f in facts.items() if isinstance(w, NewGuide)}, journal)
        changes = {
            who: {n: (self.facts[who][n], v) for n, v in said.items() if v != self.facts[who][n]}
            for who, said in facts.items()
            if not isinstance(who, NewGuide)
        }
        changes = {who: fields for who, fields in changes.items() if fields}
        for pk, fields in changes.items():
            bulk.update(Instructor, [pk], {n: [pair[1]] for n, pair in fields.items()})
        if changes:
            journal.changed(Instructor, changes)

    def _insert(self, guides: dict[NewGuide, dict[str, Any]], journal: Journal) -> None:
        fresh = self._fresh_codes({guide.code for guide in guides})
        blank = {"department_id": None}
        columns: dict[str, Any] = {
            "zone_id": bulk.Same(self.zone_id),
            "code": [guide.code or next(fresh) for guide in guides],
            "name": [guide.name for guide in guides],
        }
        columns |= {
            name: [said.get(name, blank.get(name, "")) for said in guides.values()]
            for name in INSTRUCTOR
        }
        keys = bulk.insert(Instructor, columns, len(guides))
        if keys:
            journal.created(Instructor, keys, columns)
        self._made |= dict(zip(guides, keys, strict=True))

    def _fresh_codes(self, taken: set[str]) -> Iterator[str]:
        start = f"{PREFIX}-{Zone.objects.get(pk=self.zone_id).code.upper()}-"
        used = [c[len(start) :] for c in (*self._codes, *taken) if c.startswith(start)]
        number = max((int(c) for c in used if c.isdigit()), default=0)
        while True:
            number += 1
            yield f"{start}{number:03d}"


def _same_facts(run: Run, guides: Sequence[Identity | None]) -> None:
    """Rows of one instructor must say the same about them."""
    first: dict[Any, tuple[Any, int]] = {}
    for index, guide in enumerate(guides):
        for name in INSTRUCTOR if guide is not None else ():
            value = run.column(name)[index]
            if not value:
                continue
            said, at = first.setdefault((guide, name), (value, index))
            if said != value:
                run.problem(
                    index,
                    name,
                    f"与第 {run.line(at)} 行同一名指导员的内容不一致，请改成一样",
                )
