"""网格台账: the grids themselves, both ways. Areas are drawn on the map, people are handed over on the page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from honglian.foundation.orgs import directories
from honglian.foundation.orgs.api import held_on
from honglian.foundation.sheets.api import Column, Run, Sheet
from honglian.foundation.sheets.kinds import Choice, Code, Day, Reference, Text
from honglian.kit import clock
from honglian.kit.actor import Actor

from .models import Grid, GridDuty, Placement

COLUMNS = (
    Column(
        "code",
        "网格编码",
        Code(20, r"[A-Z]{2,4}-[A-Z0-9]{2}-\d{3}", "高新区、产业链两位、三位序号，如 XNG-FB-001"),
        synonyms=("编码", "网格码"),
        required=True,
        example="XNG-FB-001",
    ),
    Column("name", "网格名称", Text(64), required=True, example="食品饮料产业网格", width=24),
    Column(
        "basis",
        "怎样划定(按范围/按产业链/按企业名单)",
        Choice(Grid.Basis.choices, {"范围": "area", "产业链": "chain", "名单": "list"}),
        synonyms=("怎样划定", "划定方式"),
        default=Grid.Basis.AREA.value,
        help="留空为按范围；范围在网格页面的地图上画",
        example="按范围",
    ),
    Column("chain_id", "产业链", Reference("chains"), synonyms=("所属产业链",)),
    Column(
        "org_id",
        "牵头党组织",
        Reference("orgs", offered=False),
        synonyms=("产业园党支部",),
        width=24,
    ),
    Column("gb_code", "社区网格码", Code(18, r"\d{6,18}", "6 至 18 位数字")),
    Column("duty", "网格职责", Text(500), width=40),
    Column("phone", "监督电话", Text(32), help="对外公示"),
    Column("starts_on", "启用日期", Day(past=False), required=True, example="2026-01-01"),
    Column("ends_on", "停用日期", Day(past=False)),
    Column("note", "备注", Text(200)),
    Column("lead", "网格长", Text(), imported=False, help="在网格页面任用和交接"),
    Column("members", "网格员", Text(), imported=False, width=30),
    Column("firms", "企业数", Text(), imported=False),
)


class GridSheet(Sheet):
    code = "grids"
    app = "grids"
    title = "产业网格台账"
    noun = "网格"
    intro = (
        "网格的编码、名称、产业链和起止日期。范围在地图上画，网格长和网格员在网格页面任用、交接。"
    )
    model = Grid
    key = "code"
    columns = COLUMNS
    belongings = (Placement,)

    def lookups(self, zone_id: int) -> dict[str, Any]:
        return {
            "chains": directories.chains(zone_id),
            "orgs": directories.organisations(zone_id),
        }

    def check(self, run: Run) -> None:
        taken: dict[int, str] = dict(
            Grid.rows.filter(zone_id=run.zone_id, basis=Grid.Basis.CHAIN, ends_on=None).values_list(
                "chain_id", "code"
            )
        )
        for index, (code, basis, chain) in enumerate(
            zip(run.column("code"), run.column("basis"), run.column("chain_id"), strict=True)
        ):
            if basis != Grid.Basis.CHAIN:
                continue
            if chain is None:
                run.problem(index, "chain_id", "按产业链划定的网格要填产业链")
            elif taken.setdefault(chain, code) != code:
                run.problem(
                    index, "chain_id",
                    f"这条产业链已由网格 {taken[chain]} 按产业链划定，请改为按范围或按企业名单",
                )  # fmt: skip
        for index, (start, end) in enumerate(
            zip(run.column("starts_on"), run.column("ends_on"), strict=True)
        ):
            if start and end and end <= start:
                run.problem(index, "ends_on", f"停用日期应晚于启用日期 {start}，请核对")

    def export_rows(self, actor: Actor) -> Iterator[Mapping[str, Any]]:
        """With who serves and how many enterprises lie in it today."""
        people, firms = _people(actor.zone_id), _firms(actor.zone_id)
        names = [c.field for c in self.columns if c.imported]
        for row in self.visible_to(actor).order_by("code").values_list("pk", *names):
            pk, values = row[0], dict(zip(names, row[1:], strict=True))
            yield {
                **values,
                "lead": "、".join(people[pk, GridDuty.Kind.LEAD]),
                "members": "、".join(people[pk, GridDuty.Kind.MEMBER]),
                "firms": str(firms.get(pk, 0)),
            }


def _people(zone_id: int | None) -> dict[tuple[int, str], list[str]]:
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    rows = GridDuty.rows.filter(held_on(clock.today()), grid__zone_id=zone_id).order_by("pk")
    for grid, kind, name in rows.values_list("grid", "kind", "person_name"):
        found[grid, kind].append(name)
    return found


def _firms(zone_id: int | None) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for grid in Placement.rows.filter(held_on(clock.today()), zone_id=zone_id).values_list(
        "grid", flat=True
    ):
        found[grid] += 1
    return found
