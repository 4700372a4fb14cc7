"""Set up, change, draw and close grids."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404

from honglian.algo import areas
from honglian.foundation.audit.api import record
from honglian.foundation.orgs.api import PartyOrg
from honglian.foundation.zones.api import Chain, config_of
from honglian.kit import clock
from honglian.kit.actions import action
from honglian.kit.actor import Actor
from honglian.kit.errors import Refusal
from honglian.kit.events import emit
from honglian.kit.rules import BOOK

from .. import placing
from ..events import GridChanged
from ..models import Grid, GridArea, GridDuty, Placement

CODE = re.compile(r"[A-Z]{2,4}-[A-Z0-9]{2}-\d{3}")
EDIT = "grids.edit"


@action(EDIT)
def create(
    *,
    code: str,
    name: str,
    basis: str,
    starts_on: date,
    chain_id: int | None = None,
    org_id: int | None = None,
    area: str | dict[str, Any] = "",
    by: Actor,
    **more: str,
) -> Grid:
    """A new grid; with an area it takes the enterprises whose points lie in it."""
    code = code.strip().upper()
    if not CODE.fullmatch(code):
        raise Refusal("网格编码应写成 XNG-FB-001：高新区、产业链两位、三位序号。", field="code")
    if Grid.rows.filter(zone_id=by.zone_id, code=code).exists():
        raise Refusal(f"编码 {code} 已经用过，请换下一个序号。", field="code")
    grid = Grid(zone_id=by.zone_id, code=code, starts_on=starts_on)
    _fill(grid, by, name=name, basis=basis, chain_id=chain_id, org_id=org_id, **more)
    grid.save()
    if area:
        _draw(grid, area, by)
    placing.settle(grid.zone_id)
    record(by=by, verb="grids.create", target=grid)
    emit(GridChanged(grid, by))
    return grid


@action(EDIT)
def change(*, grid_id: int, by: Actor, **fields: Any) -> Grid:
    """Name, chain, branch, duties, telephone, way of division."""
    grid = _locked(grid_id, by)
    before = {name: getattr(grid, name) for name in fields}
    _fill(grid, by, **fields)
    grid.save()
    placing.settle(grid.zone_id)
    changes = {
        name: [str(before[name]), str(getattr(grid, name))]
        for name in fields
        if before[name] != getattr(grid, name)
    }
    record(by=by, verb="grids.change", target=grid, changes=changes)
    emit(GridChanged(grid, by))
    return grid


def _fill(grid: Grid, by: Actor, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(grid, name, value)
    if not grid.name.strip():
        raise Refusal("请写网格名称。", field="name")
    if grid.basis not in Grid.Basis.values:
        raise Refusal("请选怎样划定：按范围、按产业链或按企业名单。", field="basis")
    if grid.chain_id:
        get_object_or_404(Chain.objects.filter(zone_id=by.zone_id), pk=grid.chain_id)
    if grid.org_id:
        get_object_or_404(PartyOrg.rows.filter(zone_id=by.zone_id), pk=grid.org_id)
    if grid.basis == Grid.Basis.CHAIN:
        _check_chain(grid)


def _check_chain(grid: Grid) -> None:
    """Only one grid may take a whole chain, else an enterprise would belong to two."""
    if not grid.chain_id:
        raise Refusal("按产业链划定的网格要选产业链。", field="chain_id")
    same = Grid.rows.filter(
        zone_id=grid.zone_id, basis=Grid.Basis.CHAIN, chain_id=grid.chain_id, ends_on=None
    ).exclude(pk=grid.pk)
    if other := same.first():
        raise Refusal(
            f"{other.code} {other.name}已经按这条产业链划定，同一条链不能再划一个，请改按范围或名单。",
            field="chain_id",
        )


@action(EDIT)
def set_area(*, grid_id: int, area: str | dict[str, Any], by: Actor) -> Grid:
    """Draw the grid anew from today; enterprises follow, except those placed by hand."""
    grid = _locked(grid_id, by)
    if grid.basis != Grid.Basis.AREA:
        raise Refusal("这个网格不是按范围划定的，请先在“修改”里改成按范围。", field="area")
    _draw(grid, area, by)
    moved = placing.settle(grid.zone_id)
    record(by=by, verb="grids.set_area", target=grid, note=f"{moved} 家企业的归属随之变化")
    emit(GridChanged(grid, by))
    return grid


def _draw(grid: Grid, area: str | dict[str, Any], by: Actor) -> None:
    try:
        geometry = areas.read(area, config_of(grid.zone_id).grids.bounds or None)
    except areas.AreaProblem as problem:
        raise Refusal(f"{problem}。", code="bad_area", field="area") from problem
    today = clock.today()
    others = placing.areas_on(grid.zone_id, max(today, grid.starts_on), without=grid.pk)
    _check_apart(geometry, others, today)
    GridArea.rows.filter(grid=grid, ends_on=None, starts_on__gte=today).delete()
    GridArea.rows.filter(grid=grid, ends_on=None).update(ends_on=today)
    first = not GridArea.rows.filter(grid=grid).exists()
    GridArea.rows.create(
        grid=grid, geometry=geometry, made_by=by.name[:64],
        starts_on=min(today, grid.starts_on) if first else today,
    )  # fmt: skip


def _check_apart(geometry: dict[str, Any], others: dict[int, dict], day: date) -> None:
    found = areas.overlaps(geometry, others)
    names = {g.pk: str(g) for g in Grid.rows.filter(pk__in=[o.key for o in found])}
    told = tuple((names[o.key], o.square_metres, o.place) for o in found)
    BOOK.require("GRID-01", day, at="area", others=told)


@action(EDIT)
def close(*, grid_id: int, on: date, by: Actor) -> Grid:
    """The grid ends on a day; its enterprises fall to whom the facts give them."""
    grid = _locked(grid_id, by)
    if grid.ends_on is not None:
        raise Refusal(f"{grid.name}已于 {grid.ends_on} 停用。")
    if on <= grid.starts_on or on < clock.today():
        raise Refusal("停用日期不能早于今天，也不能早于启用日期。", field="on")
    busy = grid.events.exclude(state__in=("closed", "invalid")).count()
    if busy:
        raise Refusal(f"网格还有 {busy} 件事项没有办完，请先办结，或改派以后再停用。", field="on")
    grid.ends_on = on
    grid.save()
    _end_all(grid, on)
    record(by=by, verb="grids.close", target=grid, note=f"{on}")
    emit(GridChanged(grid, by))
    return grid


def _end_all(grid: Grid, on: date) -> None:
    """People and areas end with the grid on its day. Placements end with it today, else by the nightly
    settling, which finds the grid no longer in force."""
    GridDuty.rows.filter(grid=grid, ends_on=None, starts_on__lt=on).update(ends_on=on)
    GridDuty.rows.filter(grid=grid, ends_on=None).delete()
    GridArea.rows.filter(grid=grid, ends_on=None, starts_on__lt=on).update(ends_on=on)
    if on == clock.today():
        Placement.rows.filter(grid=grid, ends_on=None, starts_on__gte=on).delete()
        Placement.rows.filter(grid=grid, ends_on=None).update(ends_on=on)
        placing.settle(grid.zone_id)


def _locked(pk: int, by: Actor) -> Grid:
    rows = Grid.objects.visible_to(by).select_for_update(of=("self",))
    return get_object_or_404(rows, pk=pk)
