"""What a result was measured on: hardware, load and versions."""

import importlib.metadata
import os
import platform
import sqlite3
import subprocess
from pathlib import Path

WATCHED = (
    "django",
    "django-ninja",
    "gunicorn",
    "psycopg",
    "python-calamine",
    "pydantic",
    "scipy",
)


def describe() -> dict[str, object]:
    """Machine, operating system and versions; keys are stable, values JSON-ready."""
    return {
        "cpu": _cpu_name(),
        "cores": os.cpu_count(),
        "memory_gib": round(_memory_kib() / 1024 / 1024, 1),
        "system": f"{platform.system()} {platform.release()}",
        "load_before": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "packages": packages(),
    }


def packages() -> dict[str, str]:
    """Versions of the packages that decide the product's speed."""
    return {name: importlib.metadata.version(name) for name in WATCHED}


def revision(root: Path) -> str:
    """Short commit of the measured tree, with `+` when files differ from it."""
    commit = _git(root, "rev-parse", "--short", "HEAD")
    changed = _git(root, "status", "--porcelain", "--untracked-files=no")
    return f"{commit}+" if changed else commit


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=root, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() if done.returncode == 0 else "unknown"


def _cpu_name() -> str:
    info = Path("/proc/cpuinfo")
    if not info.exists():
        return platform.processor() or platform.machine()
    for line in info.read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def _memory_kib() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1024
