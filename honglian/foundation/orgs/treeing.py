"""Parents in a file of organisations: who is meant, is it a tree, and what hangs on a bad row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from honglian.foundation.sheets.api import Change, Plan, Run
from honglian.foundation.sheets.kinds import same
from honglian.foundation.zones.models import Zone
from honglian.kit.errors import Refusal

from .models import PartyOrg

PREFIX = "DZZ"


@dataclass(frozen=True)
class NewRow:
    """An organisation that the file adds, by its place among the data rows."""

    index: int


Identity = int | NewRow


class Tree:
    """The zone's stored organisations and, once identified, those of the file."""

    def __init__(self, zone_id: int) -> None:
        rows = PartyOrg.rows.filter(zone_id=zone_id)
        self.zone_id = zone_id
        self.parents: dict[Identity, Identity | None] = {}
        self._names: dict[Identity, str] = {}
        self._codes: dict[str, int] = {}
        self._by_name: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self._spellings: dict[str, set[Identity]] = defaultdict(set)
        self.keys: list[Any] = []
        self.identities: list[Identity] = []
        self.placed: dict[int, int] = {}
        for pk, code, name, unit, parent in rows.values_list(
            "pk", "code", "name", "unit_name", "parent_id"
        ):
            self.parents[pk], self._names[pk], self._codes[code] = parent, name, pk
            self._by_name[same(name)].append((pk, same(unit)))
            self._spellings[same(name)].add(pk)
            self._spellings[same(code)].add(pk)

    def name_of(self, identity: Identity) -> str:
        return self._names.get(identity, "")

    # Who is who

    def identify(self, run: Run, unnamed: Callable[[str, str], Hashable]) -> None:
        """Give every row its key and identity: by code, else by name and unit."""
        codes, names, units = (run.column(n) for n in ("code", "name", "unit_name"))
        by_pk = {pk: code for code, pk in self._codes.items()}
        for index, (code, name, unit) in enumerate(zip(codes, names, units, strict=True)):
            pk = self._codes.get(code) if code else self._named(run, index, name, unit)
            key = code or (by_pk[pk] if pk else unnamed(same(name), same(unit)))
            identity: Identity = pk or NewRow(index)
            self.keys.append(key)
            self.identities.append(identity)
            if name:
                self._names[identity] = name
                self._spellings[same(name)].add(identity)
            if code:
                self._spellings[same(code)].add(identity)

    def _named(self, run: Run, index: int, name: str, unit: str) -> int | None:
        found = self._by_name.get(same(name), []) if name else []
        if len(found) > 1:
            found = [entry for entry in found if entry[1] == same(unit)]
            if len(found) != 1:
                run.problem(index, "name", f"有几个党组织都叫“{name}”，请填党组织编码")
                return None
        return found[0][0] if found else None

    # Who is above whom

    def connect(self, run: Run) -> None:
        """Replace the words of the parent column by identities; name wrong ones and cycles."""
        if not run.has("parent_id"):
            return
        column = run.values["parent_id"]
        for index, words in enumerate(column):
            column[index] = self._parent(run, index, words) if words else None
            if words:
                self.parents[self.identities[index]] = column[index]
        for index, identity in enumerate(self.identities):
            circle = self._circle(identity)
            if circle:
                names = " → ".join(self.name_of(i) for i in circle)
                run.problem(index, "parent_id", f"上下级成了圈：{names}，请改正其中一处")

    def _parent(self, run: Run, index: int, words: str) -> Identity | None:
        found = self._spellings.get(same(words), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            run.problem(
                index, "parent_id", f"有 {len(found)} 个党组织都叫“{words}”，请改填党组织编码"
            )
        else:
            run.problem(
                index, "parent_id", f"没有找到上级党组织“{words}”，请先登记它，或在本表里加上这一行"
            )
        return None

    def _circle(self, start: Identity) -> list[Identity]:
        """The way from ``start`` upwards back to itself, both ends included; else nothing."""
        way, now = [start], self.parents.get(start)
        while now is not None and now not in way:
            way.append(now)
            now = self.parents.get(now)
        return [*way, start] if now == start else []

    def drop_orphans(self, run: Run) -> None:
        """A new row under a new row that cannot go in cannot go in either."""
        children = [
            (index, parent.index)
            for index, parent in enumerate(run.column("parent_id"))
            if isinstance(parent, NewRow)
        ]
        while found := [(i, p) for i, p in children if p in run.bad and i not in run.bad]:
            for index, parent in found:
                run.problem(
                    index,
                    "parent_id",
                    f"上级党组织在第 {run.line(parent)} 行，那一行有错、不能导入，请先改正那一行",
                )

    # Writing

    def place(self, keys: Mapping[int, int]) -> None:
        """Primary keys drawn for new rows."""
        self.placed = dict(keys)

    def resolved(self, parents: Iterable[Identity | None], count: int) -> list[int | None]:
        found = [self._key(parent) for parent in parents]
        return found or [None] * count

    def resolve_changes(self, plan: Plan) -> Plan:
        """The plan with primary keys in place of rows of the file."""
        if "parent_id" not in plan.fields:
            return plan
        at = plan.fields.index("parent_id")
        return replace(plan, changed=[self._resolve(change, at) for change in plan.changed])

    def _resolve(self, change: Change, at: int) -> Change:
        if not isinstance(change.row[at], NewRow):
            return change
        key = self._key(change.row[at])
        row = (*change.row[:at], key, *change.row[at + 1 :])
        fields = {**change.fields, "parent_id": (change.fields["parent_id"][0], key)}
        return replace(change, row=row, fields=fields)

    def _key(self, parent: Identity | None) -> int | None:
        if not isinstance(parent, NewRow):
            return parent
        if parent.index not in self.placed:
            raise Refusal(
                f"“{self.name_of(parent)}”没有导入，它下面的党组织也不能导入。请先改正它那一行。"
            )
        return self.placed[parent.index]

    def fresh_codes(self, taken: set[str]) -> Iterator[str]:
        """DZZ-<zone>-<number> above all that are in use (领域手册 0.4 编号)."""
        zone = Zone.objects.get(pk=self.zone_id).code.upper()
        used: Sequence[str] = [*self._codes, *taken]
        start = f"{PREFIX}-{zone}-"
        numbers = [
            int(c[len(start) :]) for c in used if c.startswith(start) and c[len(start) :].isdigit()
        ]
        number = max(numbers, default=0)
        while True:
            number += 1
            yield f"{start}{number:04d}"
