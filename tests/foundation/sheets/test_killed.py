"""The process is killed in the middle of writing: nothing is half-written, and it can be repeated."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .files import csv_bytes, enterprises

ROOT = Path(__file__).resolve().parents[3]
ROWS = 60

SLOW = """
import sys, time
from honglian.cli import main
from honglian.foundation.sheets import bulk

write = bulk._write
def slow(table, stored, count):
    write(table, stored, count)
    print("half", flush=True)
    time.sleep(60)

if "--slow" in sys.argv:
    sys.argv.remove("--slow")
    bulk._write = slow
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def house(tmp_path) -> dict[str, str]:
    """An installation of its own, because the other process must see committed rows."""
    env = {**os.environ, "HONGLIAN_DATA_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    env |= {"DJANGO_SETTINGS_MODULE": "honglian.settings", "HONGLIAN_ENV": "development"}
    env.pop("DATABASE_URL", None)
    return env


def command(house, *words, **kwargs) -> subprocess.Popen:
    start = "import django; django.setup()\n" + SLOW
    return subprocess.Popen(
        [sys.executable, "-c", start, *map(str, words)],
        env=house,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **kwargs,
    )


def finish(process: subprocess.Popen) -> tuple[int, str]:
    out, err = process.communicate(timeout=120)
    return process.returncode, out + err


PREPARE = """
import django; django.setup()
from django.conf import settings
from django.core.management import call_command
call_command("migrate", verbosity=0)
from honglian.foundation.zones.api import load_zone
from honglian.kit.actor import Actor
load_zone(path=settings.ZONES_DIR / "xianning.toml", by=Actor.system(None))
"""


def rows(house, statement: str) -> list[tuple]:
    with sqlite3.connect(Path(house["HONGLIAN_DATA_DIR"]) / "honglian.sqlite3") as database:
        return database.execute(statement).fetchall()


def test_a_killed_import_leaves_nothing_and_can_be_repeated(house, tmp_path):
    subprocess.run([sys.executable, "-c", PREPARE], env=house, check=True, timeout=120)
    file = tmp_path / "企业.csv"
    file.write_bytes(csv_bytes(enterprises(*range(ROWS))))
    words = ("import", "enterprises", file, "--zone", "xianning")

    victim = command(house, *words, "--slow")
    assert victim.stdout.readline().strip() == "half"
    victim.send_signal(signal.SIGKILL)
    victim.communicate(timeout=30)

    assert rows(house, "SELECT count(*) FROM enterprises_enterprise") == [(0,)]
    assert rows(house, "SELECT status FROM sheets_importbatch") == [("writing",)]

    began = time.monotonic()
    code, said = finish(command(house, *words))
    assert (code, f"新增 {ROWS}" in said) == (0, True), said
    assert time.monotonic() - began < 60, "a dead batch must not block the next one"
    assert rows(house, "SELECT count(*) FROM enterprises_enterprise") == [(ROWS,)]
    assert rows(house, "SELECT status, message FROM sheets_importbatch ORDER BY id") == [
        ("failed", "导入过程被中断，没有写入任何一行。可以重新导入同一个文件。"),
        ("done", ""),
    ]
