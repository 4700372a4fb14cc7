"""Starts the application servers that are measured, all with the same settings."""

import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from benchmarks.load import LOOPBACK

WORKERS = 2
THREADS = 4


def gunicorn(
    python: Path, application: str, port: int, *, workers: int = WORKERS, threads: int = THREADS
) -> list[str]:
    """Command line of gunicorn in the environment of `python`."""
    return [
        *(str(python), "-m", "gunicorn", "--no-control-socket", "--worker-class", "gthread"),
        *("--workers", str(workers), "--threads", str(threads), "--keep-alive", "30"),
        *("--log-level", "warning", "--bind", f"{LOOPBACK}:{port}", application),
    ]


def free_port() -> int:
    """A port of the loopback interface that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    command: list[str], port: int, *, env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> Iterator[int]:
    """Run `command` until the block ends; enters with its process id once the port answers."""
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(
            command, stdout=log, stderr=log, cwd=cwd, env={**os.environ, **(env or {})}
        )
        try:
            _await_port(port, process)
            yield process.pid
        except BaseException as error:
            log.seek(0)
            tail = log.read()[-3000:]
            if tail:
                error.add_note(f"server log:\n{tail}")
            raise
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _await_port(port: int, process: "subprocess.Popen[bytes]", limit: float = 60) -> None:
    deadline = time.monotonic() + limit
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"server ended with {process.returncode} before it listened")
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex((LOOPBACK, port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"nothing listens on port {port} after {limit} s")
