"""Jobs are asked for in a transaction, carried out once, tried again, and never lost."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from honglian.foundation.jobs.api import enqueue, work_off
from honglian.foundation.jobs.models import Job, Worker
from honglian.foundation.jobs.queue import reap, take
from honglian.foundation.jobs.registry import JobType
from honglian.kit import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def note(register, calls):
    register("test.note", "记录")(lambda **words: calls.append(words))
    return "test.note"


@pytest.fixture
def broken(register, calls):
    def fail(**words):
        calls.append(words)
        raise OSError("对方没有应答")

    register("test.broken", "总是失败", retries=2, backoff=60)(fail)
    return "test.broken"


def only_job() -> Job:
    return Job.rows.get()


def test_a_job_is_carried_out_with_its_arguments(note, calls):
    enqueue(note, {"case_id": 7})
    assert work_off() == 1
    assert calls == [{"case_id": 7}]
    assert only_job().state == Job.State.DONE
    assert work_off() == 0


def test_an_unknown_name_is_refused_when_asking():
    with pytest.raises(LookupError):
        enqueue("test.nobody", {})


def test_a_rolled_back_transaction_leaves_no_job(note):
    with transaction.atomic():
        enqueue(note, {"case_id": 1})
        transaction.set_rollback(True)
    assert not Job.rows.exists()


def test_the_same_key_waits_once(note, calls):
    enqueue(note, {"n": 1}, key="cases:7")
    enqueue(note, {"n": 2}, key="cases:7")
    enqueue(note, {"n": 3}, key="cases:8")
    work_off()
    assert calls == [{"n": 1}, {"n": 3}]


def test_a_key_is_free_again_while_its_job_runs(note):
    enqueue(note, {"n": 1}, key="cases:7")
    running = take(None)
    enqueue(note, {"n": 2}, key="cases:7")
    assert running.state == Job.State.RUNNING
    assert Job.rows.filter(state=Job.State.WAITING).count() == 1


def test_a_delayed_job_waits_for_its_time(note, calls):
    enqueue(note, {}, delay=3600)
    assert work_off() == 0
    with clock.at(clock.now() + timedelta(hours=1, seconds=1)):
        assert work_off() == 1
    assert calls == [{}]


def test_a_failing_job_is_tried_again_later_and_then_given_up(broken, calls):
    enqueue(broken, {})
    start = clock.now()
    waits = []
    for hour in range(4):
        with clock.at(start + timedelta(hours=hour)):
            work_off()
            waits.append((only_job().run_at - clock.now()).total_seconds())
    assert len(calls) == 3  # once and two retries
    assert [round(wait) for wait in waits[:2]] == [60, 120]
    failed = only_job()
    assert failed.state == Job.State.FAILED
    assert failed.error == "OSError：对方没有应答"
    assert failed.attempts == 3


def test_backoff_doubles_up_to_six_hours():
    kind = JobType("x", "x", print, retries=20, backoff=30)
    assert [kind.wait(n) for n in (1, 2, 3)] == [30, 60, 120]
    assert kind.wait(20) == 6 * 3600
    assert kind.wait(21) is None


def test_a_job_of_an_older_version_fails_with_a_sentence(note, monkeypatch):
    enqueue(note, {})
    Job.rows.update(name="old.name")
    work_off()
    assert "old.name" in only_job().error


def test_the_job_of_a_dead_worker_is_given_back(note, calls):
    enqueue(note, {"n": 1})
    dead = Worker.objects.create(
        host="here", pid=1, started_at=timezone.now(), seen_at=timezone.now()
    )
    take(dead)
    assert reap() == 0  # it still breathes
    Worker.objects.update(seen_at=timezone.now() - timedelta(minutes=5))
    assert reap() == 1
    with clock.at(clock.now() + timedelta(minutes=10)):
        work_off()
    assert calls == [{"n": 1}]
    assert only_job().state == Job.State.DONE


def test_a_job_that_kills_its_workers_is_given_up(note):
    enqueue(note, {})
    for round_ in range(1, 5):
        with clock.at(clock.now() + timedelta(days=round_)):
            assert take(None) is not None
            reap()
    assert only_job().state == Job.State.FAILED
    assert "中途停止" in only_job().error


def test_a_reaped_job_is_not_overwritten_by_its_first_worker(note, calls):
    enqueue(note, {})
    first = take(None)
    reap()
    Job.rows.update(state=Job.State.RUNNING, attempts=2)
    from honglian.foundation.jobs.queue import carry_out

    carry_out(first)
    assert only_job().state == Job.State.RUNNING
