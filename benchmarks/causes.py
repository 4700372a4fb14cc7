"""Common causes: are planted ones found among many demands, and how long does it take?

Planted are six troubles told in eight people's words each (tests/algo/planted_causes.py). Around them stand
other demands: made-up ones, or with --data a csv (csv.gz) of messages with columns title, text, user_id.
The planted ones are repeated by nobody; precision and recall are over pairs.
"""

import csv
import gzip
import sys
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

from benchmarks import options, report
from honglian.algo.causes import Demand, Problem, Result, solve
from tests.algo.planted_causes import agreement, planted

SIZE, QUICK = 10_000, 2_000
SECONDS, PRECISION, RECALL = 20.0, 0.9, 0.8
SEEDS = (3, 4, 5)
TODAY = date(2026, 11, 1)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print and keep; exit code 1 when a target is missed."""
    parser = options.parser("共性问题：埋进去的找得到吗，一万件要多久")
    asked = parser.parse_args(argv)
    size = QUICK if asked.quick else SIZE
    result = report.Report(
        "causes",
        "none",
        asked.quick,
        {"demands": size, "seeds": list(SEEDS), "around": "messages" if asked.data else "made up"},
    )
    columns = ["种子", "诉求", "找到的类", "准确率", "召回率", "秒"]
    table = report.Table("埋入 6 类、每类 8 种说法", columns)
    result.tables.append(table)
    lines = [_measure(asked.data, size, seed) for seed in SEEDS]
    table.rows = [
        [f"{cell:.2f}" if isinstance(cell, float) else str(cell) for cell in line] for line in lines
    ]
    worst = [min(line[3] for line in lines), min(line[4] for line in lines)]
    longest = max(line[5] for line in lines)
    result.figures = {"lines": [list(line) for line in lines]}
    result.aim("准确率（最差的一次）", f"≥ {PRECISION}", worst[0], worst[0] >= PRECISION)
    result.aim("召回率（最差的一次）", f"≥ {RECALL}", worst[1], worst[1] >= RECALL)
    result.aim(f"{size:,} 件用时秒（最慢的一次）", f"< {SECONDS:.0f}", longest, longest < SECONDS)
    return report.finish([result], as_json=asked.json)


def _measure(data: Path | None, size: int, seed: int) -> tuple[int, int, int, float, float, float]:
    demands, truth = planted(0 if data else size - 48, seed, TODAY)
    if data:
        around = messages(data, size - len(demands), seed)
        demands, truth = [*demands, *around], truth + [-1] * len(around)
    report.say(f"{len(demands):,} 件，种子 {seed} …")
    began = time.perf_counter()
    found: Result = solve(Problem(demands, today=TODAY))
    seconds = time.perf_counter() - began
    precision, recall = agreement([cause.members for cause in found.best], truth)
    return seed, len(demands), len(found.best), precision, recall, seconds


def messages(path: Path, size: int, seed: int) -> list[Demand]:
    """Real messages, as many as there are; then again with their sentences in another order."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines(keepends=True)))
    chance, made = Random(seed), []
    for number in range(size):
        row = rows[number % len(rows)]
        sentences = row["text"][:600].split("。")
        if number >= len(rows):
            chance.shuffle(sentences)
        day = TODAY - timedelta(chance.randint(1, 360))
        made.append(Demand(row["title"], "。".join(sentences), f"{row['user_id']}-{number}", day))
    return made


if __name__ == "__main__":
    sys.exit(main())
