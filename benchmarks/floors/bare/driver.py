"""Drives the bare service from outside."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import child, server
from benchmarks.load import Client, Life

HERE = Path(__file__).resolve().parent


class Bare:
    """One prepared bare service on one database."""

    name = "bare service"

    def __init__(self, database: str) -> None:
        self._env = {"DATABASE_URL": database}
        self._port = 0

    def prepare(self, cases: int) -> None:
        """Make its table with `cases` rows."""
        command = [sys.executable, HERE / "service.py", "--cases", str(cases)]
        child.run(command, env=self._env, cwd=HERE)

    @contextmanager
    def serving(self) -> Iterator[int]:
        """Its server runs inside the block, which gets its process id."""
        self._port = server.free_port()
        command = server.gunicorn(Path(sys.executable), "service:application", self._port)
        with server.serving(command, self._port, env=self._env, cwd=HERE) as process:
            yield process

    def client(self, number: int) -> Client:
        """A plain connection."""
        return Client(self._port)

    def lives(self) -> dict[str, Life]:
        """The five writes."""
        return {"rest": self._five_writes}

    def _five_writes(self, client: Client, number: int) -> None:
        wish = {"title": f"吹哨 {number}: 车间供电不足", "text": "现有供电容量不够，请协调增容。"}
        case = client.send("create", "POST", "/cases", body=wish).json()["id"]
        for verb, body in (
            ("dispatch", {"department": 3}),
            ("reply", {"text": "已到现场，三日内给出方案。"}),
            ("close", {}),
            ("rate", {"satisfaction": "satisfied"}),
        ):
            client.send(verb, "POST", f"/cases/{case}/{verb}", body=body)
