"""``honglian export``: a ledger as a workbook, in the layout it is imported in."""

from __future__ import annotations

import argparse
from pathlib import Path

NAME = "export"
HELP = "导出台账（.xlsx），默认脱敏；每次导出记入审计日志"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ledger", help="台账：orgs、members、enterprises、pledges、departments")
    parser.add_argument("out", type=Path, metavar="OUT.xlsx", help="写到这个文件")
    parser.add_argument("--zone", required=True, help="高新区代码")
    parser.add_argument("--full", action="store_true", help="不脱敏，要写明用途")
    parser.add_argument("--purpose", default="", help="用途，写进文件和审计日志")


def run(args: argparse.Namespace) -> int:
    from honglian.foundation.sheets.api import export_ledger, ledger
    from honglian.kit.actor import Actor

    from .import_ import find_zone

    by = Actor.system(find_zone(args.zone).pk, channel="cli")
    sheet = ledger(args.ledger)
    exported = export_ledger(sheet=sheet, by=by, purpose=args.purpose, full=args.full)
    args.out.write_bytes(exported.content)
    print(f"已导出{sheet.title} {exported.rows:,} 行到 {args.out}。")
    return 0
