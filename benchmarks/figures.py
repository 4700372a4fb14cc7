"""Figures at the size of a large zone: 58 definitions over a million whistles and 120,000 enterprises.

A throw-away SQLite database is filled by statements, the snapshot is built from it as the product
does, and all figures with their year on year are counted on the embedded engine. Beside them the
same sums as one hand-written statement a table on the same files; both must agree. Then a thousand
whistles move on and the snapshot follows.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from benchmarks import options, report

DAY = date(2026, 5, 31)
NOW, THEN = ("2026-01-01", "2026-05-31"), ("2025-01-01", "2025-05-31")
SIZES = {False: (1_000_000, 120_000), True: (100_000, 12_000)}
CHANGED = 1_000
ROUNDS = 7  # the least disturbed counts
CATEGORIES = (
    "labor",
    "finance",
    "land",
    "env",
    "safety",
    "approval",
    "policy",
    "energy",
    "tax",
    "legal",
)
SIZE_CODES = ("large", "medium", "small", "micro")


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print and keep; exit code 1 when a target is missed."""
    asked = options.parser("指标：全部口径连同比的用时、与手写语句之比、变更后的更新").parse_args(
        argv
    )
    events, firms = SIZES[asked.quick]
    result = report.Report(
        "figures", "sqlite", asked.quick, {"events": events, "enterprises": firms, "figures": 58}
    )
    with tempfile.TemporaryDirectory(prefix="honglian-figures-") as folder:
        _prepare(folder)
        _measure(result, events, firms)
    return report.finish([result], as_json=asked.json)


def _prepare(folder: str) -> None:
    os.environ |= {"HONGLIAN_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "honglian.settings"}
    os.environ.pop("DATABASE_URL", None)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def _measure(result: report.Report, events: int, firms: int) -> None:
    from honglian.analytics.api import known
    from honglian.analytics.snapshot import refresh

    zone_id = _fill(events, firms)
    records = [known("cases.case"), known("enterprises.enterprise")]
    built = _seconds(lambda: [refresh(zone_id, r) for r in records])
    formulas = definitions()
    assert len(formulas) == 58
    cold = _seconds(lambda: _count(zone_id, formulas))
    warm = _least(lambda: _count(zone_id, formulas))
    by_hand = _least(lambda: _by_hand(zone_id))
    _agree(_count(zone_id, formulas), _by_hand(zone_id))
    touched = _change(zone_id)
    moved: list[int] = []
    again = _seconds(lambda: moved.extend(refresh(zone_id, r) for r in records))
    assert moved[0] >= touched, moved
    table = report.Table("指标", ["做什么", "用时（秒）"])
    table.rows += [
        [f"首次取数（{events:,} 件诉求、{firms:,} 家企业）", f"{built:.2f}"],
        ["58 项连同比，第一次（含载入引擎）", f"{cold:.2f}"],
        ["58 项连同比", f"{warm:.3f}"],
        ["同一引擎手写语句", f"{by_hand:.3f}"],
        [f"{CHANGED:,} 件变动后更新", f"{again:.2f}"],
    ]
    result.tables.append(table)
    result.figures |= {
        "built": built, "cold": cold, "warm": warm, "by_hand": by_hand, "refresh": again,
        "rows_followed": moved[0],
    }  # fmt: skip
    result.aim("58 项连同比（秒）", "< 2", cold, cold < 2)
    result.aim("与手写语句之比", "≤ 1.5", warm / by_hand, warm <= 1.5 * by_hand)
    result.aim("1,000 件变动后更新（秒）", "< 2", again, again < 2)


def _seconds(act: Callable[[], Any]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _least(act: Callable[[], Any]) -> float:
    return min(_seconds(act) for _ in range(ROUNDS))


def definitions() -> dict[str, dict[str, Any]]:
    """Name → formula: counts, distinct counts, shares, durations and frequencies by category, sums by size."""
    found: dict[str, dict[str, Any]] = {}
    dated = {"record": "cases.case", "date": "created", "period": "year_to_date", "compare": "year"}
    for code in CATEGORIES:
        one = {**dated, "where": [["category", "in", [code]]]}
        found[f"count {code}"] = one
        found[f"distinct {code}"] = {**one, "measure": "distinct", "column": "enterprise"}
        found[f"frequency {code}"] = {**one, "measure": "frequency", "column": "enterprise"}
        found[f"share {code}"] = {
            **dated, "measure": "share", "base": [["category", "in", [code]], ["satisfaction", "filled"]],
            "where": [["solved", "yes"]],
        }  # fmt: skip
        found[f"duration {code}"] = {
            **one,
            "measure": "duration",
            "column": "created",
            "other": "replied",
        }
    for size in SIZE_CODES:
        firm = {"record": "enterprises.enterprise", "where": [["size", "in", [size]]]}
        found[f"firms {size}"] = firm
        found[f"tax {size}"] = {**firm, "measure": "sum", "column": "tax"}
    return found


def _count(zone_id: int, formulas: dict[str, dict[str, Any]]) -> dict[str, Any]:
    from honglian.analytics.api import checked, known, parse
    from honglian.analytics.measuring import measure
    from honglian.kit.actor import Actor

    wanted = {}
    for name, data in formulas.items():
        record = known(data["record"])
        assert record is not None
        wanted[name] = (checked(parse(data), record), DAY)
    return measure(zone_id, wanted, Actor.system(zone_id))


def _by_hand(zone_id: int) -> dict[str, tuple[int, int]]:
    """(part, whole) of every figure and of the year before under “name then”."""
    import duckdb

    from honglian.analytics.api import known
    from honglian.analytics.snapshot import files

    cases, firms = (files(zone_id, known(key)) for key in ("cases.case", "enterprises.enterprise"))
    con = duckdb.connect()
    found: dict[str, tuple[int, int]] = {}
    for paths, wanted in ((cases, _case_sums()), (firms, _firm_sums())):
        sums = ", ".join(f"{part}, {whole}" for part, whole in wanted.values())
        line = con.execute(f"SELECT {sums} FROM read_parquet(?)", [paths]).fetchone()
        assert line is not None
        found |= {name: (line[2 * n] or 0, line[2 * n + 1] or 0) for n, name in enumerate(wanted)}
    return found


def _case_sums() -> dict[str, tuple[str, str]]:
    found = {}
    for suffix, (first, last) in (("", NOW), (" then", THEN)):
        days = (
            f"created >= epoch(TIMESTAMPTZ '{first} 00:00:00+08') "
            f"AND created < epoch(TIMESTAMPTZ '{last} 00:00:00+08') + 86400"
        )
        for code in CATEGORIES:
            w = f"category = '{code}' AND {days}"
            n, firms = f"count(*) FILTER ({_w(w)})", f"count(DISTINCT enterprise) FILTER ({_w(w)})"
            rated, done = f"{w} AND satisfaction <> ''", f"{w} AND replied IS NOT NULL"
            found[f"count {code}{suffix}"] = (n, "1")
            found[f"distinct {code}{suffix}"] = (firms, "1")
            found[f"frequency {code}{suffix}"] = (n, firms)
            found[f"share {code}{suffix}"] = (
                f"count(*) FILTER ({_w(rated)} AND solved)", f"count(*) FILTER ({_w(rated)})",
            )  # fmt: skip
            found[f"duration {code}{suffix}"] = (
                f"sum(replied - created) FILTER ({_w(done)})", f"count(*) FILTER ({_w(done)})",
            )  # fmt: skip
    return found


def _w(condition: str) -> str:
    return f"WHERE {condition}"


def _firm_sums() -> dict[str, tuple[str, str]]:
    found = {}
    for size in SIZE_CODES:
        found[f"firms {size}"] = (f"count(*) FILTER (WHERE size = '{size}')", "1")
        found[f"tax {size}"] = (f"sum(tax) FILTER (WHERE size = '{size}')", "1")
    return found


def _agree(counted: dict[str, Any], by_hand: dict[str, tuple[int, int]]) -> None:
    """Both ways give the same sums, or the comparison means nothing."""
    for name, found in counted.items():
        scale = (
            86_400 if name.startswith("duration") else 1_000_000 if name.startswith("tax") else 1
        )
        for value, key in ((found.now, name), (found.then, f"{name} then")):
            if value is not None:
                part, whole = by_hand[key]
                assert round(value.part * scale) == part, (key, value, part)
                assert value.whole is None or value.whole == whole, (key, value, whole)


def _fill(events: int, firms: int) -> int:
    """One zone with so many enterprises and whistles over three years; returns the zone."""
    from django.conf import settings
    from django.db import connection

    from honglian.domains.cases.models import Case
    from honglian.domains.enterprises.models import Enterprise
    from honglian.foundation.zones.api import load_zone
    from honglian.kit import clock
    from honglian.kit.actor import Actor

    zone = load_zone(path=settings.ZONES_DIR / "xiangyang.toml", by=Actor.system(None))
    firm = Enterprise.rows.create(zone=zone, uscc="0", name="企业", chain=zone.chains.first())
    case = Case.rows.create(
        zone=zone, number="0", enterprise=firm, enterprise_name="企业", chain=zone.chains.first(),
        channel="hotline", level="L3", title="诉求", text="…", state="closed", created_at=clock.now(),
        closed_at=clock.now(), outcome="solved",
    )  # fmt: skip
    sizes = " ".join(f"WHEN {n} THEN '{code}'" for n, code in enumerate(SIZE_CODES))
    kinds = " ".join(f"WHEN {n} THEN '{code}'" for n, code in enumerate(CATEGORIES))
    _copy(connection, Enterprise, firm.pk, firms, {
        "uscc": "printf('U%017d', n)", "size": f"CASE n % 4 {sizes} END", "tax": "n % 977",
    })  # fmt: skip
    created = "datetime('2023-12-31', '+' || ((n * 7919) % 1050) || ' days', '+' || (n % 86400) || ' seconds')"
    _copy(connection, Case, case.pk, events, {
        "number": "printf('S%012d', n)", "enterprise_id": f"{firm.pk} + (n * 31) % {firms}",
        "category": f"CASE (n * 13) % 10 {kinds} END", "created_at": created,
        "replied_at": f"CASE WHEN n % 9 THEN datetime({created}, '+' || (n % 200) || ' hours') END",
        "satisfaction": "CASE WHEN n % 3 THEN 'satisfied' ELSE '' END", "was_solved": "n % 8 > 0",
    })  # fmt: skip
    return zone.pk


def _copy(connection: Any, model: Any, pk: int, count: int, other: dict[str, str]) -> None:
    """So many rows like one, with other values by number; indexes that only lists need are left out."""
    table = model._meta.db_table
    columns = [f.column for f in model._meta.concrete_fields if f.column != "id"]
    values = ", ".join(other.get(c, f't."{c}"') for c in columns)
    names = ", ".join(f'"{c}"' for c in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE tbl_name = %s AND type = 'trigger'", [table]
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE tbl_name = %s AND type = 'index' AND sql LIKE "
            "'CREATE INDEX%%'",
            [table],
        )
        for (name,) in cursor.fetchall():
            if "item_id" not in name:
                cursor.execute(f'DROP INDEX "{name}"')
        cursor.execute(
            f"WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {count - 1}) "
            f'INSERT INTO "{table}" ({names}) SELECT {values} FROM s, "{table}" t WHERE t.id = {pk}'
        )


def _change(zone_id: int) -> int:
    """A thousand whistles all over the table take a step, each with its event; returns how many."""
    from honglian.domains.cases.models import Case
    from honglian.foundation.workflow.models import WorkEvent, WorkItem
    from honglian.kit import clock

    keys = list(Case.rows.filter(zone_id=zone_id).order_by("pk").values_list("pk", flat=True))
    step = max(1, len(keys) // CHANGED)
    for pk in keys[::step][:CHANGED]:
        item = WorkItem.rows.create(
            zone_id=zone_id, kind="cases.case", object_id=pk, title="诉求", url="/", state="closed",
            state_name="已办结", opened_at=clock.now(),
        )  # fmt: skip
        Case.rows.filter(pk=pk).update(item=item, satisfaction="dissatisfied")
        WorkEvent.objects.create(root=item, item=item, at=clock.now(), verb="rate", name="评价",
                                 actor_name="企业", role="enterprise_user")  # fmt: skip
    return CHANGED


if __name__ == "__main__":
    sys.exit(main())
