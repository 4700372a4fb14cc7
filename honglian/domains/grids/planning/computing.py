"""Today's grids as a question for the planner, and its answer in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q

from honglian.algo.gridding import Figures, Grid, Problem, Result, Unit, Weights, solve
from honglian.algo.stopping import MaxRounds, MaxSeconds, Stop
from honglian.foundation.orgs.api import held_on
from honglian.kit import clock
from honglian.kit.errors import Refusal

from .. import models
from ..placing import to_place
from ..reporting.states import EVENT

KEY_LOAD, PLAIN_LOAD = 2.0, 1.0  # visits a month (领域手册 D.2 默认频次，设)
MANY_HANDS = 300  # people at work; more count as a risk of their own
YEAR = timedelta(days=365)
LABELS = {
    "load": "使工作量更均衡",
    "risk": "使风险更均衡",
    "way": "路更近",
    "piece": "留在原网格会使网格断开",
    "group": "随相邻企业一起划，网格才连成片",
    "new": "原来没有网格",
}


@dataclass(frozen=True)
class Question:
    """The problem with what its numbers stand for."""

    problem: Problem
    names: Mapping[int, str]
    grids: Mapping[int, models.Grid]
    placeless: int
    by_hand: int


def question(zone_id: int, limits: Mapping[str, Any]) -> Question:
    """Every park enterprise with a place; those a person placed stay and count as a load of their grid."""
    today = clock.today()
    grids = {g.pk: g for g in models.Grid.rows.filter(held_on(today), zone_id=zone_id)}
    if len(grids) < 2:
        raise Refusal("在用的网格不足两个，没有可以调整的。请先设立网格。")
    homes = {
        p.enterprise_id: p for p in models.Placement.rows.filter(held_on(today), zone_id=zone_id)
    }
    units, fixed, placeless = [], Counter[tuple[int, str]](), 0
    names = {}
    for row in _firms(zone_id):
        load, risk = _load(row), _risk(row)
        home = homes.get(row["pk"])
        names[row["pk"]] = row["name"]
        if home is not None and home.how == models.Placement.How.HAND:
            fixed[home.grid_id, "load"] += load
            fixed[home.grid_id, "risk"] += risk
        elif row["longitude"] is None or row["latitude"] is None:
            placeless += 1
        else:
            units.append(
                Unit(
                    row["pk"],
                    (row["longitude"], row["latitude"]),
                    load,
                    risk,
                    home.grid_id if home else None,
                )
            )
    if len(units) < len(grids):
        raise Refusal("登记了经纬度的企业比网格还少，算不出方案。请先在企业库里补登经纬度。")
    problem = Problem(
        tuple(units),
        tuple(Grid(pk, fixed[pk, "load"], fixed[pk, "risk"]) for pk in sorted(grids)),
        Weights(*(float(limits[name]) for name in ("load", "risk", "way", "keep"))),
    )
    by_hand = sum(p.how == models.Placement.How.HAND for p in homes.values())
    return Question(problem, names, grids, placeless, by_hand)


def _firms(zone_id: int) -> list[dict[str, Any]]:
    rows = to_place().filter(zone_id=zone_id).order_by("pk")
    since = clock.now() - YEAR
    rows = rows.annotate(
        open_events=Count("grid_events", filter=Q(grid_events__state__in=EVENT.open_states)),
        unsafe=Count(
            "grid_events",
            filter=Q(grid_events__topic="safety", grid_events__collected_at__gte=since),
        ),
    )
    return list(
        rows.values(
            "pk", "name", "longitude", "latitude", "is_key", "employees", "open_events", "unsafe"
        )
    )


def _load(row: Mapping[str, Any]) -> float:
    """Work a month: visits due, and what is open."""
    return (KEY_LOAD if row["is_key"] else PLAIN_LOAD) + row["open_events"]


def _risk(row: Mapping[str, Any]) -> float:
    """Safety matters of a year, and one for many people at work."""
    return row["unsafe"] + float((row["employees"] or 0) >= MANY_HANDS)


def compute(asked: Question, *, seconds: float, rounds: int | None = None) -> Result:
    stop: Stop = MaxSeconds(seconds) if rounds is None else MaxRounds(rounds)
    return solve(asked.problem, stop=stop, seed=1)


def moves(asked: Question, result: Result) -> list[dict[str, Any]]:
    """One line an enterprise that would change, the most worth first."""
    found = sorted(result.reasons, key=lambda m: (-m.gain, m.unit))
    return [
        {
            "id": m.unit,
            "name": asked.names[m.unit],
            "from": m.source,
            "to": m.target,
            "why": LABELS[m.why],
        }
        for m in found
    ]


def summary(asked: Question, result: Result) -> dict[str, Any]:
    """Figures of today and of the plan, grid by grid, as they are shown and kept."""
    keys = [g.key for g in asked.problem.grids]
    homes = {
        "today": [-1 if now is None else now for now in asked.problem.today],
        "plan": list(result.best),
    }
    rows = [
        {
            "id": key,
            "name": asked.grids[key].name,
            **{when: _grid_row(result, when, n, homes[when].count(n)) for when in homes},
        }
        for n, key in enumerate(keys)
    ]
    return {
        "grids": rows,
        "today": _whole(result.today),
        "plan": _whole(result.figures),
        "bound": round(result.bound, 4),
        "gap": round(result.gap, 4),
        "feasible": result.feasible,
        "moved": result.figures.moved,
        "fresh": sum(now is None for now in asked.problem.today),
        "units": len(asked.problem.units),
        "placeless": asked.placeless,
        "by_hand": asked.by_hand,
        "seconds": round(result.seconds, 1),
    }


def _grid_row(result: Result, when: str, n: int, firms: int) -> dict[str, Any]:
    figures = result.today if when == "today" else result.figures
    return {
        "firms": firms,
        "load": round(figures.loads[n], 1),
        "risk": round(figures.risks[n], 1),
        "way": round(figures.ways[n] / 1000, 1),
        "pieces": figures.pieces[n],
    }


def _whole(figures: Figures) -> dict[str, float]:
    return {
        "spread": round(figures.spread, 4),
        "way": round(sum(figures.ways) / 1000, 1),
        "cost": round(figures.cost, 4),
    }
