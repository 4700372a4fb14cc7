"""The worker's loop outlives a database that does not answer for a while."""

import threading

import pytest
from django.db import OperationalError, connection

from honglian.foundation.jobs import worker
from honglian.foundation.jobs.api import enqueue
from honglian.foundation.jobs.models import Job, Worker
from honglian.foundation.jobs.worker import run
from tests.cli.installation import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def running(monkeypatch):
    """A worker in a thread of its own that meets a dead database first."""
    halt, real, troubles = threading.Event(), worker.take, [OperationalError("server closed")] * 2

    def take(*words):
        if troubles:
            raise troubles.pop()
        return real(*words)

    monkeypatch.setattr(worker, "take", take)
    monkeypatch.setattr(worker, "PAUSE", 0.05)
    monkeypatch.setattr(worker, "HEARTBEAT", 0.05)

    def work() -> None:
        run(stop=halt)
        connection.close()  # of this thread; a test database cannot be dropped while it is open

    thread = threading.Thread(target=work)
    thread.start()
    yield troubles
    halt.set()
    thread.join(30)
    assert not thread.is_alive()


def test_it_goes_on_after_errors_and_keeps_its_heartbeat(running):
    enqueue("jobs.tidy")
    until(lambda: Job.rows.get(name="jobs.tidy").state == "done", "the job")
    assert running == []
    started = Worker.objects.get()
    until(lambda: Worker.objects.get().seen_at > started.seen_at, "a heartbeat")
