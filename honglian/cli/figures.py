"""``honglian figures``: every figure of a zone, counted from its records."""

from __future__ import annotations

import argparse
import json
from datetime import date
from typing import Any

NAME = "figures"
HELP = "由记录算出全区每项指标；加 --json 便于别的程序读"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("日期写成 2026-05-31 这样") from error


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--zone", required=True, help="高新区代码")
    parser.add_argument(
        "--as-of", type=_day, default=None, metavar="日期", help="截至哪一天（默认今天）"
    )
    parser.add_argument("--json", action="store_true", help="按 JSON 输出")
    parser.add_argument("--stale", action="store_true", help="不先更新指标数据，用上次的")


def run(args: argparse.Namespace) -> int:
    from honglian.domains.indicators import api as indicators
    from honglian.kit import clock
    from honglian.kit.actor import Actor
    from honglian.kit.errors import Refusal

    from .import_ import find_zone

    zone = find_zone(args.zone)
    by = Actor.system(zone.pk, channel="cli")
    if not indicators.definitions(by).exists():
        raise Refusal(
            f"{zone.short_name}还没有指标，请先在“指标库”里装入参考指标或新编。", code="no_figures"
        )
    if not args.stale:
        indicators.bring_in_step(zone.pk)
    found = indicators.figures(by, args.as_of)
    if args.json:
        lines = {"zone": zone.code, "day": args.as_of or clock.today(), "figures": found}
        print(json.dumps(lines, ensure_ascii=False, indent=1, default=_plain))
    else:
        for figure in found:
            print(_line(figure))
        print(_summary(found))
    return 0


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return {
        "code": value.code,
        "name": value.name,
        "unit": value.unit,
        "status": str(value.status),
        "value": None if value.value is None else str(value.rounded),
        "exact": None if value.value is None else str(value.value),
        "qualifier": value.version.qualifier if value.version else "",
        "shown": value.shown,
        "why": value.why,
        "records": value.records,
        "span": value.span_words,
        "version": value.version.number if value.version else None,
        "reported": value.indicator.reported,
        "matches": value.matches,
    }


def _line(figure: Any) -> str:
    beside = {True: "与报道一致", False: f"报道为 {figure.indicator.reported}", None: ""}[
        figure.matches
    ]
    why = figure.why or (f"{figure.records:,} 条记录" if figure.records is not None else "录入")
    parts = [figure.code, figure.name, figure.shown, why, beside]
    return "  ".join(filter(None, parts))


def _summary(found: list[Any]) -> str:
    unbuilt = sum(f.shown == "未建" for f in found)
    valued = sum(f.value is not None for f in found)
    alike = sum(f.matches is True for f in found)
    return f"共 {len(found)} 项：有数 {valued} 项（与报道一致 {alike} 项），未建 {unbuilt} 项。"
