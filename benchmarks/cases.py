"""A case's life over HTTP with four clients, beside other desks and a bare service.

One life of the product is create, dispatch, reply, close and rate (five posts); one life of
django-helpdesk and of roundup is create, reply and close; the bare service makes the five writes
and nothing else. All run behind the same application server on the same machine in one run, at
a small and at a large number of cases already stored.
"""

import sys
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from benchmarks import cpu, load, options, report, server
from benchmarks.floors.bare.driver import Bare
from benchmarks.options import Place
from benchmarks.peers import setup
from benchmarks.peers.helpdesk.driver import Helpdesk, KeepingHelpdesk, is_prepared
from benchmarks.peers.roundup.driver import Roundup
from benchmarks.product.driver import Product

CLIENTS = 4
HELPDESK_TIMES = 3.0
ROUNDUP_TIMES = 1.5
FLAT = 0.85


class Desk(Protocol):
    """What the product, the peers and the floor have in common."""

    name: str

    def prepare(self, cases: int) -> None: ...
    def serving(self) -> AbstractContextManager[int]: ...
    def client(self, number: int) -> load.Client: ...
    def lives(self) -> dict[str, load.Life]: ...


@dataclass(frozen=True, slots=True)
class System:
    """A desk, the requests of one life, and how to make it for a place and a size."""

    name: str
    requests: str
    make: Callable[[Place, int], Desk]


def _keeping_helpdesk(place: Place, size: int) -> Desk:
    """On the database of the plain one where that has been made."""
    name = f"helpdesk_{size}"
    same = place.absent(name)
    return KeepingHelpdesk(same if is_prepared(same) else place.fresh(name))


def _roundup(place: Place, size: int) -> Desk:
    name = f"roundup_{size}"
    return Roundup(place.absent(name), place.folder / name)


SYSTEMS = (
    System(Product.name, "5", lambda place, size: Product(place, f"cases_{size}")),
    System("bare service", "5", lambda place, size: Bare(place.fresh(f"bare_{size}"))),
    System("django-helpdesk", "3", lambda place, size: Helpdesk(place.fresh(f"helpdesk_{size}"))),
    System(KeepingHelpdesk.name, "3", _keeping_helpdesk),
    System("roundup", "3", _roundup),
)


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how often: `sizes` are cases already stored."""

    sizes: tuple[int, ...]
    seconds: float
    rounds: int


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print and keep; exit code 1 when a target is missed."""
    known = [system.name for system in SYSTEMS]
    parser = options.parser("诉求全过程：四个客户端经 HTTP 从登记到评价")
    parser.add_argument("--rows", type=int, default=100_000, help="大规模时库内已有的诉求数")
    parser.add_argument("--seconds", type=float, default=8, help="每轮测量秒数")
    parser.add_argument("--systems", nargs="+", choices=known, default=known, help="只测这些")
    asked = parser.parse_args(argv)
    if asked.quick:
        plan = Plan((1_000, min(asked.rows, 10_000)), min(asked.seconds, 3), 1)
    else:
        plan = Plan((1_000, asked.rows), asked.seconds, 2)
    wanted = [s for s in SYSTEMS if s.name in asked.systems and not _is_unwanted(s, asked.no_peers)]
    with options.places(asked.db) as places:
        reports = [_measure(place, wanted, plan, asked.quick) for place in places]
    return report.finish(reports, as_json=asked.json)


def _is_unwanted(system: System, no_peers: bool) -> bool:
    return no_peers and system.name in (Helpdesk.name, KeepingHelpdesk.name, Roundup.name)


def _measure(place: Place, systems: Sequence[System], plan: Plan, quick: bool) -> report.Report:
    result = report.Report(
        "cases",
        place.kind,
        quick,
        {
            "clients": CLIENTS,
            "seconds": plan.seconds,
            "rounds": plan.rounds,
            "sizes": plan.sizes,
            "server": f"gunicorn gthread {server.WORKERS}×{server.THREADS}",
            "database_server": place.server_version,
        },
        peers={
            "django-helpdesk": setup.versions("helpdesk"),
            "roundup": setup.versions("roundup"),
        },
    )
    doors: dict[str, str] = {}
    for size in plan.sizes:
        desks = {}
        for system in systems:
            report.say(f"{place.kind}：准备 {system.name}，{size:,} 件")
            began = time.monotonic()
            desks[system.name] = system.make(place, size)
            desks[system.name].prepare(size)
            report.say(f"  用时 {time.monotonic() - began:.0f} 秒")
        result.figures[str(size)] = _at_one_size(desks, doors, plan, place)
    _tabulate(result, systems, plan)
    return result


def _at_one_size(
    desks: dict[str, Desk], doors: dict[str, str], plan: Plan, place: Place
) -> dict[str, dict[str, object]]:
    """Best round of each desk through its faster door; rounds alternate between the desks."""
    best: dict[str, load.LoadResult] = {}
    for _ in range(plan.rounds):
        for name, desk in desks.items():
            with desk.serving() as process:
                watched = [process, *([place.cluster.process] if place.cluster else [])]
                meter = partial(cpu.tree_seconds, *watched)
                for door, life in desk.lives().items():
                    if doors.get(name, door) != door:
                        continue
                    clients = [desk.client(number) for number in range(CLIENTS)]
                    got = load.run_lives(clients, life, seconds=plan.seconds, meter=meter)
                    for client in clients:
                        client.close()
                    report.say(f"  {name}（{door}）：每秒 {got.rate:.1f} 件")
                    if name not in best or got.rate > best[name].rate:
                        best[name] = got
                        doors[f"{name} best"] = door
        for name in desks:
            doors.setdefault(name, doors[f"{name} best"])
    return {name: {**got.summary(), "door": doors[name]} for name, got in best.items()}


def _tabulate(result: report.Report, systems: Sequence[System], plan: Plan) -> None:
    small, large = (str(size) for size in plan.sizes)
    figures = result.figures

    def rate(size: str, name: str) -> float:
        return float(figures[size].get(name, {}).get("lives_per_second", 0))

    table = report.Table(
        "每秒全过程件数（四个客户端）",
        [
            "软件",
            "请求数/件",
            f"{int(small):,} 件",
            f"{int(large):,} 件",
            "大/小",
            "p95 毫秒（大）",
            "CPU 毫秒/件（大）",
        ],
    )
    for system in systems:
        steps = figures[large][system.name]["steps_ms"].values()
        table.rows.append(
            [
                f"{system.name}（{figures[large][system.name]['door']}）",
                system.requests,
                f"{rate(small, system.name):.1f}",
                f"{rate(large, system.name):.1f}",
                f"{rate(large, system.name) / rate(small, system.name):.2f}",
                f"{max(step['p95'] for step in steps):.0f}",
                f"{figures[large][system.name]['cpu_ms_per_life']:.1f}",
            ]
        )
    result.tables.append(table)
    if Product.name in figures[small]:
        _aims(result, plan, rate)


def _aims(result: report.Report, plan: Plan, rate: Callable[[str, str], float]) -> None:
    for size in map(str, plan.sizes):
        own = rate(size, Product.name)
        for peer, wanted in ((Helpdesk.name, HELPDESK_TIMES), (Roundup.name, ROUNDUP_TIMES)):
            if other := rate(size, peer):
                times = own / other
                what = f"{int(size):,} 件：是 {peer} 的几倍"
                result.aim(what, f"≥ {wanted:g}", times, times >= wanted)
        if kept := rate(size, KeepingHelpdesk.name):
            times = f"{own / kept:.2f}"
            result.notes.append(
                f"{int(size):,} 件：是 {KeepingHelpdesk.name} 的 {times} 倍（不作要求）"
            )
        if floor := rate(size, Bare.name):
            result.notes.append(f"{int(size):,} 件：达到裸服务的 {own / floor:.0%}")
    small, large = map(str, plan.sizes)
    flat = rate(large, Product.name) / rate(small, Product.name)
    result.aim("大小之间持平", f"≥ {FLAT}", flat, flat >= FLAT)


if __name__ == "__main__":
    sys.exit(main())
