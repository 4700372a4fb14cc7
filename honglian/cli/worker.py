"""``honglian worker``: carry out background jobs."""

from __future__ import annotations

import argparse

NAME = "worker"
HELP = "执行后台任务（通知、定时任务）；可以同时开多个"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--once", action="store_true", help="只执行一个到期的任务")
    which.add_argument("--burst", action="store_true", help="执行完到期的任务就退出")


def run(args: argparse.Namespace) -> int:
    """Until SIGTERM or SIGINT, which let the job under way finish."""
    from honglian.cli.checks import refuse_old_database

    refuse_old_database()
    from honglian.foundation.jobs.worker import run as work
    from honglian.foundation.jobs.worker import work_off

    if args.once or args.burst:
        done = work_off(limit=1 if args.once else None)
        print(f"执行了 {done} 个任务。")
        return 0
    work()
    return 0
