"""Drives django-helpdesk from outside: creates, answers and closes tickets over HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import child, server
from benchmarks.load import Client, Life
from benchmarks.peers import setup

HERE = Path(__file__).resolve().parent
CSRF = "b" * 32


_prepared: dict[str, dict[str, object]] = {}


class Helpdesk:
    """One prepared installation on one database, connections as its documentation leaves them."""

    name = "django-helpdesk"
    keeps_connections = "0"

    def __init__(self, database: str) -> None:
        self._env = {
            "DATABASE_URL": database,
            "BENCH_KEEP_CONNECTIONS": self.keeps_connections,
        }
        self._python = setup.python_of("helpdesk")
        self._facts: dict[str, object] = {}
        self._port = 0

    def prepare(self, tickets: int) -> None:
        """Make its tables and fill in `tickets` tickets."""
        database = self._env["DATABASE_URL"]
        if database in _prepared:
            self._facts = _prepared[database]
            return
        command = [self._python, HERE / "desk.py", "prepare", "--tickets", str(tickets)]
        self._facts = _prepared[database] = child.run(command, env=self._env, cwd=HERE).answer()

    @contextmanager
    def serving(self) -> Iterator[int]:
        """Its server runs inside the block, which gets its process id."""
        self._port = server.free_port()
        command = server.gunicorn(self._python, "desk:application", self._port)
        with server.serving(command, self._port, env=self._env, cwd=HERE) as process:
            yield process

    def client(self, number: int) -> Client:
        """A signed-in staff member's connection."""
        client = Client(self._port, {"X-CSRFToken": CSRF, "Accept": "application/json"})
        client.cookies = {"sessionid": str(self._facts["session"]), "csrftoken": CSRF}
        return client

    def lives(self) -> dict[str, Life]:
        """Its two doors; the table shows the faster one."""
        return {"rest": self._through_rest, "pages": self._through_pages}

    def _through_rest(self, client: Client, number: int) -> None:
        ticket = client.send(
            "create",
            "POST",
            "/api/tickets/",
            body={
                "queue": self._facts["queue"],
                "title": f"吹哨 {number}: 车间供电不足",
                "description": "新产线下月投产，现有供电容量不够，请协调增容。",
                "submitter_email": f"firm{number % 300}@example.org",
                "priority": 3,
            },
        ).json()["id"]
        reply = {"ticket": ticket, "user": 1, "public": True}
        client.send(
            "reply",
            "POST",
            "/api/followups/",
            body=reply | {"comment": "已到现场，三日内给出方案。"},
        )
        client.send(
            "close",
            "POST",
            "/api/followups/",
            body=reply | {"comment": "已增容。", "new_status": 4},
        )

    def _through_pages(self, client: Client, number: int) -> None:
        fields = {
            "queue": str(self._facts["queue"]),
            "title": f"吹哨 {number}: 车间供电不足",
            "submitter_email": f"firm{number % 300}@example.org",
            "priority": "3",
        }
        wish = {"body": "新产线下月投产，现有供电容量不够，请协调增容。"}
        made = client.send("create", "POST", "/tickets/submit/", form=fields | wish, expect=(302,))
        page = f"{made.headers['location']}update/"
        for step, more in (
            ("reply", {"comment": "已到现场，三日内给出方案。"}),
            ("close", {"comment": "已增容。", "new_status": "4"}),
        ):
            form = fields | more | {"public": "1"}
            client.send(step, "POST", page, form=form, expect=(302,))

    def pages(self, repeat: int) -> dict[str, object]:
        """Its list timed in one process of its own: label → p50, p95 (milliseconds), queries."""
        command = [self._python, HERE / "desk.py", "pages", "--repeat", str(repeat)]
        return child.run(command, env=self._env, cwd=HERE).answer()


class KeepingHelpdesk(Helpdesk):
    """The same with kept connections, which an operator who knows the framework may switch on."""

    name = "django-helpdesk（保持连接）"
    keeps_connections = "1"


def is_prepared(database: str) -> bool:
    """Whether an installation on this database has been made in this run."""
    return database in _prepared
