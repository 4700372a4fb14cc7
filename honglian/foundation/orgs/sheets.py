"""党组织基本信息台账 (LD01): a tree, so rows may name each other as parents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from honglian.algo.hanzi import search_tokens
from honglian.foundation.sheets import bulk
from honglian.foundation.sheets.api import Column, Derived, Journal, Plan, Run, Sheet
from honglian.foundation.sheets.kinds import (
    Choice,
    Code,
    CreditCode,
    Day,
    Flag,
    Mobile,
    Names,
    Reference,
    Text,
)
from honglian.kit import clock
from honglian.kit.actor import Actor

from . import directories, posts
from .history import keep_zone
from .models import OrgClosure, OrgPeriod, PartyOrg
from .treeing import Tree
from .types import ORG_TYPES

POSTS = ("secretary", "deputies")


class Parent(Text):
    """The name or code of another organisation, of the zone or of the same file."""

    empty = None

    def show(self, value: Any, run: Run) -> str:
        return "" if value is None else run.lookups["tree"].name_of(value)


COLUMNS = (
    Column("seq", "序号", Text(), imported=False, width=6),
    Column(
        "name",
        "党组织名称",
        Text(128),
        synonyms=("组织名称", "党组织全称", "名称"),
        required=True,
        width=32,
        example="示例机电党支部",
    ),
    Column(
        "code",
        "党组织编码",
        Code(32),
        synonyms=("组织编码", "编码", "党组织代码"),
        width=18,
        help="留空时按名称和所在单位认，新的自动编号",
    ),
    Column(
        "type",
        "组织类别",
        Choice(
            tuple(ORG_TYPES.choices()),
            {alias: t.code for t in ORG_TYPES.values() for alias in t.aliases},
        ),
        synonyms=("党组织类别", "类别", "组织类型"),
        required=True,
        example="党支部",
    ),
    Column(
        "parent_id",
        "上级党组织",
        Parent(128),
        synonyms=("上级组织", "隶属党组织", "上级党组织名称"),
        width=28,
        help="名称或编码，可以是同一张表里的另一行",
    ),
    Column("unit_name", "所在单位", Text(128), synonyms=("单位名称", "单位"), width=28),
    Column("unit_uscc", "统一社会信用代码", CreditCode(), synonyms=("信用代码",), width=22),
    Column(
        "formation",
        "组建方式",
        Choice(PartyOrg.Formation.choices, {"单独": "single", "联合": "joint"}),
    ),
    Column("founded_on", "成立日期", Day(), synonyms=("成立时间",)),
    Column("approval_no", "批复文号", Text(64), width=20),
    Column("term_ends_on", "本届届满日期", Day(past=False), synonyms=("届满日期", "届满时间")),
    Column("secretary", "书记", Names(32), synonyms=("党组织书记", "支部书记")),
    Column("deputies", "副书记", Names(96), help="几个人用顿号分开"),
    Column("committee_count", "委员人数", Text(), imported=False),
    Column("formal_count", "正式党员数", Text(), imported=False),
    Column("probationary_count", "预备党员数", Text(), imported=False),
    Column("is_functional", "是否功能型", Flag(), help="留空时按组织类别"),
    Column("chain_id", "所属产业链", Reference("chains"), synonyms=("产业链",)),
    Column("grid", "所属网格", Text(), imported=False),
    Column("instructor", "党建指导员", Text(), imported=False),
    Column("phone", "联系电话", Mobile(fixed_too=True), synonyms=("电话",)),
    Column("note", "备注", Text(200)),
)


@dataclass(frozen=True)
class Unnamed:
    """The key of a row without a code that no stored organisation matches."""

    name: str
    unit: str


class OrgSheet(Sheet):
    code = "orgs"
    app = "orgs"
    title = "党组织基本信息台账"
    official = "LD01"
    noun = "党组织"
    intro = "党组织的隶属、类别、届期和书记。上级可以写在同一张表里，不分先后。"
    model = PartyOrg
    key = "code"
    columns = COLUMNS
    virtual = frozenset(POSTS)
    belongings = (OrgClosure, OrgPeriod)
    derived = (
        Derived(
            ("search",),
            ("name", "unit_name", "code"),
            lambda *texts: (search_tokens(" ".join(texts).strip()),),
        ),
    )

    def lookups(self, zone_id: int) -> dict[str, Any]:
        return {"chains": directories.chains(zone_id), "tree": Tree(zone_id)}

    def key_columns(self, headers: Any) -> list[Column]:
        return [] if "code" in headers.fields else [self.column("name")]

    def key_field(self, run: Run) -> str:
        return "code" if run.has("code") else "name"

    def keys(self, run: Run) -> list[Any]:
        return run.lookups["tree"].keys

    def check(self, run: Run) -> None:
        self._functional(run)
        self._dates(run)
        tree: Tree = run.lookups["tree"]
        tree.identify(run, Unnamed)
        tree.connect(run)

    def settle(self, run: Run) -> None:
        run.lookups["tree"].drop_orphans(run)

    def _functional(self, run: Run) -> None:
        if not run.has("type"):
            return
        flags = run.values.setdefault("is_functional", [None] * len(run))
        for index, (flag, type_) in enumerate(zip(flags, run.values["type"], strict=True)):
            if flag is None and type_:
                flags[index] = ORG_TYPES[type_].functional

    def _dates(self, run: Run) -> None:
        pairs = zip(run.column("founded_on"), run.column("term_ends_on"), strict=True)
        for index, (founded, ends) in enumerate(pairs):
            if founded and ends and ends <= founded:
                run.problem(
                    index, "term_ends_on", f"届满日期 {ends} 不晚于成立日期 {founded}，请核对"
                )

    def virtual_values(self, run: Run, pks: Mapping[int, Any]) -> dict[int, dict[str, Any]]:
        return posts.holders(list(pks), run.today)

    # Writing

    def insert(self, run: Run, plan: Plan, journal: Journal) -> None:
        tree: Tree = run.lookups["tree"]
        keys = bulk.draw_keys(PartyOrg, len(plan.new))
        tree.place(dict(zip(plan.new, keys, strict=True)))
        values = journal.stamped(PartyOrg, self.new_values(run, plan.new))
        values["code"] = self._codes(run, plan.new)
        values["parent_id"] = tree.resolved(values.get("parent_id", ()), len(plan.new))
        bulk.insert(PartyOrg, values, len(plan.new), keys=keys)
        journal.created(PartyOrg, keys, values)

    def _codes(self, run: Run, indexes: Sequence[int]) -> list[str]:
        """Given codes, and fresh ones for rows without."""
        fresh = run.lookups["tree"].fresh_codes({k for k in run.keys if isinstance(k, str)})
        keys = [run.keys[i] for i in indexes]
        return [next(fresh) if isinstance(key, Unnamed) else key for key in keys]

    def update(self, run: Run, plan: Plan, journal: Journal) -> None:
        super().update(run, run.lookups["tree"].resolve_changes(plan), journal)

    def after(self, run: Run, plan: Plan, journal: Journal) -> None:
        """Posts of secretaries, then the closure of the whole tree and the periods."""
        from .api import rebuild_closure

        placed = run.lookups["tree"].placed
        wanted = {placed[i]: {n: run.column(n)[i] for n in POSTS} for i in plan.new}
        for change in plan.changed:
            wanted[change.pk] = {n: pair[1] for n, pair in change.fields.items() if n in POSTS}
        posts.seat(wanted, clock.today(), journal, known={change.pk for change in plan.changed})
        rebuild_closure(run.zone_id)
        keep_zone(run.zone_id)

    def after_undo(self, zone_id: int) -> None:
        from .api import rebuild_closure

        rebuild_closure(zone_id)
        keep_zone(zone_id)

    # Export

    def export_rows(self, actor: Actor) -> Iterator[Mapping[str, Any]]:
        rows = list(_counted(self.visible_to(actor)).order_by("code"))
        holders = posts.holders([row.pk for row in rows], clock.today())
        for row in rows:
            plain = {c.field: getattr(row, c.field, None) for c in COLUMNS}
            yield {**plain, **holders[row.pk], "grid": "", "instructor": ""}


def _counted(rows: QuerySet) -> QuerySet:
    return rows.annotate(
        committee_count=Count("posts", filter=Q(posts__ends_on__isnull=True), distinct=True),
        formal_count=Count("members", filter=Q(members__category="formal"), distinct=True),
        probationary_count=Count(
            "members", filter=Q(members__category="probationary"), distinct=True
        ),
    )
