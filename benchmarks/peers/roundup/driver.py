"""Drives roundup from outside: creates, answers and closes issues over HTTP."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import child, server
from benchmarks.load import Client, Life
from benchmarks.peers import setup

HERE = Path(__file__).resolve().parent
# The tracker compares these headers with its configured address, which has no port.
ORIGIN = "http://127.0.0.1/"


class Roundup:
    """One prepared tracker; `home` is its folder, `database` only matters for PostgreSQL."""

    name = "roundup"

    def __init__(self, database: str, home: Path) -> None:
        self._database, self._home = database, home
        self._python = setup.python_of("roundup")
        self._facts: dict[str, object] = {}
        self._port = 0

    def prepare(self, issues: int) -> None:
        """Install the tracker anew and fill in `issues` issues."""
        shutil.rmtree(self._home, ignore_errors=True)
        command = [
            *(self._python, HERE / "tracker.py", "prepare", self._home),
            *("--database", self._database, "--issues", str(issues)),
        ]
        self._facts = child.run(command, cwd=HERE).answer()

    @contextmanager
    def serving(self) -> Iterator[int]:
        """Its server runs inside the block, which gets its process id."""
        self._port = server.free_port()
        # Four single-threaded processes: ast.literal_eval, with which roundup reads its session
        # values, fails under threads on Python 3.11 ("recursion depth mismatch").
        command = server.gunicorn(
            self._python, "tracker:application", self._port, workers=4, threads=1
        )
        env = {"TRACKER_HOME": str(self._home)}
        with server.serving(command, self._port, env=env, cwd=HERE) as process:
            yield process

    def client(self, number: int) -> Client:
        """A signed-in connection."""
        headers = {
            "Host": "127.0.0.1",
            "Origin": ORIGIN.rstrip("/"),
            "Referer": ORIGIN,
            "X-Requested-With": "benchmark",
        }
        client = Client(self._port, headers)
        client.send(
            "sign in",
            "POST",
            "/",
            form={
                "@action": "Login",
                "__login_name": str(self._facts["user"]),
                "__login_password": str(self._facts["password"]),
            },
        )
        return client

    def lives(self) -> dict[str, Life]:
        """Its two doors; the table shows the faster one."""
        return {"rest": self._through_rest, "pages": self._through_pages}

    def _through_pages(self, client: Client, number: int) -> None:
        made = client.send(
            "create",
            "POST",
            "/issue",
            form={
                "@action": "new",
                "@template": "item",
                "title": f"吹哨 {number}: 车间供电不足",
                "priority": "3",
                "status": "1",
                "@note": "新产线下月投产，现有供电容量不够，请协调增容。",
            },
            expect=(302, 303),
        )
        page = made.headers["location"].partition("?")[0].removeprefix(ORIGIN[:-1])
        for step, fields in (
            ("reply", {"@note": "已到现场，三日内给出方案。"}),
            ("close", {"@note": "已增容。", "status": "8"}),
        ):
            client.send(step, "POST", page, form={"@action": "edit", **fields}, expect=(302, 303))

    def _through_rest(self, client: Client, number: int) -> None:
        first = self._message(client, "create", "新产线下月投产，现有供电容量不够。")
        wish = {"title": f"吹哨 {number}: 车间供电不足", "priority": "3", "status": "1"}
        made = client.send("create", "POST", "/rest/data/issue", body=wish | {"messages": [first]})
        issue = f"/rest/data/issue/{made.json()['data']['id']}"
        for step, text, more in (
            ("reply", "已到现场，三日内给出方案。", {}),
            ("close", "已增容。", {"status": "8"}),
        ):
            message = self._message(client, step, text)
            # The interface refuses changes that do not carry the tag of the last reading.
            seen = client.send(step, "GET", issue).json()["data"]
            kept = [link["id"] for link in seen["attributes"]["messages"]]
            body = {"messages": [*kept, message], "@etag": seen["@etag"], **more}
            client.send(step, "PATCH", issue, body=body)

    def _message(self, client: Client, step: str, text: str) -> str:
        made = client.send(step, "POST", "/rest/data/msg", body={"content": text, "author": "1"})
        return str(made.json()["data"]["id"])
