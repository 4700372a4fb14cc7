"""Import of an enterprise ledger beside its floor and beside django-import-export.

The floor is the fastest reader, the same checks and the fastest insert into the same table, and
nothing else. The product reads, checks every row, compares with what is stored, writes, seals the
audit and keeps what undo needs. On the large file whole processes are timed, start of the
interpreter included; beside the peer both are timed from the first byte read to the last row written.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import child, options, registry, report
from benchmarks.options import Place
from benchmarks.peers import setup
from benchmarks.product.site import ZONE, Site
from honglian.algo.standards import uscc

FLOOR_TIMES = 2.0
DEFAULT_TIMES = 20.0
BULK_TIMES = 8.0
MEMORY_MIB = 1536
PEER_MODES = {"default": "默认", "bulk": "批量", "tuned": "批量（关掉差异等全部开关）"}
PEER = Path(__file__).resolve().parent / "peers" / "import_export" / "ledger.py"


@dataclass(frozen=True, slots=True)
class Files:
    """The files of one run: the large one in both formats, the small one for the peers."""

    large: dict[str, Path]
    small: Path
    rows: int
    small_rows: int
    source: str


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print and keep; exit code 1 when a target is missed."""
    parser = options.parser("企业台账导入：与下限和 django-import-export 比较")
    parser.add_argument(
        "--rows", type=int, default=120_000, help="大文件行数；0 表示原文件有几行就几行"
    )
    parser.add_argument("--peer-rows", type=int, default=12_000, help="与对照软件比较的行数")
    parser.add_argument(
        "--formats", nargs="+", choices=["xlsx", "csv"], default=["xlsx", "csv"], help="文件格式"
    )
    parser.add_argument("--no-product", action="store_true", help="只测下限和对照软件")
    asked = parser.parse_args(argv)
    if asked.quick:
        asked.rows, asked.peer_rows, asked.formats = 12_000, 3_000, ["xlsx"]
    with options.places(asked.db) as places:
        files = _write_files(asked, places[0].folder)
        reports = [_measure(place, files, asked) for place in places]
    return report.finish(reports, as_json=asked.json)


def _write_files(asked: object, folder: Path) -> Files:
    made = registry.read_registry(asked.data) if asked.data else registry.synthetic(asked.rows)
    large = made.size(asked.rows or len(made.rows))
    # The peer takes a file back as a whole when one row is wrong, so all get sound rows only.
    sound = [row for row in made.rows if uscc.is_valid(row["uscc"]) and row["name"]]
    small = registry.Registry(sound, made.source).size(asked.peer_rows)
    writers = {"xlsx": registry.write_xlsx, "csv": registry.write_csv}
    return Files(
        large={form: writers[form](folder / f"large.{form}", large.rows) for form in asked.formats},
        small=registry.write_xlsx(folder / "small.xlsx", small.rows),
        rows=len(large.rows),
        small_rows=len(small.rows),
        source=large.source,
    )


def _measure(place: Place, files: Files, asked: object) -> report.Report:
    result = report.Report(
        "import",
        place.kind,
        asked.quick,
        {
            "rows": files.rows,
            "peer_rows": files.small_rows,
            "source": files.source,
            "database_server": place.server_version,
        },
        peers={"django-import-export": setup.versions("import-export")},
    )
    for form, path in files.large.items():
        _large(result, place, form, path, with_product=not asked.no_product)
    _small(result, place, files, asked)
    return result


def _large(
    result: report.Report, place: Place, form: str, path: Path, *, with_product: bool
) -> None:
    """Floor and product on the large file."""
    floor_site = Site(place, f"floor_{form}")
    floor_site.prepare()
    report.say(f"{place.kind}：下限 {form}")
    floor = floor_site.python(["-m", "benchmarks.floors.ledger", path, "--zone", ZONE])
    steps = floor.answer()
    table = report.Table(
        f"{form}，{result.parameters['rows']:,} 行",
        ["", "整个进程 秒", "其中 CPU 秒", "内存峰值 MiB", "倍数", "新建", "更新", "未变", "退回"],
    )
    table.rows.append(
        _row("下限", floor, 1.0, [steps["created"], "–", "–", steps["rejected"]]),
    )
    figures = {"floor": {**steps, **_figures(floor)}}
    if with_product:
        first, again = _product_twice(place, f"import_{form}", path)
        for label, run in (("红链 首次", first), ("红链 再导一次", again)):
            counts = [run.answer()[key] for key in ("created", "updated", "unchanged", "rejected")]
            table.rows.append(_row(label, run, run.seconds / floor.seconds, counts))
        figures |= {"product": {**first.answer(), **_figures(first)}}
        figures |= {"product_again": {**again.answer(), **_figures(again)}}
        _aims(result, form, floor, first, again)
    result.tables.append(table)
    result.figures[form] = figures


def _product_twice(place: Place, name: str, path: Path) -> tuple[child.Measured, child.Measured]:
    site = Site(place, name)
    site.prepare()
    report.say(f"{place.kind}：红链 {path.name} 两次")
    return site.import_enterprises(path), site.import_enterprises(path)


def _aims(
    result: report.Report,
    form: str,
    floor: child.Measured,
    first: child.Measured,
    again: child.Measured,
) -> None:
    times = first.seconds / floor.seconds
    result.aim(f"{form} 对下限", f"≤ {FLOOR_TIMES} 倍", times, times <= FLOOR_TIMES)
    peak = max(first.peak_mib, again.peak_mib)
    result.aim(f"{form} 内存峰值 MiB", f"< {MEMORY_MIB}", peak, peak < MEMORY_MIB, "{:.0f}")
    answer = again.answer()
    changed = answer["created"] + answer["updated"]
    result.aim(f"{form} 再导一次的新建与更新", "0", changed, changed == 0, "{:.0f}")


def _small(result: report.Report, place: Place, files: Files, asked: object) -> None:
    """The product beside the peer on the rows both can take."""
    table = report.Table(
        f"xlsx，{files.small_rows:,} 行，全部合格",
        ["", "读 秒", "预览 秒", "写入 秒", "合计 秒", "红链快几倍"],
    )
    own = None
    if not asked.no_product:
        site = Site(place, "import_small")
        site.prepare()
        run = site.python(["-m", "benchmarks.product.ledger", files.small, "--zone", ZONE])
        own = run.answer()["seconds"]
        table.rows.append(["红链", "", "", "", f"{own:.2f}", "1.0"])
        result.figures["small_product"] = {**run.answer(), **_figures(run)}
    for mode, label in PEER_MODES.items() if not asked.no_peers else ():
        report.say(f"{place.kind}：django-import-export {mode}")
        figures = _peer(place, mode, files.small)
        total = sum(figures[f"{step}_seconds"] for step in ("read", "preview", "import"))
        figures["total_seconds"] = total
        result.figures[f"peer_{mode}"] = figures
        times = total / own if own else None
        table.rows.append(
            [
                f"django-import-export {label}",
                *(f"{figures[f'{step}_seconds']:.2f}" for step in ("read", "preview", "import")),
                f"{total:.2f}",
                f"{times:.1f}" if times else "–",
            ]
        )
        wanted = {"default": DEFAULT_TIMES, "bulk": BULK_TIMES}.get(mode)
        if times and wanted:
            result.aim(
                f"比 django-import-export {label}", f"≥ {wanted:.0f} 倍", times, times >= wanted
            )
    result.tables.append(table)


def _peer(place: Place, mode: str, path: Path) -> dict[str, object]:
    command = [
        *(setup.python_of("import-export"), PEER, mode, path),
        *("--database", place.fresh(f"peer_{mode}")),
    ]
    run = child.run(command, cwd=PEER.parent)
    answer = run.answer()
    if answer["stored"] != answer["rows"]:
        raise RuntimeError(f"django-import-export {mode} 只存了 {answer['stored']} 行：{answer}")
    return {**answer, **_figures(run)}


def _figures(run: child.Measured) -> dict[str, float]:
    return {
        "process_seconds": round(run.seconds, 3),
        "cpu_seconds": round(run.cpu_seconds, 3),
        "peak_mib": round(run.peak_mib, 1),
    }


def _row(label: str, run: child.Measured, times: float, counts: Sequence[object]) -> list[str]:
    return [
        label,
        f"{run.seconds:.2f}",
        f"{run.cpu_seconds:.2f}",
        f"{run.peak_mib:.0f}",
        f"{times:.2f}",
        *(f"{count:,}" if isinstance(count, int) else str(count) for count in counts),
    ]


if __name__ == "__main__":
    sys.exit(main())
