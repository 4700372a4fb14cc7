"""A throw-away PostgreSQL cluster on a Unix socket, gone when the measurement ends.

Durability stays at PostgreSQL's defaults (fsync and synchronous commit on), so that writes cost
what they cost in production; only memory is raised above the defaults of a tiny machine.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

ROLE = "honglian"
SETTINGS = (
    "listen_addresses=",
    "shared_buffers=512MB",
    "work_mem=32MB",
    "maintenance_work_mem=256MB",
    "effective_cache_size=4GB",
    "max_wal_size=4GB",
    "random_page_cost=1.1",
)


class PostgresMissing(RuntimeError):
    """The server's binaries are not installed; the message says what to install."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running cluster: socket folder, server version and process, and databases on request."""

    socket: Path
    version: str
    process: int

    def fresh_database(self, name: str) -> str:
        """Create database `name` anew (dropping an old one) and return its URL."""
        self._administer(
            f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"'
        )
        return self.url(name)

    def copy_database(self, source: str, name: str) -> str:
        """Create `name` as a copy of `source` and return its URL."""
        self._administer(
            f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)',
            f'CREATE DATABASE "{name}" TEMPLATE "{source}"',
        )
        return self.url(name)

    def url(self, name: str) -> str:
        """Address of database `name` in the form DATABASE_URL takes."""
        return f"postgres://{ROLE}@/{name}?host={quote(str(self.socket))}"

    def _administer(self, *statements: str) -> None:
        where = {"host": str(self.socket), "user": ROLE, "dbname": "postgres"}
        with psycopg.connect(autocommit=True, **where) as connection:
            for statement in statements:
                connection.execute(statement)


@contextmanager
def throwaway() -> Iterator[Cluster]:
    """Start a cluster in a temporary folder, yield it, then stop and remove it."""
    binaries = find_binaries()
    home = Path(tempfile.mkdtemp(prefix="honglian-bench-pg-"))
    try:
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(home, owner.pw_uid, owner.pw_gid)
        data = home / "data"
        _run(
            binaries / "initdb",
            "-D",
            data,
            "-U",
            ROLE,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        )
        options = " ".join(f"-c {setting}" for setting in SETTINGS)
        _run(
            *(binaries / "pg_ctl", "-D", data, "-w", "-l", home / "log"),
            *("-o", f"{options} -k {home}", "start"),
        )
        try:
            process = int((data / "postmaster.pid").read_text().split()[0])
            yield Cluster(socket=home, version=_version(binaries), process=process)
        finally:
            _run(binaries / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def find_binaries() -> Path:
    """Folder of initdb and pg_ctl; newest version first. Raises PostgresMissing."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: int(path.parent.parent.name),
    )
    if not versions:
        raise PostgresMissing(
            "没有找到 PostgreSQL 服务端程序。在 Debian 上请执行：apt-get install postgresql"
        )
    return versions[-1].parent


def _version(binaries: Path) -> str:
    done = subprocess.run(
        [str(binaries / "postgres"), "--version"], capture_output=True, text=True, check=True
    )
    return done.stdout.split()[2]


def _as_owner() -> Sequence[str]:
    # initdb and postgres refuse to run as root.
    return ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()


def _run(*command: str | Path) -> None:
    done = subprocess.run(
        [*_as_owner(), *(str(part) for part in command)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd="/",
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{Path(str(command[0])).name}: {done.stderr.strip()}")
