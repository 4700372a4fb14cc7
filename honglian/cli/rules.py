"""``honglian rules``: every rule with its id, clause, confidence and time in force.

``honglian rules dispatch --dry-run --zone Z`` tries a zone's dispatch rules on the past.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from datetime import date
from typing import Any

NAME = "rules"
HELP = "列出全部规则：编号、依据、可信程度、起止日期；dispatch 试算派单规则"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", nargs="?", choices=["dispatch"], help="dispatch：在过去的诉求上试算派单规则"
    )
    parser.add_argument("--dry-run", action="store_true", help="只试算，不改任何诉求")
    parser.add_argument("--zone", metavar="代码", help="试算哪个高新区")
    parser.add_argument("--from", dest="first", type=_day, metavar="日期", help="从哪天派的诉求起")
    parser.add_argument("--to", dest="last", type=_day, metavar="日期", help="到哪天派的诉求止")
    parser.add_argument("--draft", type=int, metavar="编号", help="试算这份规则，默认正在用的")
    parser.add_argument("--on", type=_day, metavar="日期", help="只列这一天有效的，如 2026-05-18")
    parser.add_argument("--json", action="store_true", help="写成 JSON")


def run(args: argparse.Namespace) -> int:
    if args.what == "dispatch":
        return _dispatch(args)
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


def _dispatch(args: argparse.Namespace) -> int:
    """Try the zone's dispatch rules on the dispatched cases of the past."""
    from honglian.domains.cases.api import try_dispatch_rules
    from honglian.kit.errors import Refusal

    if not args.dry_run or not args.zone:
        raise Refusal("请写成 honglian rules dispatch --dry-run --zone 代码；派单只由人决定。")
    name, first, last, trial = try_dispatch_rules(args.zone, args.first, args.last, args.draft)
    if args.json:
        head = {"rules": name, "from": str(first), "to": str(last), "agreement": trial.agreement}
        print(json.dumps(head | asdict(trial), ensure_ascii=False, indent=1))
        return 0
    share = "—" if trial.agreement is None else f"{trial.agreement:.1%}"
    print(f"{name}：{first} 至 {last} 派过 {trial.cases} 件，规则管到 {trial.matched} 件，")
    print(f"与实际主办相同 {trial.agreed} 件（{share}）；没有规则管的 {trial.silent} 件。")
    for rule, count, right in trial.by_rule:
        print(f"  {rule}\t{count} 件\t相同 {right} 件")
    for one in trial.changes:
        because = "，".join(one.because)
        print(f"{one.number}\t{one.actual} → {one.proposed}\t{one.rule}\t{because}\t{one.title}")
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
