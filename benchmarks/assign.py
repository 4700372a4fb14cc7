"""How fast enterprises are assigned to instructors, and that no assignment is cheaper.

Three sizes, made up with the seed printed: 248 × 73 and 5,000 × 300 with every pair allowed, and
120,000 × 1,294 with twenty candidates each. The gap is against the dual bound, which is worked out
apart from the solver. Wants under 0.2 s, 5 s and 20 s, and a gap of zero.
"""

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from honglian.algo.assignment import Problem, solve, violations

SEED = 0


@dataclass(frozen=True, slots=True)
class Size:
    firms: int
    guides: int
    candidates: int | None
    seconds: float


SIZES = (
    Size(248, 73, None, 0.2),
    Size(5_000, 300, None, 5.0),
    Size(120_000, 1_294, 20, 20.0),
)


def made(size: Size, seed: int = SEED) -> Problem:
    """Random places, chains, skills and present guides; a fifth more places than enterprises."""
    chance = np.random.default_rng(seed)
    wide = size.candidates or size.guides
    firm = np.repeat(np.arange(size.firms), wide)
    guide = np.tile(np.arange(size.guides), size.firms)
    if size.candidates:
        start = chance.integers(0, size.guides, size.firms)
        step = chance.integers(1, 60, size.firms)
        guide = (start[:, None] + step[:, None] * np.arange(wide)).ravel() % size.guides
        pairs = np.unique(firm * size.guides + guide)
        firm, guide = np.divmod(pairs, size.guides)
    there, here = chance.random((size.firms, 2)) * 30, chance.random((size.guides, 2)) * 30
    far = np.hypot(*(there[firm] - here[guide]).T)
    chains = chance.integers(0, 6, size.firms)[firm] != chance.integers(0, 6, size.guides)[guide]
    present = chance.integers(0, size.guides, size.firms)[firm]
    against = {
        "chain": 40 * chains.astype(np.int64),
        "skill": 25 * (chance.random(len(firm)) < 0.3).astype(np.int64),
        "distance": 2 * np.rint(far).astype(np.int64),
        "change": 30 * (present != guide).astype(np.int64),
    }
    each = -(-size.firms * 6 // (size.guides * 5))
    capacities = chance.integers(max(each - 2, 1), each + 3, size.guides)
    return Problem(size.firms, capacities, firm, guide, against, evenness=1)


def measure(size: Size) -> dict[str, object]:
    problem = made(size)
    begun, worked = time.perf_counter(), time.process_time()
    result = solve(problem)
    spent, worked = time.perf_counter() - begun, time.process_time() - worked
    return {
        "firms": size.firms,
        "guides": size.guides,
        "pairs": len(problem.firm),
        "seconds": round(spent, 3),
        "cpu_seconds": round(worked, 3),
        "wanted_seconds": size.seconds,
        "cost": result.cost,
        "bound": result.bound,
        "gap": result.gap,
        "without_guide": len(result.left),
        "valid": not violations(problem, result.assigned),
        "met": spent < size.seconds and result.gap == 0,
    }


def main(argv: Sequence[str] | None = None) -> int:
    asked = argparse.ArgumentParser(prog="script/bench assign", description=__doc__)
    asked.add_argument("--json", action="store_true", help="输出 JSON")
    asked.add_argument("--quick", action="store_true", help="不量最大的一种")
    given = asked.parse_args(argv)
    solve(made(Size(10, 3, None, 1.0)))  # load the solver before the clock runs
    found = [measure(size) for size in (SIZES[:2] if given.quick else SIZES)]
    report = {"seed": SEED, "sizes": found}
    print(json.dumps(report, ensure_ascii=False, indent=None if given.json else 1))
    return 0 if all(one["met"] for one in found) else 1


if __name__ == "__main__":
    raise SystemExit(main())
