"""Cases of another hotline, brought in from its file with their numbers kept.

A number is known by its source system: the same file brought in again adds nothing. Every new row
goes through the same report as any whistle, so it has its clock, its desk line and its timeline.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from honglian.algo.standards import mask_mobile
from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.sheets.api import Column, Journal, Plan, Run, Sheet
from honglian.foundation.sheets.kinds import Code, Directory, Mobile, Reference, Text
from honglian.foundation.zones.api import config_of
from honglian.kit.actor import Actor

from . import actions
from .models import Case
from .states import CASE

STAYS = "诉求已登记并开始计时，不能成批撤销；不该办的请逐件“不予受理”或并案"
COLUMNS = (
    Column("number", "诉求编号", Text(), imported=False, width=18),
    Column(
        "outside_number",
        "外部编号",
        Code(64),
        synonyms=("工单编号", "工单号", "来件编号", "热线编号"),
        required=True,
        width=20,
        help="来源系统的编号；同一来源同一编号只登记一次",
        example="2026112500123",
    ),
    Column(
        "source",
        "来源系统",
        Text(32),
        synonyms=("来源", "来源平台", "热线"),
        required=True,
        help="例如 12345、市长信箱",
        example="12345",
    ),
    Column(
        "enterprise_name",
        "企业名称",
        Text(128),
        synonyms=("企业", "诉求企业", "公司名称"),
        width=30,
        help="企业库里有同名企业的自动关联",
    ),
    Column("title", "标题", Text(80), synonyms=("诉求标题", "主题"), width=30),
    Column(
        "text",
        "诉求内容",
        Text(5000, lines=True),
        synonyms=("内容", "工单内容", "诉求"),
        required=True,
        width=50,
        example="门口道路塌陷，货车进不来。",
    ),
    Column(
        "category",
        "诉求类别",
        Reference("categories"),
        synonyms=("类别", "分类"),
        help="按本区的类别名称；拿不准的留空",
    ),
    Column("place", "地点", Text(120), synonyms=("地址", "事发地点")),
    Column("reporter_name", "联系人", Text(32), synonyms=("来电人", "诉求人")),
    Column(
        "reporter_mobile",
        "联系电话",
        Mobile(fixed_too=True),
        synonyms=("电话", "来电号码", "手机"),
        mask=mask_mobile,
    ),
    Column("state", "状态", Text(), imported=False),
)


class HotlineSheet(Sheet):
    code = "hotline"
    app = "hotline"
    title = "外部热线诉求台账"
    noun = "诉求"
    intro = "12345 等其他平台转来的诉求：保留原编号，重复导入不会重复登记。"
    model = Case
    key = "outside_number"
    columns = COLUMNS

    def lookups(self, zone_id: int) -> dict[str, Any]:
        stored = Case.rows.filter(zone_id=zone_id).exclude(outside_number="")
        return {
            "categories": categories(zone_id),
            "stored": {
                (source, number): pk
                for source, number, pk in stored.values_list("source", "outside_number", "pk")
            },
        }

    def key_columns(self, headers: Any) -> list[Column]:
        return [self.column("outside_number"), self.column("source")]

    def keys(self, run: Run) -> list[Any]:
        pairs = zip(run.column("source"), run.column("outside_number"), strict=True)
        return [(source, number) if source and number else None for source, number in pairs]

    def label(self, run: Run, index: int) -> str:
        return f"{run.column('outside_number')[index]} {run.column('text')[index]}"[:60]

    def existing(self, run: Run, fields: Sequence[str]) -> dict[Any, tuple[int, tuple]]:
        """Known numbers stay as they are: what has been worked on is not rewritten by a file."""
        stored, found = run.lookups["stored"], {}
        for index, key in enumerate(run.keys):
            if key in stored:
                found[key] = (stored[key], tuple(run.column(name)[index] for name in fields))
        return found

    def insert(self, run: Run, plan: Plan, journal: Journal) -> None:
        """Each new row is reported, in the name of who brings the file in."""
        by = replace(Actor.system(run.zone_id), name=journal.batch.actor_name)
        firms = _enterprises(run, plan.new)
        names = [c.field for c in COLUMNS if c.imported]
        keys = []
        for index in plan.new:
            row = {name: run.column(name)[index] or "" for name in names}
            row["enterprise_id"] = firms.get(row["enterprise_name"])
            made = actions.report(by=by, channel=Case.Channel.HOTLINE.value, **row)
            keys.append(made.case.pk)
        if keys:
            journal.created(Case, keys, {"source": [run.column("source")[i] for i in plan.new]})

    def holds(self, ids: Sequence[int]) -> dict[int, str]:
        return dict.fromkeys(ids, STAYS)

    def visible_to(self, actor: Actor) -> Any:
        return Case.objects.visible_to(actor).exclude(outside_number="")

    def export_rows(self, actor: Actor) -> Iterator[Mapping[str, Any]]:
        names = [c.field for c in COLUMNS]
        rows = self.visible_to(actor).order_by("pk").values(*names)
        for row in rows.iterator(chunk_size=2000):
            yield row | {
                "state": CASE.state(row["state"]).name,
                "category": row["category"] or None,
            }


def categories(zone_id: int) -> Directory:
    """The zone's categories by name or code."""
    found = [(c.code, c.name, [c.code]) for c in config_of(zone_id).categories]
    return Directory("诉求类别", found, "请按本区的类别填写，拿不准的留空")


def _enterprises(run: Run, indexes: Sequence[int]) -> dict[str, int]:
    """Name → enterprise of the zone; a name that several bear names none."""
    wanted = {run.column("enterprise_name")[i] for i in indexes} - {"", None}
    rows = Enterprise.rows.filter(zone_id=run.zone_id, name__in=wanted).values_list("name", "pk")
    found: dict[str, list[int]] = {}
    for name, pk in rows:
        found.setdefault(name, []).append(pk)
    return {name: pks[0] for name, pks in found.items() if len(pks) == 1}
