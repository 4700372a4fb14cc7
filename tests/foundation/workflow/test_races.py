"""Many at the same instant: numbers have no doubles, a key acts once, a job has one worker."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from honglian.foundation.jobs import registry
from honglian.foundation.jobs.api import enqueue
from honglian.foundation.jobs.queue import take
from honglian.foundation.workflow.api import claim, next_number, remember
from tests.foundation.places import make_zone

pytestmark = pytest.mark.django_db(transaction=True)
CLIENTS = 6


def together(work) -> list:
    """Results of `work(n)` in as many threads, each with a connection of its own, started at once."""
    gate = threading.Barrier(CLIENTS, timeout=30)

    def one(n: int):
        try:
            connection.ensure_connection()
            gate.wait()
            return work(n)
        finally:
            connection.close()

    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(one, range(CLIENTS)))


def test_first_numbers_taken_together_are_gapless():
    zone = make_zone()

    def number(_: int) -> str:
        with transaction.atomic():
            return next_number(zone.pk, "SQ20261125")

    taken = sorted(together(number) + together(number))
    assert taken == [f"SQ20261125{n:04d}" for n in range(1, 2 * CLIENTS + 1)]


def test_one_key_posted_by_many_acts_once_and_all_learn_the_result():
    acted = []

    def post(n: int) -> str:
        with transaction.atomic():
            earlier = claim(owner="form:1", key="k")
            if earlier is not None:
                return earlier.response["location"]
            acted.append(n)
            remember(owner="form:1", key="k", status=302, response={"location": f"/{n}/"})
            return f"/{n}/"

    results = together(post)
    assert len(acted) == 1
    assert results == [f"/{acted[0]}/"] * CLIENTS


def test_a_failed_act_leaves_the_key_to_another():
    acted, failed = [], []

    def post(n: int) -> None:
        try:
            with transaction.atomic():
                if claim(owner="form:1", key="k") is None:
                    if not failed:
                        failed.append(n)
                        raise LookupError("the first one fails")
                    acted.append(n)
        except LookupError:
            return

    together(post)
    assert len(failed) == 1
    assert len(acted) == 1


def test_a_job_has_one_worker_and_a_key_one_job(monkeypatch):
    monkeypatch.setitem(registry.JOBS, "test.job", registry.JobType("test.job", "试", print))
    together(lambda n: enqueue("test.job", {"n": n}, key="same"))
    for n in range(CLIENTS * 2 - 1):
        enqueue("test.job", {"n": n})

    taken = []

    def drain(_: int) -> None:
        while (found := take(None)) is not None:
            taken.append(found.pk)

    together(drain)
    assert len(taken) == CLIENTS * 2
    assert max(Counter(taken).values()) == 1
