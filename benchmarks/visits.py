"""A month of visits: 340 enterprises, requests of five departments, four crews; time, savings, bounds.

No database is involved: the planner's question is made up as the month's planning makes it.
"""

import sys
from collections.abc import Sequence
from random import Random

import numpy as np

from benchmarks import options, report
from honglian.algo.routing import Problem, Team, Visit, solve, violations
from honglian.algo.stopping import MaxSeconds

FIRMS, DAYS = 340, 21
HALVES = ((510, 720), (870, 1050))
SKILLS = (
    frozenset({"safety", "fire", "hr"}),
    frozenset({"safety", "fire", "market"}),
    frozenset({"safety", "ecology", "hr"}),
    frozenset({"fire", "market", "ecology"}),
)
SPEED = 25_000 / 60  # metres a minute
LIMIT = 60.0


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print and keep; exit code 1 when a target is missed."""
    asked = options.parser("月度排期：340 家企业一个月").parse_args(argv)
    seconds = 15.0 if asked.quick else 45.0
    problem = month()
    found = solve(problem, stop=MaxSeconds(seconds), seed=1)
    left, teams, metres = found.best.cost(problem)
    result = report.Report("visits", "none", asked.quick, {"firms": FIRMS, "seconds": seconds})
    table = report.Table(
        "月度排期", ["企业", "排进", "出动半天", "至少", "公里", "至少", "用时（秒）"]
    )
    table.rows.append(
        [
            str(FIRMS), str(len(found.best.served)), str(teams), str(found.bound.teams),
            f"{metres / 1000:.0f}", f"{found.bound.distance / 1000:.0f}", f"{found.seconds:.1f}",
        ]
    )  # fmt: skip
    result.tables.append(table)
    result.figures["month"] = {
        "served": len(found.best.served), "left_worth": left, "outings": teams, "metres": metres,
        "least_outings": found.bound.teams, "least_metres": found.bound.distance,
    }  # fmt: skip
    broken = len(list(violations(problem, found.best)))
    result.aim("用时", f"< {LIMIT:g} 秒", found.seconds, found.seconds < LIMIT, "{:.1f}")
    result.aim("违反硬规则", "0 条", broken, broken == 0, "{:.0f}")
    return report.finish([result], as_json=asked.json)


def month() -> Problem:
    """Enterprises in a square of nine kilometres, a quarter with narrow hours, 252 half-days."""
    rng = Random(340)
    points = np.array(
        [(4500, 4500), *((rng.randrange(9000), rng.randrange(9000)) for _ in range(FIRMS))]
    )
    way = np.rint(np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1)) * 1.3).astype(
        np.int64
    )
    teams = [
        Team(len(HALVES) * (day * len(SKILLS) + crew) + half, 0, start, end, skills)
        for day in range(DAYS)
        for crew, skills in enumerate(SKILLS)
        for half, (start, end) in enumerate(HALVES)
    ]
    visits = []
    for key in range(1, FIRMS + 1):
        skills = rng.choice(SKILLS)
        needs = frozenset(rng.sample(sorted(skills), rng.randint(1, 3)))
        early, late = rng.choice(((0, 1439), (0, 1439), (0, 1439), (540, 660), (900, 1020)))
        service = rng.choice((40, 60, 75))
        visits.append(
            Visit(key, key, service, early, late - service, needs=needs, worth=rng.randint(1, 9))
        )
    duration = np.ceil(way / SPEED).astype(np.int64)
    return Problem(tuple(visits), tuple(teams), way, duration)


if __name__ == "__main__":
    sys.exit(main())
