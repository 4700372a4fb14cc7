"""Drives the product from outside: a case's life over its REST interface, and its list pages."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import child, server
from benchmarks.load import Client, Life, run_lives
from benchmarks.options import Place
from benchmarks.product.fill import DEPARTMENT, DISPATCHER
from benchmarks.product.site import ZONE, Site

API = "/api/v1/cases"
PATTERN = 500


class Product:
    """One installation, served as `honglian serve` serves it, without the worker."""

    name = "红链"

    def __init__(self, place: Place, name: str) -> None:
        self._site = Site(place, name)
        self._people: dict[str, object] = {}
        self._port = 0

    def prepare(self, cases: int) -> None:
        """Zone and cast; then `cases` cases, the first ones lived over HTTP, the rest copied."""
        self._people = self._site.prepare("--people")
        if not cases:
            return
        pattern = min(cases, PATTERN)
        with self.serving():
            clients = [self.client(number) for number in range(4)]
            run_lives(clients, self._life, seconds=600, most=pattern, warm=0)
        if cases > pattern:
            self.multiply("cases", cases // pattern - 1, 1)

    @contextmanager
    def serving(self) -> Iterator[int]:
        """Its server runs inside the block, which gets its process id."""
        self._port = server.free_port()
        command = server.gunicorn(Path(sys.executable), "honglian.wsgi:application", self._port)
        with server.serving(command, self._port, env=self._site.env) as process:
            yield process

    def client(self, number: int) -> Client:
        """A connection of one enterprise and the officers it deals with."""
        client = Client(self._port)
        firms = self._people["enterprises"]
        client.headers["X-Firm"] = str(number % len(firms))
        return client

    def lives(self) -> dict[str, Life]:
        """Create, dispatch, reply, close, rate: each by the role that may, each with its key."""
        return {"rest": self._life}

    def _life(self, client: Client, number: int) -> None:
        firm = self._people["enterprises"][int(client.headers["X-Firm"])]
        run = f"{id(client):x}-{number}"
        wish = {
            "title": f"车间供电不足（{number}）",
            "text": "新产线下月投产，现有供电容量不够，请协调增容。",
            "category": "energy",
            "reporter_name": "值班人",
        }
        made = self._post(client, "create", "", wish, str(firm["token"]), run)
        case = f"/{made['number']}"
        dispatcher, department = str(self._people["dispatcher"]), str(self._people["department"])
        self._post(client, "dispatch", case, {"lead": DEPARTMENT}, dispatcher, run)
        reply = {"text": "已到现场，三日内完成增容。", "outcome": "solved"}
        self._post(client, "reply", case, reply, department, run)
        self._post(client, "close", case, {"text": ""}, dispatcher, run)
        rating = {"satisfaction": "satisfied", "solved": True, "contacted": True}
        self._post(client, "rate", case, rating, str(firm["token"]), run)

    def _post(
        self, client: Client, step: str, case: str, body: object, token: str, run: str
    ) -> dict[str, object]:
        path = f"{API}{case}" if step == "create" else f"{API}{case}/{step}"
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f"{run}-{step}"}
        return client.send(step, "POST", path, body=body, headers=headers).json()

    def import_enterprises(self, file: Path) -> child.Measured:
        """Bring a ledger in as a user would."""
        return self._site.import_enterprises(file)

    def multiply(self, name: str, copies: int, turn: int) -> None:
        """Add `copies` copies of all enterprises or cases; `turn` differs from call to call."""
        flags = ("--multiply", name, "--copies", str(copies), "--round", str(turn))
        self._fill(*flags)

    def count(self, name: str) -> int:
        """How many enterprises or cases there are."""
        return int(str(self._fill("--count", name)["count"]))

    def _fill(self, *flags: str) -> dict[str, object]:
        command = ["-m", "benchmarks.product.fill", "--zone", ZONE, *flags]
        return self._site.python(command).answer()

    def pages(self, name: str, repeat: int) -> dict[str, dict[str, float]]:
        """The list's pages timed in one process: label → p50, p95 (milliseconds), queries, bytes."""
        self._site.python(["-m", "django", "collectstatic", "--noinput", "--verbosity", "0"])
        command = ["-m", "benchmarks.product.pages", "--list", name, "--user", DISPATCHER]
        return self._site.python([*command, "--repeat", str(repeat)]).answer()
