"""``honglian rules``: every rule with its id, clause, confidence and time in force."""

from __future__ import annotations

import argparse
import json
from datetime import date
from typing import Any

NAME = "rules"
HELP = "列出全部规则：编号、依据、可信程度、起止日期"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--on", type=_day, metavar="日期", help="只列这一天有效的，如 2026-05-18")
    parser.add_argument("--json", action="store_true", help="写成 JSON")


def run(args: argparse.Namespace) -> int:
    from honglian.kit.rules import BOOK

    found = [r for r in BOOK.all() if args.on is None or r.in_force(args.on)]
    rows = [_row(r) for r in found]
    if args.json:
        print(json.dumps({"rules": rows}, ensure_ascii=False, indent=1))
        return 0
    for row in rows:
        until = row["until"] or "今"
        print(
            f"{row['id']}\t{row['title']}\t{row['source']}{row['clause']}\t{row['confidence']}\t"
            f"{row['since']} 至 {until}\t{row['force']}"
        )
    print(f"共 {len(rows)} 条。")
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(f"日期应写成 2026-05-18，不能是 {text}") from wrong


def _row(rule: Any) -> dict[str, Any]:
    return {
        "id": rule.id,
        "title": rule.title,
        "topic": rule.topic,
        "source": rule.source.name,
        "clause": rule.clause,
        "confidence": rule.confidence,
        "force": rule.force.chinese,
        "since": rule.since.isoformat(),
        "until": rule.until.isoformat() if rule.until else None,
        "breaks": rule.broken_by(**rule.bad),
    }
