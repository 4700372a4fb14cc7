"""``honglian template``: the empty workbook of a ledger."""

from __future__ import annotations

import argparse
from pathlib import Path

NAME = "template"
HELP = "生成台账的空白模板（.xlsx），带下拉选项和填表说明"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ledger", help="台账：orgs、members、enterprises、pledges、departments")
    parser.add_argument("out", type=Path, metavar="OUT.xlsx", help="写到这个文件")
    parser.add_argument("--zone", help="高新区代码；写了就带上它的产业链和部门选项")


def run(args: argparse.Namespace) -> int:
    from honglian.foundation.sheets.api import ledger, template

    from .import_ import find_zone

    sheet = ledger(args.ledger)
    zone_id = find_zone(args.zone).pk if args.zone else None
    args.out.write_bytes(template(sheet, zone_id))
    print(f"{sheet.title}的模板在 {args.out}。")
    return 0
