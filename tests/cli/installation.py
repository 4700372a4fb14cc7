"""An installation of its own in a folder: its processes are started as a person would."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 120  # seconds; the machine may be busy


@dataclass(frozen=True)
class Installation:
    """SQLite, files and secrets below ``folder``."""

    folder: Path

    @property
    def surroundings(self) -> dict[str, str]:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("HONGLIAN_")}
        inherited.pop("DATABASE_URL", None)
        return inherited | {
            "HONGLIAN_DATA_DIR": str(self.folder),
            "HONGLIAN_ENV": "test",
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
        }

    def honglian(self, *words: str) -> subprocess.CompletedProcess:
        """Run a command to its end."""
        command = [sys.executable, "-m", "honglian.cli", *words]
        return subprocess.run(
            command, env=self.surroundings, capture_output=True, text=True, timeout=PATIENCE
        )

    @contextmanager
    def running(self, *words: str) -> Iterator[subprocess.Popen]:
        """A command that goes on; it is stopped at the end if it still runs."""
        command = [sys.executable, "-m", "honglian.cli", *words]
        process = subprocess.Popen(command, env=self.surroundings, cwd=self.folder)
        try:
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(PATIENCE)

    def sql(self, statement: str) -> list[tuple]:
        """Look into the database, or change it, from outside."""
        with closing(sqlite3.connect(self.folder / "honglian.sqlite3", timeout=30)) as database:
            rows = database.execute(statement).fetchall()
            database.commit()
        return rows

    def do(self, code: str) -> str:
        """Run a few lines of Python inside the installation; returns what they print."""
        start = "import django; django.setup(); from django.apps import apps\n"
        done = subprocess.run(
            [sys.executable, "-c", start + code],
            env=self.surroundings | {"DJANGO_SETTINGS_MODULE": "honglian.settings"},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def until(true: Callable[[], bool], what: str) -> None:
    """Wait for something to become true; fail with `what` when it does not."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"{what}: not after {PATIENCE} s"
        time.sleep(0.2)


def answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5) as response:
            return response.status == 200
    except HTTPError as error:
        raise AssertionError(f"{url} answers {error.code}") from None
    except (URLError, ConnectionError, TimeoutError):
        return False
