"""The fetched browser files: current, complete, and without anything that points outside."""

import json
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "honglian" / "ui" / "static" / "vendor"


def test_the_second_call_only_compares_the_stamp() -> None:
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "script/assets.py"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == ""
    # A fetch takes seconds; the bound leaves room for a busy machine.
    assert time.perf_counter() - started < 1.5


def test_no_file_names_a_source_map_that_is_not_there() -> None:
    files = [path for path in VENDOR.rglob("*") if path.suffix in {".js", ".css"}]
    assert len(files) >= 5
    assert [
        path.name for path in files if "sourceMappingURL=" in path.read_text(encoding="utf-8")
    ] == []


def test_styles_load_nothing_from_outside() -> None:
    for path in VENDOR.rglob("*.css"):
        targets = re.findall(r"url\(([^)]{1,200})", path.read_text(encoding="utf-8"))
        assert not [target for target in targets if re.match(r"[\"']?(https?:)?//", target)], (
            path.name
        )


def test_versions_are_exact_and_the_lock_names_no_registry() -> None:
    package = json.loads((ROOT / "package.json").read_text())
    assert all(
        re.fullmatch(r"\d+\.\d+\.\d+", version) for version in package["dependencies"].values()
    )
    lock = (ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert lock.count('"integrity"') >= len(package["dependencies"])
