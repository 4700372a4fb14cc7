"""Flags that all measurements share, and the databases they ask for."""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import postgres

SQLITE, POSTGRES = "sqlite", "postgres"


def parser(purpose: str) -> argparse.ArgumentParser:
    """A parser with the shared flags; callers add their own."""
    made = argparse.ArgumentParser(prog="script/bench", description=purpose)
    made.add_argument(
        "--data", type=Path, help="企业登记数据（csv、csv.gz 或文件夹）；不给则用合成数据"
    )
    made.add_argument("--json", action="store_true", help="输出 JSON")
    made.add_argument("--quick", action="store_true", help="两分钟以内的小规模测量，不保存结果")
    made.add_argument(
        "--db", choices=[SQLITE, POSTGRES, "both"], default="both", help="数据库（默认两种都测）"
    )
    made.add_argument("--no-peers", action="store_true", help="不测对照软件")
    return made


@dataclass(frozen=True, slots=True)
class Place:
    """Where one measurement keeps its files and databases; removed afterwards."""

    kind: str
    folder: Path
    cluster: postgres.Cluster | None

    def fresh(self, name: str) -> str:
        """URL of an empty database."""
        if self.cluster:
            return self.cluster.fresh_database(name)
        for file in self.folder.glob(f"{name}.sqlite3*"):
            file.unlink()
        return self.absent(name)

    def absent(self, name: str) -> str:
        """URL of a database that the caller will make itself."""
        return self.cluster.url(name) if self.cluster else f"sqlite://{self.folder / name}.sqlite3"

    @property
    def server_version(self) -> str:
        return self.cluster.version if self.cluster else "embedded"


@contextmanager
def places(wanted: str) -> Iterator[list[Place]]:
    """One place for each wanted database; PostgreSQL runs only inside the block."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="honglian-bench-")))
        made = []
        for kind in (SQLITE, POSTGRES) if wanted == "both" else (wanted,):
            home = folder / kind
            home.mkdir()
            cluster = stack.enter_context(postgres.throwaway()) if kind == POSTGRES else None
            made.append(Place(kind, home, cluster))
        yield made
