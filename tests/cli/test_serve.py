"""The web server and its worker start together, work, and stop together."""

import os
import signal
import socket

import pytest

from tests.cli.installation import PATIENCE, Installation, answers, free_port, until

TIDY = "from honglian.foundation.jobs.api import enqueue; enqueue('jobs.tidy')"
STATE = "SELECT state FROM jobs_job WHERE name = 'jobs.tidy' ORDER BY id DESC LIMIT 1"
WORKERS = "SELECT pid FROM jobs_worker ORDER BY id DESC"


def test_an_installation_without_tables_is_told_what_to_do(tmp_path):
    fresh = Installation(tmp_path)
    for command in ("serve", "worker"):
        done = fresh.honglian(command)
        assert done.returncode == 2
        assert "请先备份，然后运行：honglian migrate" in done.stderr
    assert fresh.honglian("migrate", "--check").returncode == 1


def test_a_taken_port_is_said_at_once(installation):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = installation.honglian("serve", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "请换一个端口" in done.stderr


def test_serving_answers_works_off_jobs_and_stops_cleanly(installation):
    port = free_port()
    with installation.running("serve", "--port", str(port), "--workers", "1") as process:
        until(lambda: answers(f"http://127.0.0.1:{port}/login/"), "the login page")
        installation.do(TIDY)
        until(lambda: installation.sql(STATE) == [("done",)], "the job")
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    assert not answers(f"http://127.0.0.1:{port}/login/")
    assert installation.sql(WORKERS) == []  # it signed off


def test_the_worker_beside_the_server_is_started_again(installation):
    with installation.running("serve", "--port", str(free_port()), "--workers", "1"):
        until(lambda: len(installation.sql(WORKERS)) == 1, "the worker")
        (first,) = installation.sql(WORKERS)
        os.kill(first[0], signal.SIGKILL)
        until(lambda: len(installation.sql(WORKERS)) == 2, "a second worker")


@pytest.mark.parametrize("words", [["--once"], ["--burst"]])
def test_a_worker_for_scripts_does_what_is_due_and_ends(installation, words):
    installation.sql("DELETE FROM jobs_job")
    installation.do(TIDY)
    done = installation.honglian("worker", *words)
    assert (done.returncode, done.stdout) == (0, "执行了 1 个任务。\n")
    assert installation.sql(STATE) == [("done",)]
