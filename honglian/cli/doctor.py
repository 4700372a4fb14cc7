"""``honglian doctor``: what is configured, what is missing, what to do."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from honglian.kit.checkup import Finding

NAME = "doctor"
HELP = "体检：哪些已配置，哪些缺失，该怎么办"
MARKS = {"OK": "✓", "HINT": "·", "WARNING": "!", "ERROR": "✗"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="结果写成 JSON")


def run(args: argparse.Namespace) -> int:
    """Exit codes: 0 all well, 1 warnings, 2 errors."""
    from honglian.kit.checkup import Level

    found = list(findings())
    worst = max(finding.level for finding in found)
    if args.json:
        print(json.dumps(_as_json(found, worst), ensure_ascii=False))
    else:
        _tell(found)
    return {Level.ERROR: 2, Level.WARNING: 1}.get(worst, 0)


def findings() -> Iterator[Finding]:
    """All lines; without tables only the checks that need none."""
    from honglian.cli.checkups import BEFORE_TABLES, ON_TABLES
    from honglian.kit.checkup import Level

    sound = True
    for check in BEFORE_TABLES:
        for finding in _guarded(check):
            sound = sound and finding.level < Level.ERROR
            yield finding
    if sound:
        for check in (*ON_TABLES, *_contributed()):
            yield from _guarded(check)


def _contributed() -> list[Callable[[], Iterable[Finding]]]:
    """``checks`` of every app of ours that has a module of that name."""
    from importlib import import_module
    from importlib.util import find_spec

    from django.apps import apps

    ours = [c.name for c in apps.get_app_configs() if c.name.startswith("honglian.")]
    names = [f"{name}.checks" for name in ours if find_spec(f"{name}.checks")]
    return [import_module(name).checks for name in names]


def _guarded(check: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    """A check that itself breaks is a finding; the others still run."""
    import logging

    from honglian.kit.checkup import error

    try:
        yield from check()
    except Exception as problem:
        logging.getLogger("honglian.doctor").debug("check failed", exc_info=True)
        yield error(
            "体检",
            f"{check.__module__.rpartition('.')[0]} 的检查没能完成：{type(problem).__name__}：{problem}",
            "请把这一行发给技术支持。",
        )


def _as_json(found: list[Finding], worst) -> dict:
    lines = [
        {"level": f.level.name.lower(), "area": f.area, "message": f.message, "todo": f.todo}
        for f in found
    ]
    return {"level": worst.name.lower(), "findings": lines}


def _tell(found: list[Finding]) -> None:
    for finding in found:
        print(f"{MARKS[finding.level.name]} {finding.area}：{finding.message}")
        if finding.todo:
            print(f"    → {finding.todo}")
    errors = sum(f.level.name == "ERROR" for f in found)
    warnings = sum(f.level.name == "WARNING" for f in found)
    summary = f"{errors} 个错误，{warnings} 个警告。" if errors or warnings else "一切正常。"
    print(summary, file=sys.stderr)
