"""Which grid each park enterprise belongs to: computed from the facts, kept as a history.

What a person decided stays as long as its grid is in force. Otherwise the area in which the
enterprise's point lies decides, then the grid of its chain.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from honglian.algo.areas import Locator
from honglian.domains.enterprises.api import Enterprise
from honglian.foundation.orgs.api import held_on
from honglian.kit import clock

from .models import Grid, GridArea, Placement

Found = tuple[int, str]  # grid, how


def to_place() -> QuerySet[Enterprise]:
    """Enterprises that must belong to a grid: those of the park that are not struck off."""
    return Enterprise.rows.filter(is_in_park=True).exclude(status=Enterprise.Status.CLOSED)


def settle(zone_id: int, only: Iterable[int] | None = None) -> int:
    """Bring the placements of a zone (or of some of its enterprises) in step; returns how many changed.

    Four reads, and one write a sort of change; O(enterprises × log areas).
    """
    today = clock.today()
    rows = to_place().filter(zone_id=zone_id)
    open_rows = Placement.rows.filter(zone_id=zone_id, ends_on=None)
    if only is not None:
        rows, open_rows = rows.filter(pk__in=only), open_rows.filter(enterprise_id__in=only)
    standing = {row.enterprise_id: row for row in open_rows.select_related("grid")}
    wanted = _wanted(
        zone_id, today, list(rows.values_list("pk", "longitude", "latitude", "chain_id"))
    )
    ending, beginning = [], []
    for pk in wanted.keys() | standing.keys():
        now, target = standing.get(pk), wanted.get(pk)
        if now is not None and now.is_decided and now.grid.is_in_force and pk in wanted:
            continue
        if now is not None and target == (now.grid_id, now.how):
            continue
        if now is not None:
            ending.append(now)
        if target is not None:
            beginning.append((pk, *target))
    _end(ending, today)
    _begin(zone_id, beginning, today)
    return len({row.enterprise_id for row in ending} | {pk for pk, _, _ in beginning})


def _wanted(zone_id: int, day: date, firms: list[tuple]) -> dict[int, Found | None]:
    """Enterprise → grid and how by the facts alone; None where no grid takes it."""
    grids = Grid.rows.filter(held_on(day), zone_id=zone_id).order_by("code")
    chains = {
        g.chain_id: g.pk for g in grids if g.basis == Grid.Basis.CHAIN and g.chain_id is not None
    }
    locator = Locator(areas_on(zone_id, day))
    with_place = [f for f in firms if f[1] is not None and f[2] is not None]
    inside = dict(
        zip(
            (f[0] for f in with_place),
            locator.find([(f[1], f[2]) for f in with_place]),
            strict=True,
        )
    )
    found: dict[int, Found | None] = {}
    for pk, _, _, chain in firms:
        if (grid := inside.get(pk)) is not None:
            found[pk] = (grid, Placement.How.POINT.value)
        elif chain in chains:
            found[pk] = (chains[chain], Placement.How.CHAIN.value)
        else:
            found[pk] = None
    return found


def areas_on(zone_id: int, day: date, without: int | None = None) -> dict[int, dict]:
    """Grid → its area on a day, in the order of the grids' codes."""
    rows = GridArea.rows.filter(held_on(day), held_on(day, "grid"), grid__zone_id=zone_id)
    rows = rows.filter(grid__basis=Grid.Basis.AREA).exclude(grid_id=without)
    return dict(rows.order_by("grid__code").values_list("grid_id", "geometry"))


def _end(rows: list[Placement], today: date) -> None:
    """A placement that began today leaves no trace; an older one ends today."""
    fresh = [row.pk for row in rows if row.starts_on >= today]
    Placement.rows.filter(pk__in=fresh).delete()
    old = [row.pk for row in rows if row.starts_on < today]
    Placement.rows.filter(pk__in=old).update(ends_on=today)


def _begin(zone_id: int, found: list[tuple[int, int, str]], today: date) -> None:
    """An enterprise that was in no grid before belongs to its first one from the grid's first day."""
    known = set(
        Placement.rows.filter(enterprise_id__in=[pk for pk, _, _ in found]).values_list(
            "enterprise_id", flat=True
        )
    )
    starts = dict(Grid.rows.filter(zone_id=zone_id).values_list("pk", "starts_on"))
    Placement.rows.bulk_create(
        Placement(
            zone_id=zone_id,
            enterprise_id=pk,
            grid_id=grid,
            how=how,
            starts_on=today if pk in known else min(today, starts[grid]),
        )
        for pk, grid, how in sorted(found)
    )


def decide(enterprise: Enterprise, grid: Grid, *, how: str, reason: str, by_name: str) -> Placement:
    """Put an enterprise into a grid by a person's decision, from today."""
    today = clock.today()
    rows = Placement.rows.select_for_update().filter(enterprise=enterprise, ends_on=None)
    _end(list(rows), today)
    return Placement.rows.create(
        zone_id=grid.zone_id,
        enterprise=enterprise,
        grid=grid,
        how=how,
        reason=reason[:200],
        decided_by=by_name[:64],
        starts_on=today,
    )


def release(enterprise: Enterprise) -> None:
    """Take a person's decision back: the facts decide again."""
    rows = Placement.rows.select_for_update().filter(
        enterprise=enterprise, ends_on=None, how__in=Placement.KEPT
    )
    _end(list(rows), clock.today())
    settle(enterprise.zone_id, [enterprise.pk])


def in_grids_q(grid_ids: Iterable[int]) -> Q:
    """Filter on enterprises: those of these grids today."""
    rows = Placement.rows.filter(held_on(clock.today()), grid_id__in=grid_ids)
    return Q(pk__in=rows.values("enterprise"))


def grids_of(enterprise_ids: Iterable[int], day: date | None = None) -> dict[int, Grid]:
    """Enterprise → the grid it belonged to on a day; one query."""
    rows = Placement.rows.filter(
        held_on(day or clock.today()), enterprise_id__in=list(enterprise_ids)
    )
    return {row.enterprise_id: row.grid for row in rows.select_related("grid__chain")}


def firms_by_grid(zone_id: int, day: date) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    rows = Placement.rows.filter(held_on(day), zone_id=zone_id).order_by("enterprise_id")
    for grid, firm in rows.values_list("grid_id", "enterprise_id"):
        found[grid].append(firm)
    return dict(found)
