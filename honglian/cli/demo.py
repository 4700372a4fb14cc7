"""``honglian demo``: fill an empty database with the demonstration."""

from __future__ import annotations

import argparse

NAME = "demo"
HELP = "在空数据库里装入演示数据（两个高新区、一年的诉求）；已装过则什么也不做"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--if-empty", action="store_true", help="库里已有数据时什么也不做")
    parser.add_argument("--quiet", action="store_true", help="不显示过程")


def run(args: argparse.Namespace) -> int:
    from honglian.demo.load import load
    from honglian.foundation.zones.api import Zone, is_demo
    from honglian.kit.errors import Refusal

    if Zone.objects.exists() and (args.if_empty or is_demo()):
        print("库里已有数据，没有改动。")
        return 0
    try:
        load(lambda words: None if args.quiet else print(words, flush=True))
    except ValueError as error:
        raise Refusal(str(error), code="not_empty") from error
    return 0
