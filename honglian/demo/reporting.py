"""Two published years of enterprises' figures, and a month that is being collected now."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from random import Random

from honglian.domains.enterprises.api import Collection, Enterprise, reporting
from honglian.foundation.zones.models import Zone
from honglian.kit import clock
from honglian.kit.actor import Actor

from .workbooks import bring_in, write

CENT = Decimal("0.01")
HEADERS = {
    "employees": "期末从业人员(人)", "revenue": "营业收入(万元)", "output": "工业总产值(万元)",
    "export": "出口交货值(万元)", "profit": "利润总额(万元)", "tax": "上缴税收(万元)",
    "investment": "固定资产投资(万元)", "rd_spend": "研发费用(万元)", "power": "用电量(万千瓦时)",
}  # fmt: skip
DOUBLED = ("revenue", "output")
GRACE = timedelta(days=6)
FILLED = 0.6  # share of enterprises that have answered this month's request

Figures = dict[str, Decimal]


def play_reporting(zone: Zone, rng: Random, econ: Actor, growth: Decimal, doubled: str) -> int:
    """Ask, fill by ledger, check, lock and publish; returns how many returns were filled.

    ``growth`` is what all output together grew by last year, as a share; ``doubled`` is part of the
    name of an enterprise whose output and revenue doubled.
    """
    firms = list(
        Enterprise.rows.filter(zone=zone, status__in=("building", "operating"))
        .exclude(four_above="")
        .order_by("pk")
    )
    this = clock.today().year
    now = {firm.uscc: _figures(firm, rng) for firm in firms}
    twice = {firm.uscc for firm in firms if doubled and doubled in firm.name}
    before = _year_before(now, twice, growth, rng)
    count = _published(this - 2, before, set(), econ) + _published(this - 1, now, twice, econ)
    return count + _month(this, now, rng, econ)


def _figures(firm: Enterprise, rng: Random) -> Figures:
    """What the registry says of the last year, with what it does not keep made to fit."""
    revenue, output = firm.revenue or Decimal(0), firm.output or Decimal(0)
    return {
        "employees": Decimal(firm.employees or 0), "revenue": revenue, "output": output,
        "export": _cents(output * _share(rng, 0, 18)), "profit": _cents(revenue * _share(rng, -3, 11)),
        "tax": firm.tax or Decimal(0), "investment": _cents(output * _share(rng, 1, 9)),
        "rd_spend": firm.rd_spend or Decimal(0), "power": _cents(output * _share(rng, 1, 4)),
    }  # fmt: skip


def _share(rng: Random, low: int, high: int) -> Decimal:
    return Decimal(rng.randint(low * 10, high * 10)) / 1000


def _cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


def _year_before(
    now: dict[str, Figures], twice: set[str], growth: Decimal, rng: Random
) -> dict[str, Figures]:
    """Each grew by its own share, and output as a whole by ``growth``."""
    before = {}
    for uscc, figures in now.items():
        grew = 1 + growth + Decimal(rng.randint(-90, 90)) / 1000
        before[uscc] = {
            name: _earlier(name, value, Decimal(2) if uscc in twice and name in DOUBLED else grew)
            for name, value in figures.items()
        }
    _fit(before, now, twice, growth)
    return before


def _earlier(name: str, value: Decimal, factor: Decimal) -> Decimal:
    return (value / factor).to_integral_value() if name == "employees" else _cents(value / factor)


def _fit(
    before: dict[str, Figures], now: dict[str, Figures], twice: set[str], growth: Decimal
) -> None:
    """Scale the outputs of the year before so that all together grew by ``growth`` exactly."""
    free = [uscc for uscc in before if uscc not in twice]
    fixed = sum((before[uscc]["output"] for uscc in twice), Decimal(0))
    wanted = _cents(sum((f["output"] for f in now.values()), Decimal(0)) / (1 + growth)) - fixed
    scale = wanted / sum((before[uscc]["output"] for uscc in free), Decimal(0))
    for uscc in free:
        before[uscc]["output"] = _cents(before[uscc]["output"] * scale)
    largest = max(free, key=lambda uscc: (now[uscc]["output"], uscc))
    left = wanted - sum((before[uscc]["output"] for uscc in free), Decimal(0))
    before[largest]["output"] += left


def _published(year: int, figures: dict[str, Figures], twice: set[str], econ: Actor) -> int:
    """A whole year, asked for in the January after it."""
    period = reporting.open_collection(
        year=year, month=0, due_on=clock.today() + GRACE, wanted="above", by=econ
    )
    filled = _fill(period, figures, twice, econ)
    reporting.check(return_ids=list(period.returns.values_list("pk", flat=True)), by=econ)
    reporting.lock(collection_id=period.pk, by=econ)
    reporting.publish(collection_id=period.pk, by=econ)
    return filled


def _month(year: int, now: dict[str, Figures], rng: Random, econ: Actor) -> int:
    """The month before this one: some have answered, the rest find it on their desks."""
    last = clock.today().replace(day=1) - timedelta(days=1)
    period = reporting.open_collection(
        year=last.year, month=last.month, due_on=clock.today() + GRACE, wanted="above", by=econ
    )
    part = Decimal(last.month) / 12
    answered = {
        uscc: {n: v if n == "employees" else _cents(v * part) for n, v in figures.items()}
        for uscc, figures in list(now.items())[1:]
        if rng.random() < FILLED
    }
    return _fill(period, answered, set(), econ)


def _fill(period: Collection, figures: dict[str, Figures], twice: set[str], econ: Actor) -> int:
    code = f"{period.year}-{period.month:02d}" if period.month else str(period.year)
    rows = [
        {
            "期别": code,
            "统一社会信用代码": uscc,
            "说明": "新生产线投产，产值营收翻番" if uscc in twice else "",
            **{HEADERS[n]: f"{v:f}" for n, v in f.items()},
        }
        for uscc, f in figures.items()
    ]
    with tempfile.TemporaryDirectory() as folder:
        bring_in("returns", write(Path(folder) / "经营数据.xlsx", rows), econ)
    return len(rows)
