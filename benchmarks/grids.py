"""The planner of grids: time, how even, how short, how much is kept, and how far from the bound.

Enterprises are made up: works along roads of a zone in three grids drawn without counting. No
database is involved, so one result serves all.
"""

import sys
import time
from collections.abc import Sequence
from random import Random

from benchmarks import options, report
from honglian.algo.gridding import Grid, Problem, Result, Unit, measure, solve
from honglian.algo.stopping import MaxSeconds

SIZES = {(340, 3): 20.0, (2000, 12): 90.0}  # enterprises and grids, seconds to look
QUICK = {(340, 3): 5.0}
CENTRE = (114.30, 29.87)
DEGREE = 111_000.0  # metres, roughly


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print and keep; exit code 1 when a target is missed."""
    asked = options.parser("网格划分方案：用时、均衡、路程、调整几家、离下限多远").parse_args(argv)
    sizes = QUICK if asked.quick else SIZES
    result = report.Report(
        "grids", "none", asked.quick, {"sizes": [list(s) for s in sizes], "seed": 1}
    )
    heads = [
        "企业",
        "网格",
        "办法",
        "用时（秒）",
        "最重比平均",
        "路程（公里）",
        "调整（家）",
        "代价",
        "下限",
    ]
    table = report.Table("网格划分方案", heads)
    result.tables.append(table)
    for (count, grids), seconds in sizes.items():
        _measure(result, table, count, grids, seconds)
    return report.finish([result], as_json=asked.json)


def _measure(
    result: report.Report, table: report.Table, count: int, grids: int, seconds: float
) -> None:
    problem = zone(count, grids)
    report.say(f"{count} 家、{grids} 个网格，最多看 {seconds:g} 秒 …")
    began = time.perf_counter()
    found = solve(problem, stop=MaxSeconds(seconds), seed=1)
    spent = time.perf_counter() - began
    table.rows += [
        _line(count, grids, "今天", 0.0, found, True),
        _line(count, grids, "方案", spent, found, False),
    ]
    result.figures[f"{count}/{grids}"] = {
        "seconds": round(spent, 1),
        "rounds": found.rounds,
        "spread_today": round(found.today.spread, 4),
        "spread": round(found.figures.spread, 4),
        "way_km": round(sum(found.figures.ways) / 1000, 1),
        "moved": found.figures.moved,
        "cost": round(found.figures.cost, 4),
        "bound": round(found.bound, 4),
        "gap": round(found.gap, 4),
    }
    result.aim(f"{count} 家：每个网格连成一片", "是", 1, found.feasible, "{:.0f}")
    result.aim(
        f"{count} 家：最重的网格比平均重", "≤ 5 %", found.figures.spread * 100,
        found.figures.spread <= 0.05, "{:.1f} %",
    )  # fmt: skip
    start = measure(problem, [now for now in problem.today if now is not None])
    result.aim(f"{count} 家：代价低于今天", "是", 1, found.figures.cost < start.cost, "{:.0f}")


def zone(count: int, grids: int) -> Problem:
    """Works along roads; today's grids are stripes of equal width, so their work is uneven."""
    rng = Random(count)
    side = 9_000.0 * (count / 340) ** 0.5
    roads = [(rng.betavariate(2, 3) * side, rng.random() < 0.5) for _ in range(count // 20 + 4)]
    units = []
    for key in range(count):
        at, along = rng.choice(roads)
        x, y = (rng.random() * side, at) if along else (at, rng.random() * side)
        x, y = x + rng.gauss(0, 60), y + rng.gauss(0, 60)
        stripe = min(grids - 1, max(0, int(x / side * grids)))
        units.append(
            Unit(
                key,
                (CENTRE[0] + x / DEGREE / 0.867, CENTRE[1] + y / DEGREE),
                load=rng.choices([1, 2, 3], [5, 4, 1])[0],
                risk=rng.choices([0, 1, 3], [6, 3, 1])[0],
                now=stripe,
            )
        )
    return Problem(tuple(units), tuple(Grid(k) for k in range(grids)))


def _line(count: int, grids: int, name: str, seconds: float, found: Result, now: bool) -> list[str]:
    figures = found.today if now else found.figures
    return [
        f"{count:,}",
        str(grids),
        name,
        f"{seconds:.1f}" if seconds else "",
        f"+{figures.spread * 100:.1f} %",
        f"{sum(figures.ways) / 1000:.1f}",
        f"{figures.moved:,}",
        f"{figures.cost:.4f}",
        "" if now else f"{found.bound:.4f}",
    ]


if __name__ == "__main__":
    sys.exit(main())
