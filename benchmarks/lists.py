"""List pages, deep pages and searches over large tables, in one process.

Pages are asked through the framework's test client: the whole request handler with sign-in,
scope, queries and template, but no socket. The rows come from a real import and from real lives
over HTTP, multiplied inside the database. django-helpdesk's own list runs the same way on as many
tickets.
"""

import itertools
import sys
from collections.abc import Sequence

from benchmarks import options, registry, report
from benchmarks.options import POSTGRES, Place
from benchmarks.peers import setup
from benchmarks.peers.helpdesk.driver import KeepingHelpdesk
from benchmarks.product.driver import Product

P95_MS = 100.0
GROWTH_TIMES = 1.5
# Below this many milliseconds a ratio of two times says more of the clock than of the page.
NOISE_MS = 5.0
TIMES = 10
PATTERN_LIVES = 200
NAMES = {"enterprises": "企业", "cases": "诉求"}


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print and keep; exit code 1 when a target is missed."""
    parser = options.parser("企业与诉求清单：首页、深页、搜索、筛选")
    parser.add_argument("--rows", type=int, default=120_000, help="企业数")
    parser.add_argument("--cases", type=int, default=100_000, help="诉求数")
    parser.add_argument("--repeat", type=int, default=40, help="每页测几次")
    parser.add_argument("--larger", action="store_true", help="再测十倍的企业数")
    asked = parser.parse_args(argv)
    if asked.quick:
        asked.rows, asked.cases, asked.repeat = 20_000, 10_000, 20
    with options.places(asked.db) as places:
        reports = [_measure(place, asked) for place in places]
    return report.finish(reports, as_json=asked.json)


def _measure(place: Place, asked: object) -> report.Report:
    result = report.Report(
        "lists",
        place.kind,
        asked.quick,
        {
            "enterprises": asked.rows,
            "cases": asked.cases,
            "repeat": asked.repeat,
            "client": "django.test.Client, one process",
            "database_server": place.server_version,
        },
        peers={"django-helpdesk": setup.versions("helpdesk")},
    )
    _enterprises(result, place, asked)
    _cases(result, place, asked)
    if not asked.no_peers:
        _peer(result, place, asked)
    return result


def _enterprises(result: report.Report, place: Place, asked: object) -> None:
    small = asked.rows // TIMES
    made = registry.read_registry(asked.data) if asked.data else registry.synthetic(small)
    file = registry.write_xlsx(place.folder / "pattern.xlsx", made.size(small).rows)
    product = Product(place, "lists_enterprises")
    product.prepare(0)
    report.say(f"{place.kind}：导入 {small:,} 家企业")
    product.import_enterprises(file)
    sizes = {product.count("enterprises"): product.pages("enterprises", asked.repeat)}
    rounds = 2 if asked.larger else 1
    for turn in range(1, rounds + 1):
        report.say(f"{place.kind}：企业增至 {TIMES} 倍")
        product.multiply("enterprises", TIMES - 1, turn)
        sizes[product.count("enterprises")] = product.pages("enterprises", asked.repeat)
    _tabulate(result, "enterprises", sizes)


def _cases(result: report.Report, place: Place, asked: object) -> None:
    product = Product(place, "lists_cases")
    report.say(f"{place.kind}：准备 {asked.cases // TIMES:,} 件诉求")
    product.prepare(asked.cases // TIMES)
    sizes = {product.count("cases"): product.pages("cases", asked.repeat)}
    report.say(f"{place.kind}：诉求增至 {TIMES} 倍")
    product.multiply("cases", TIMES - 1, 2)
    sizes[product.count("cases")] = product.pages("cases", asked.repeat)
    _tabulate(result, "cases", sizes)


def _tabulate(
    result: report.Report, name: str, sizes: dict[int, dict[str, dict[str, float]]]
) -> None:
    """One line a page: p95 at each size, growth, queries; targets at the sizes promised."""
    counts = list(sizes)
    columns = [NAMES[name], *(f"{count:,} p95" for count in counts), "大/小", "查询数"]
    table = report.Table(f"{NAMES[name]}清单，毫秒", columns)
    result.figures[name] = {str(count): pages for count, pages in sizes.items()}
    for label in sizes[counts[0]]:
        times = [sizes[count][label]["p95"] for count in counts]
        typical = [sizes[count][label]["p50"] for count in counts]
        queries = {sizes[count][label]["queries"] for count in counts}
        growth = max(
            max(after, NOISE_MS) / max(before, NOISE_MS)
            for before, after in itertools.pairwise(typical)
        )
        table.rows.append(
            [
                label,
                *(f"{each:.1f}" for each in times),
                f"{growth:.2f}",
                "→".join(str(each) for each in sorted(queries)),
            ]
        )
        what = f"{NAMES[name]} {label}"
        if result.database == POSTGRES:
            promised = times[1]
            result.aim(f"{what} p95 毫秒", f"< {P95_MS:.0f}", promised, promised < P95_MS)
            result.aim(f"{what} 十倍行数", f"≤ {GROWTH_TIMES} 倍", growth, growth <= GROWTH_TIMES)
        result.aim(f"{what} 查询数不随行数变", "1 种", len(queries), len(queries) == 1, "{:.0f}")
    result.tables.append(table)


def _peer(result: report.Report, place: Place, asked: object) -> None:
    desk = KeepingHelpdesk(place.fresh("lists_helpdesk"))
    report.say(f"{place.kind}：准备 django-helpdesk，{asked.cases:,} 件")
    desk.prepare(asked.cases)
    pages = desk.pages(max(5, asked.repeat // 4))
    result.figures["django-helpdesk"] = {str(asked.cases): pages}
    table = report.Table(
        f"django-helpdesk 清单，{asked.cases:,} 件，毫秒", ["页", "p50", "p95", "查询数"]
    )
    for label, page in pages.items():
        table.rows.append([label, f"{page['p50']:.1f}", f"{page['p95']:.1f}", str(page["queries"])])
    result.tables.append(table)


if __name__ == "__main__":
    sys.exit(main())
