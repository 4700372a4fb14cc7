"""``honglian serve``: the web server and, unless told otherwise, a worker beside it."""

from __future__ import annotations

import argparse
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time

NAME = "serve"
HELP = "启动网站（默认同时启动后台任务）"

GRACE = 25  # seconds until a child that does not stop is killed
REST = 5  # seconds before a worker that died is started again
PR_SET_PDEATHSIG = 1  # Linux: a signal for the child when its parent is gone


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="监听地址（默认只有本机能访问）")
    parser.add_argument("--port", type=int, default=8000, help="端口（默认 8000）")
    parser.add_argument(
        "--workers", type=int, default=None, help="进程数（默认按 CPU 核数，2 至 8）"
    )
    parser.add_argument("--threads", type=int, default=4, help="每个进程的线程数（默认 4）")
    parser.add_argument(
        "--no-worker", action="store_true", help="不启动后台任务，另用 honglian worker"
    )
    parser.add_argument("--migrate", action="store_true", help="启动前先升级数据库")
    parser.add_argument("--access-log", action="store_true", help="在屏幕上显示每次访问")


def run(args: argparse.Namespace) -> int:
    """Runs until SIGTERM or SIGINT; the exit code is the web server's, 0 after a clean stop."""
    from honglian.cli.checks import refuse_old_database, refuse_taken_port
    from honglian.cli.static import collect_when_changed

    if args.migrate:
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)
    refuse_old_database()
    refuse_taken_port(args.host, args.port)
    collect_when_changed()
    return Pair(args).run()


def gunicorn_command(args: argparse.Namespace) -> list[str]:
    workers = args.workers or min(max(os.cpu_count() or 2, 2), 8)
    host = f"[{args.host}]" if ":" in args.host else args.host
    command = [sys.executable, "-m", "gunicorn", "honglian.wsgi:application"]
    command += ["--bind", f"{host}:{args.port}", "--worker-class", "gthread"]
    command += ["--workers", str(workers), "--threads", str(args.threads)]
    # An import of a large ledger is one request; its pages stay below this.
    command += ["--timeout", "120", "--graceful-timeout", str(GRACE - 5)]
    # The control socket would be written into a home folder that a service may not have.
    command += ["--no-control-socket", "--log-level", "warning"]
    return [*command, "--access-logfile", "-"] if args.access_log else command


class Pair:
    """The web server and the worker as children, stopped together."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.args = args
        self.stopping = threading.Event()
        self.web: subprocess.Popen | None = None
        self.worker: subprocess.Popen | None = None
        self.worker_again_at = 0.0

    def run(self) -> int:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stopping.set())
        self.web = _start(gunicorn_command(self.args))
        while not self.stopping.is_set() and self.web.poll() is None:
            self._keep_worker()
            self.stopping.wait(0.5)
        return self._stop()

    def _keep_worker(self) -> None:
        """Start the worker, and start it again some seconds after it died."""
        if self.args.no_worker:
            return
        if self.worker is not None and self.worker.poll() is not None:
            print(f"后台任务进程停止了，{REST} 秒后重新启动。", file=sys.stderr)
            self.worker, self.worker_again_at = None, time.monotonic() + REST
        if self.worker is None and time.monotonic() >= self.worker_again_at:
            self.worker = _start([sys.executable, "-m", "honglian.cli", "worker"])

    def _stop(self) -> int:
        wanted = self.stopping.is_set()
        children = [child for child in (self.web, self.worker) if child is not None]
        for child in children:
            if child.poll() is None:
                child.terminate()
        until = time.monotonic() + GRACE
        for child in children:
            try:
                child.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        return 0 if wanted else (self.web.returncode or 1)


def _start(command: list[str]) -> subprocess.Popen:
    """A child in a session of its own, so that Ctrl+C reaches it only through us."""
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def end_with_parent() -> None:
        if libc is not None:
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

    return subprocess.Popen(command, start_new_session=True, preexec_fn=end_with_parent)
