"""``honglian check-text``: the figures of a text against one another and against a zone's indicators."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from honglian.algo.figuretext import Definition, Result

NAME = "check-text"
HELP = "核对文稿里的数字：前后矛盾、与指标不符；有问题时退出码为 1"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="Word（.docx）或文本文件")
    parser.add_argument("--zone", help="高新区代码；写了就同它的指标逐个比")
    parser.add_argument("--as-of", type=_day, metavar="日期", help="同哪一天的指标比（默认今天）")
    parser.add_argument("--json", action="store_true", help="写成 JSON")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(f"日期应写成 2026-05-18，不能是 {text}") from wrong


def run(args: argparse.Namespace) -> int:
    from honglian.algo.figuretext import Problem, check
    from honglian.foundation.documents.api import text_of
    from honglian.kit.errors import Refusal

    try:
        content = args.file.read_bytes()
    except OSError as error:
        raise Refusal(f"读不到文件 {args.file}：{error.strerror}。", code="unreadable") from error
    text = text_of(content, args.file.name)
    result = check(Problem(text, tuple(_definitions(args) if args.zone else ())))
    if args.json:
        print(json.dumps(_plain(result), ensure_ascii=False, indent=1))
    else:
        _tell(result)
    return 0 if result.is_clean else 1


def _definitions(args: argparse.Namespace) -> list[Definition]:
    from honglian.kit import clock
    from honglian.kit.actor import Actor
    from honglian.web.drafts import definitions_of

    from .import_ import find_zone

    zone = find_zone(args.zone)
    return definitions_of(Actor.system(zone.pk, channel="cli"), args.as_of or clock.today())


def _plain(result: Result) -> dict[str, Any]:
    return {
        "figures": [
            {
                "text": one.found.text,
                "start": one.found.start,
                "value": str(one.found.signed),
                "unit": one.found.unit,
                "qualifier": one.found.qualifier.value,
                "status": one.status.value,
                "name": one.definition.name if one.definition else None,
                "reason": one.reason,
            }
            for one in result.figures
        ],
        "troubles": [
            {"kind": t.kind, "start": t.start, "excerpt": t.excerpt, "reason": t.reason}
            for t in result.troubles
        ],
    }


def _tell(result: Result) -> None:
    from honglian.algo.figuretext import Status

    for one in result.figures:
        print(f"{one.found.text}\t{one.status.chinese}\t{one.reason}")
    for trouble in result.troubles:
        print(f"矛盾\t{trouble.reason}\t原文：{trouble.excerpt}")
    counts = "，".join(f"{status.chinese} {len(result.of(status))} 个" for status in Status)
    print(f"共 {len(result.figures)} 个数字：{counts}；前后矛盾 {len(result.troubles)} 处。")
