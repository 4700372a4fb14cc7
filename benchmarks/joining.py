"""The planner of joint branches: time, gain over a plain greedy, distance to the bound.

Units are made up: works along roads of a zone, one or two full members each, as they stand in a
survey. No database is involved, so one result serves all.
"""

import sys
import time
from collections.abc import Sequence
from random import Random

from benchmarks import options, report
from honglian.algo.joining import Limits, Plan, Problem, Result, Unit, greedy_plan, solve
from honglian.algo.stopping import MaxSeconds

SIZES = {340: 20.0, 5000: 120.0}  # units, seconds to look
QUICK = {340: 5.0, 5000: 20.0}
CENTRE = (114.30, 29.87)
DEGREE = 111_000.0  # metres, roughly


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print and keep; exit code 1 when a target is missed."""
    parser = options.parser("联合党支部组建方案：用时、比逐家凑的好多少、离上限多远")
    asked = parser.parse_args(argv)
    sizes = QUICK if asked.quick else SIZES
    result = report.Report(
        "joining", "none", asked.quick, {"units": list(sizes), "reach_m": 2000, "seed": 1}
    )
    table = report.Table(
        "联合党支部组建方案",
        [
            "企业数",
            "办法",
            "用时（秒）",
            "覆盖",
            "上限",
            "支部",
            "平均最远（米）",
            "跨链支部",
            "代价",
        ],
    )
    result.tables.append(table)
    for count, seconds in sizes.items():
        _measure(result, table, count, seconds)
    return report.finish([result], as_json=asked.json)


def _measure(result: report.Report, table: report.Table, count: int, seconds: float) -> None:
    problem = zone(count)
    report.say(f"{count} 家，最多看 {seconds:g} 秒 …")
    began = time.perf_counter()
    greedy = greedy_plan(problem)
    greedy_seconds = time.perf_counter() - began
    found = solve(problem, stop=MaxSeconds(seconds), seed=1)
    table.rows.append(_line(count, "逐家凑", greedy_seconds, greedy, None))
    table.rows.append(_line(count, "求解", found.seconds, found.best, found))
    gap = found.cost_gap
    result.figures[str(count)] = {
        "greedy": _figures(greedy) | {"seconds": round(greedy_seconds, 2)},
        "solved": _figures(found.best)
        | {
            "seconds": round(found.seconds, 2),
            "rounds": found.rounds,
            "bound_covered": found.bound.covered,
            "bound_cost": round(found.bound.cost),
            "cost_gap": None if gap is None else round(gap, 4),
            "optimal": found.is_optimal,
        },
    }
    gained = found.best.covered - greedy.covered
    result.aim(
        f"{count} 家：比逐家凑多覆盖", "≥ 0 家", gained, gained >= 0 and found.feasible, "{:.0f}"
    )
    result.aim(
        f"{count} 家：比逐家凑更好（家数，同家数时代价）",
        "是",
        1,
        found.best.beats(greedy),
        "{:.0f}",
    )


def zone(count: int) -> Problem:
    """``count`` works along roads; the area grows with their number, four chains, one park in six km."""
    rng = Random(count)
    side = 9_000.0 * (count / 340) ** 0.5
    roads = [
        (rng.random() * side, rng.random() * side, rng.random() < 0.5)
        for _ in range(count // 20 + 4)
    ]
    units = []
    for key in range(count):
        x, y, along = rng.choice(roads)
        x += rng.gauss(0, 1200 if along else 120)
        y += rng.gauss(0, 120 if along else 1200)
        units.append(
            Unit(
                key,
                full=rng.choices([1, 2], [6, 4])[0],
                probationary=rng.random() < 0.15,
                place=(CENTRE[0] + x / DEGREE / 0.867, CENTRE[1] + y / DEGREE),
                chain=rng.choice(("fb", "im", "nm", "")),
                park=f"{int(x // 6000)}-{int(y // 6000)}",
                workers=rng.randint(8, 400),
            )
        )
    return Problem(tuple(units), Limits(reach=2000.0))


def _figures(plan: Plan) -> dict[str, object]:
    widths = [branch.widest for branch in plan.branches]
    return {
        "covered": plan.covered,
        "branches": len(plan.branches),
        "mean_widest_m": round(sum(widths) / len(widths)) if widths else 0,
        "mixed": sum(len(branch.chains) > 1 for branch in plan.branches),
        "cost": round(plan.cost),
    }


def _line(count: int, name: str, seconds: float, plan: Plan, found: Result | None) -> list[str]:
    figures = _figures(plan)
    return [
        f"{count:,}",
        name,
        f"{seconds:.1f}",
        f"{plan.covered:,}",
        f"{found.bound.covered:,}" if found else "",
        f"{figures['branches']:,}",
        f"{figures['mean_widest_m']:,}",
        f"{figures['mixed']:,}",
        f"{figures['cost']:,}",
    ]


if __name__ == "__main__":
    sys.exit(main())
