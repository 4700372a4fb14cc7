"""``honglian import``: bring a ledger in; every row is checked before any is written."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from honglian.foundation.sheets.api import CellProblem, Outcome

NAME = "import"
HELP = "导入台账（.xlsx、.xls、.csv，也可以是 .gz）；先检查全部行，再写入"

ALL_IN, SOME_LEFT_OUT, NOTHING_WRITTEN, UNREADABLE = 0, 1, 2, 3
SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ledger", help="台账：orgs、members、enterprises、pledges、departments")
    parser.add_argument("file", type=Path, help="文件")
    parser.add_argument("--zone", required=True, help="高新区代码")
    parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
    parser.add_argument("--good-rows", action="store_true", help="有错的行留下，其余导入")
    parser.add_argument("--report", type=Path, metavar="OUT.xlsx", help="检查结果写到这个文件")
    parser.add_argument(
        "--map",
        nargs="+",
        action="extend",
        default=[],
        metavar="列名=字段",
        help="指定文件里的列是台账的哪一列；“列名=”表示不导入这一列",
    )
    parser.add_argument("--json", action="store_true", help="结果写成 JSON")


def run(args: argparse.Namespace) -> int:
    """Exit codes: 0 all rows in, 1 some left out, 2 nothing written, 3 file or words not usable."""
    from honglian.kit.errors import Refusal

    try:
        outcome = _import(args)
    except Refusal as refusal:
        return _unusable(args, refusal)
    if args.json:
        print(json.dumps(as_json(outcome), ensure_ascii=False))
    else:
        _tell(args, outcome)
    return exit_code(outcome, dry_run=args.dry_run, good_rows=args.good_rows)


def exit_code(outcome: Outcome, *, dry_run: bool, good_rows: bool) -> int:
    rejected = outcome.counts["rejected"]
    if not rejected:
        return ALL_IN
    return SOME_LEFT_OUT if outcome.written or (dry_run and good_rows) else NOTHING_WRITTEN


def as_json(outcome: Outcome) -> dict[str, Any]:
    """What ``--json`` prints."""
    return {
        **outcome.counts,
        "batch": outcome.batch.pk if outcome.batch else None,
        "written": outcome.written,
        "unknown_columns": outcome.unknown_columns,
        "notes": outcome.notes,
        "errors_sample": [
            {"row": p.line, "column": p.header, "message": p.message, "warning": p.soft}
            for p in _worst_first(outcome)
        ],
    }


def _worst_first(outcome: Outcome) -> list[CellProblem]:
    """The first problems, those that keep a row out before mere remarks."""
    return sorted(outcome.problems, key=lambda problem: problem.soft)[:SHOWN]


def _import(args: argparse.Namespace) -> Outcome:
    from honglian.foundation.sheets.api import import_file, report
    from honglian.kit.actor import Actor

    zone = find_zone(args.zone)
    mapping = _mapping(args.map)
    if not args.file.is_file():
        raise _usage(f"找不到文件 {args.file}。")
    with _Bar(quiet=args.json) as bar:
        outcome = import_file(
            by=Actor.system(zone.pk, channel="cli"),
            ledger_code=args.ledger,
            source=args.file,
            mapping=mapping,
            good_rows=args.good_rows,
            dry_run=args.dry_run,
            progress=bar.show,
        )
    if args.report and outcome.run is not None:
        args.report.write_bytes(report(outcome.run, args.file))
    return outcome


def find_zone(code: str) -> Any:
    """The zone of this code, else a refusal that names those there are."""
    from django.db.utils import OperationalError, ProgrammingError

    from honglian.foundation.zones.models import Zone

    try:
        zones = {zone.code: zone for zone in Zone.objects.all()}
    except (OperationalError, ProgrammingError) as error:
        raise _usage("数据库还没有建好，请先运行 honglian migrate。") from error
    if code not in zones:
        known = "、".join(zones) or "还没有任何高新区，请先装入高新区配置"
        raise _usage(f"没有代码为“{code}”的高新区。已有：{known}。")
    return zones[code]


def _mapping(words: list[str]) -> dict[str, str]:
    for word in words:
        if "=" not in word:
            raise _usage(f"--map 要写成“列名=字段”，看不懂“{word}”。")
    return {h.strip(): f.strip() for h, f in (word.rsplit("=", 1) for word in words)}


def _usage(message: str) -> Exception:
    from honglian.kit.errors import Refusal

    return Refusal(message, code="usage")


def _unusable(args: argparse.Namespace, refusal: Any) -> int:
    if args.json:
        print(json.dumps({"error": refusal.as_dict()}, ensure_ascii=False))
    else:
        print(refusal.message, file=sys.stderr)
    return UNREADABLE


def _tell(args: argparse.Namespace, outcome: Outcome) -> None:
    counts = outcome.counts
    if outcome.unknown_columns:
        print(f"没有用到的列：{'、'.join(outcome.unknown_columns)}")
    for note in outcome.notes:
        print(note)
    for problem in _worst_first(outcome):
        print(problem)
    if len(outcome.problems) > SHOWN:
        print(
            f"……共 {len(outcome.problems):,} 处。"
            + ("" if args.report else "加 --report 得到全部。")
        )
    verb = "检查完毕，没有写入" if args.dry_run else "已导入" if outcome.written else "没有写入"
    print(
        f"{verb}：新增 {counts['created']:,}，变更 {counts['updated']:,}，"
        f"不变 {counts['unchanged']:,}，有错 {counts['rejected']:,}。"
        + (f"批次 {outcome.batch.pk}。" if outcome.batch else "")
    )
    if outcome.message:
        print(f"{outcome.message}改好后重新导入，或加 --good-rows 只导入没有错的行。")
    if args.report:
        print(f"检查结果在 {args.report}。")


class _Bar:
    """A progress bar on stderr; nothing where nobody watches."""

    def __init__(self, *, quiet: bool) -> None:
        from tqdm import tqdm

        self.bar = tqdm(
            total=100,
            disable=True if quiet else None,
            file=sys.stderr,
            bar_format="{desc} {percentage:3.0f}%|{bar}| {elapsed}",
        )

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *_: object) -> None:
        self.bar.close()

    def show(self, percent: int, words: str) -> None:
        self.bar.set_description_str(words)
        self.bar.n = percent
        self.bar.refresh()
