"""Clocks: is every limit the same as counted minute by minute, and how long does one reading take?

Random logs of starts, pauses, resumes, extensions, stops and restarts, spread over three years of the real
calendar (2024 to 2026, so that some run into a year that is not announced), are read by the product and by the
reference that paints every minute (tests/algo/reference_clock.py). All five facts of a reading have to agree.
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from benchmarks import options, report
from honglian.algo.workdays import SHANGHAI, ClockEvent, Duration, run_clock
from tests.algo.real_calendar import real_calendar
from tests.algo.reference_clock import MinuteWorld, random_case, reference_reading

SIZE, QUICK = 10_000, 1_000
SEEDS = (11, 12, 13)
FIRST = datetime(2024, 1, 1, tzinfo=SHANGHAI)
LAST = datetime(2026, 12, 31, 23, 59, tzinfo=SHANGHAI)
MICROSECONDS = 200.0
Case = tuple[list[ClockEvent], Duration, datetime]


@dataclass(slots=True)
class Tally:
    """What one seed gave: readings that differ, kinds of events met, seconds of both sides."""

    wrong: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    product: float = 0.0
    reference: float = 0.0


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print and keep; exit code 1 when a target is missed."""
    asked = options.parser("时限与逐分钟推算是否一致，读一次要多久").parse_args(argv)
    size = QUICK if asked.quick else SIZE
    years = {"cases": size, "seeds": list(SEEDS), "years": "2024-2026"}
    result = report.Report("clocks", "none", asked.quick, years)
    columns = ["种子", "随机案例", "暂停", "延期", "重新开始", "不一致", "微秒/次", "逐分钟推算秒"]
    table = report.Table("随机案例与逐分钟推算对照", columns)
    result.tables.append(table)
    tallies = []
    for seed in SEEDS:
        report.say(f"{size:,} 件，种子 {seed} …")
        tally = _compare(size, seed)
        tallies.append(tally)
        table.rows.append(_row(seed, size, tally))
    wrong = sum(tally.wrong for tally in tallies)
    slowest = max(tally.product for tally in tallies) / size * 1e6
    result.figures = {"wrong": wrong, "microseconds": slowest}
    result.aim("不一致的读数", "0", wrong, wrong == 0, "{:.0f}")
    result.aim("读一次微秒（最慢的种子）", f"< {MICROSECONDS:.0f}", slowest, slowest < MICROSECONDS)
    return report.finish([result], as_json=asked.json)


def _compare(size: int, seed: int) -> Tally:
    calendar, rng, tally = real_calendar(), random.Random(seed), Tally()
    world = MinuteWorld(calendar, FIRST.year, LAST.year + 1)
    cases = [random_case(rng, FIRST, LAST) for _ in range(size)]
    began = time.perf_counter()
    found = [_product(case) for case in cases]
    tally.product = time.perf_counter() - began
    began = time.perf_counter()
    wanted = [_reference(case, world) for case in cases]
    tally.reference = time.perf_counter() - began
    tally.wrong = sum(one != other for one, other in zip(found, wanted, strict=True))
    for events, _, _ in cases:
        tally.kinds.update(event.kind for event in events)
    return tally


def _product(case: Case) -> tuple[object, ...]:
    events, limit, now = case
    read = run_clock(events, limit, real_calendar(), now)
    return read.due_at, read.paused, read.used_working_minutes, read.overdue, read.remaining


def _reference(case: Case, world: MinuteWorld) -> tuple[object, ...]:
    events, limit, now = case
    read = reference_reading(events, limit, world, now)
    return read.due_at, read.paused, read.used_working_minutes, read.overdue, read.remaining


def _row(seed: int, size: int, tally: Tally) -> list[str]:
    kinds = [f"{tally.kinds[kind]:,}" for kind in ("pause", "extend", "restart")]
    each = f"{tally.product / size * 1e6:.0f}"
    return [str(seed), f"{size:,}", *kinds, str(tally.wrong), each, f"{tally.reference:.1f}"]


if __name__ == "__main__":
    sys.exit(main())
