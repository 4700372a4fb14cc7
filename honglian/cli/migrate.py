"""``honglian migrate``: bring the database up to date."""

from __future__ import annotations

import argparse

NAME = "migrate"
HELP = "建立或升级数据库表"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--check", action="store_true", help="只检查，不改动；有未执行的升级时退出码为 1"
    )


def run(args: argparse.Namespace) -> int:
    from django.core.management import call_command

    from honglian.foundation.jobs.api import missing_migrations

    missing = missing_migrations()
    if args.check:
        print("\n".join(missing) if missing else "数据库已是最新。")
        return 1 if missing else 0
    call_command("migrate", verbosity=0, interactive=False)
    print(f"已执行 {len(missing)} 步升级。" if missing else "数据库已是最新。")
    return 0
