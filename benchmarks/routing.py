"""The planner of visits on public instances with time windows: teams first, then distance.

``--data`` names a folder with best_known.csv and archives of instances (Solomon, Gehring and
Homberger); without it there is nothing to measure against. Distances are real numbers with two
decimals; the planner works in hundredths, rounded up, so that its times can be kept.
"""

import csv
import sys
import time
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import mean

import numpy as np

from benchmarks import options, report
from honglian.algo.routing import Plan, Problem, Team, Visit, solve
from honglian.algo.stopping import MaxSeconds

UNIT = 100
ARCHIVES = {100: "solomon100.zip", 200: "gh200.zip"}
SAMPLE = {
    100: "c101 c203 r101 r104 r110 r202 r210 rc101 rc108 rc204".split(),
    200: "c1_2_2 c1_2_8 c2_2_3 r1_2_3 r1_2_10 r2_2_8 rc1_2_5 rc1_2_10 rc2_2_3 rc2_2_7".split(),
}
GAP = {100: 0.015, 200: 0.03}
FLEET = 0.75


@dataclass(frozen=True)
class Instance:
    name: str
    problem: Problem
    exact: np.ndarray
    teams: int
    distance: float


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print and keep; exit code 1 when a target is missed."""
    parser = options.parser("走访路线：先少出动，再少走路，与公开的最好结果相比")
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--only", nargs="*", default=None, metavar="NAME")
    asked = parser.parse_args(argv)
    if asked.data is None:
        report.say("请用 --data 给出实例所在的文件夹。")
        return 2
    seconds = 5.0 if asked.quick else asked.seconds
    result = report.Report("routing", "none", asked.quick, {"seconds": seconds, "seed": 1})
    columns = ["实例", "最好：队", "本次：队", "最好：路程", "本次：路程", "差", "用时（秒）"]
    for size, names in SAMPLE.items():
        chosen = [n for n in names if asked.only is None or n in asked.only]
        table = report.Table(f"{size} 个客户，每例 {seconds:g} 秒", columns)
        gaps, hits = [], 0
        for found in read(Path(asked.data), size, chosen):
            gap = _measure(result, table, found, seconds)
            hits += gap is not None
            gaps += [] if gap is None else [gap]
        if chosen:
            result.tables.append(table)
            share = hits / len(chosen)
            result.aim(f"{size}：队数等于最好", f"≥ {FLEET:.0%}", share, share >= FLEET)
            worst = mean(gaps) if gaps else 1.0
            result.aim(
                f"{size}：队数相同时路程平均多出", f"≤ {GAP[size]:.1%}", worst,
                worst <= GAP[size], "{:.4f}",
            )  # fmt: skip
    return report.finish([result], as_json=asked.json)


def _measure(
    result: report.Report, table: report.Table, found: Instance, seconds: float
) -> float | None:
    """The gap in distance where the number of teams is the best known one (or fewer)."""
    report.say(f"{found.name} …")
    began = time.perf_counter()
    answer = solve(found.problem, stop=MaxSeconds(seconds), seed=1)
    spent = time.perf_counter() - began
    way = driven(found.exact, answer.best)
    gap = way / found.distance - 1
    equal = answer.feasible and answer.best.teams <= found.teams
    table.rows.append(
        [
            found.name, str(found.teams), str(answer.best.teams), f"{found.distance:.1f}",
            f"{way:.1f}", f"{gap:+.2%}", f"{spent:.1f}",
        ]
    )  # fmt: skip
    result.figures[found.name] = {
        "teams": answer.best.teams, "best_teams": found.teams, "distance": round(way, 2),
        "best_distance": found.distance, "gap": round(gap, 4), "seconds": round(spent, 1),
        "feasible": answer.feasible, "bound_teams": answer.bound.teams,
    }  # fmt: skip
    return gap if equal else None


def driven(exact: np.ndarray, plan: Plan) -> float:
    """The way with unrounded distances."""
    total = 0.0
    for route in plan.routes:
        stops = [0, *route.visits, 0]
        total += sum(float(exact[a, b]) for a, b in pairwise(stops))
    return total


def read(folder: Path, size: int, names: Sequence[str]) -> list[Instance]:
    with (folder / "best_known.csv").open(encoding="utf-8") as handle:
        known = {row["instance"]: row for row in csv.DictReader(handle)}
    with zipfile.ZipFile(folder / ARCHIVES[size]) as archive:
        texts = {name: archive.read(f"{name}.txt").decode() for name in names}
    return [
        instance(name, text, int(known[name]["bks_vehicles"]), float(known[name]["bks_distance"]))
        for name, text in texts.items()
    ]


def instance(name: str, text: str, teams: int, distance: float) -> Instance:
    """Solomon's layout: number and capacity of vehicles, then one line a customer, the depot first."""
    lines = [line.split() for line in text.splitlines() if line.split()]
    head = next(at for at, line in enumerate(lines) if line[0] == "NUMBER")
    count, capacity = (int(word) for word in lines[head + 1])
    rows = np.array([[float(w) for w in line] for line in lines[head + 2 :] if line[0].isdigit()])
    points = rows[:, 1:3]
    exact = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    ways = np.ceil(exact * UNIT - 1e-9).astype(np.int64)
    visits = tuple(
        Visit(
            key=at, place=at, service=int(row[6] * UNIT), early=int(row[4] * UNIT),
            late=int(row[5] * UNIT), load=int(row[3]),
        )
        for at, row in enumerate(rows)
        if at
    )  # fmt: skip
    team = Team(0, depot=0, end=int(rows[0, 5] * UNIT), capacity=capacity, count=count)
    problem = Problem(visits, (team,), ways, ways, all_required=True)
    return Instance(name, problem, exact, teams, distance)


if __name__ == "__main__":
    sys.exit(main())
