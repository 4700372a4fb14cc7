"""A small load generator: a fixed number of clients walk whole lives over kept-open connections.

It speaks only to the loopback interface and stops at a time or a count, whichever comes first.
Each client is a thread with one `http.client` connection; the same generator drives the product,
the peers and the floor, so its own cost weighs on all of them alike.
"""

import http.client
import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

LOOPBACK = "127.0.0.1"


class UnexpectedAnswer(RuntimeError):
    """A server answered otherwise than the life expects; the message carries the answer."""


@dataclass(slots=True)
class Answer:
    """Status, headers (lower-case names) and body of one response."""

    status: int
    headers: dict[str, str]
    body: bytes
    cookies: list[str]

    def json(self) -> dict[str, object]:
        return dict(json.loads(self.body))


class Client:
    """One connection with its cookies, its standing headers and the latency of each step."""

    def __init__(self, port: int, headers: Mapping[str, str] | None = None) -> None:
        self.headers = dict(headers or {})
        self.cookies: dict[str, str] = {}
        self.steps: dict[str, list[float]] = {}
        self._connection = http.client.HTTPConnection(LOOPBACK, port, timeout=60)

    def send(
        self,
        step: str,
        method: str,
        path: str,
        *,
        body: object = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        expect: tuple[int, ...] = (200, 201, 302),
    ) -> Answer:
        """One request; `body` goes as JSON, `form` as a form. Raises UnexpectedAnswer."""
        sent = {**self.headers, **(headers or {})}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        payload: bytes | None = None
        if form is not None:
            payload = urlencode(form).encode()
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        elif body is not None:
            payload = json.dumps(body, ensure_ascii=False).encode()
            sent["Content-Type"] = "application/json"
        began = time.perf_counter()
        answer = self._exchange(method, path, payload, sent)
        self.steps.setdefault(step, []).append(time.perf_counter() - began)
        self._keep_cookies(answer)
        if answer.status not in expect:
            shown = answer.body[:600].decode(errors="replace")
            raise UnexpectedAnswer(f"{method} {path}: {answer.status}\n{shown}")
        return answer

    def _exchange(
        self, method: str, path: str, payload: bytes | None, headers: dict[str, str]
    ) -> Answer:
        self._connection.request(method, path, payload, headers)
        response = self._connection.getresponse()
        body = response.read()
        pairs = response.getheaders()
        return Answer(
            status=response.status,
            headers={name.lower(): value for name, value in pairs},
            body=body,
            cookies=[value for name, value in pairs if name.lower() == "set-cookie"],
        )

    def _keep_cookies(self, answer: Answer) -> None:
        for cookie in answer.cookies:
            name, _, rest = cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0]

    def close(self) -> None:
        self._connection.close()


Life = Callable[[Client, int], None]


@dataclass(slots=True)
class LoadResult:
    """Whole lives done, in how many seconds and at what CPU cost, with each step's latencies (seconds)."""

    lives: int
    seconds: float
    cpu_seconds: float = 0.0
    steps: dict[str, list[float]] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Lives a second."""
        return self.lives / self.seconds

    def summary(self) -> dict[str, object]:
        """JSON-ready: rate and, for each step, p50 and p95 in milliseconds."""
        return {
            "lives": self.lives,
            "seconds": round(self.seconds, 2),
            "lives_per_second": round(self.rate, 2),
            "cpu_ms_per_life": round(self.cpu_seconds / self.lives * 1000, 1),
            "steps_ms": {
                step: {
                    "p50": round(percentile(values, 50) * 1000, 1),
                    "p95": round(percentile(values, 95) * 1000, 1),
                }
                for step, values in self.steps.items()
            },
        }


def percentile(values: list[float], share: float) -> float:
    """Nearest-rank percentile of a non-empty list."""
    ordered = sorted(values)
    rank = max(1, -(-len(ordered) * share // 100))
    return ordered[int(rank) - 1]


def run_lives(
    clients: list[Client],
    life: Life,
    *,
    seconds: float,
    most: int = 100_000,
    warm: int = 2,
    meter: Callable[[], float] = time.process_time,
) -> LoadResult:
    """Walk `life(client, number)` with all clients at once until the time or count is used up.

    Each client first walks `warm` lives that are not counted. The first error of any client
    ends the run and is raised. `meter` reads the CPU seconds used so far by what is measured.
    """
    crowd = _Crowd(clients, life, seconds=seconds, most=most, warm=warm, meter=meter)
    return crowd.run()


class _Crowd:
    def __init__(
        self,
        clients: list[Client],
        life: Life,
        *,
        seconds: float,
        most: int,
        warm: int,
        meter: Callable[[], float],
    ) -> None:
        self._clients, self._life, self._meter = clients, life, meter
        self._cpu = 0.0
        self._seconds, self._most, self._warm = seconds, most, warm
        self._numbers = iter(range(most + warm * len(clients)))
        self._lock = threading.Lock()
        self._start = threading.Barrier(len(clients), action=self._begin)
        self._began = 0.0
        self._ended = 0.0
        self._done = 0
        self._error: BaseException | None = None

    def run(self) -> LoadResult:
        threads = [threading.Thread(target=self._walk, args=(each,)) for each in self._clients]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self._error:
            raise self._error
        steps: dict[str, list[float]] = {}
        for client in self._clients:
            for step, values in client.steps.items():
                steps.setdefault(step, []).extend(values)
        used = self._meter() - self._cpu
        return LoadResult(self._done, self._ended - self._began, used, steps)

    def _begin(self) -> None:
        self._cpu = self._meter()
        self._began = time.perf_counter()

    def _take(self) -> int | None:
        with self._lock:
            return next(self._numbers, None)

    def _walk(self, client: Client) -> None:
        try:
            for _ in range(self._warm):
                self._life(client, self._take() or 0)
            client.steps.clear()
            self._start.wait(timeout=120)
            while self._error is None and time.perf_counter() - self._began < self._seconds:
                number = self._take()
                if number is None:
                    break
                self._life(client, number)
                with self._lock:
                    self._done += 1
                    self._ended = time.perf_counter()
        except BaseException as error:
            self._error = self._error or error
            self._start.abort()
