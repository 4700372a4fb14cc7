"""The web server and its worker start together, work, and stop together."""

import os
import signal
import socket

import pytest

from tests.cli.installation import PATIENCE, Installation, answers, free_port, until

STATE = "print(apps.get_model('jobs.Job').rows.values_list('state', flat=True).last())"
WORKERS = "print(apps.get_model('jobs.Worker').objects.count())"


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
        installation.ask("from honglian.foundation.jobs.api import enqueue; enqueue('jobs.tidy')")
        until(lambda: installation.ask(STATE) == "done", "the job")
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    assert not answers(f"http://127.0.0.1:{port}/login/")
    assert installation.ask(WORKERS) == "0"  # it signed off


def test_the_worker_beside_the_server_is_started_again(installation):
    port = free_port()
    pid = "print(*apps.get_model('jobs.Worker').objects.values_list('pid', flat=True)[:1])"
    with installation.running("serve", "--port", str(port), "--workers", "1"):
        until(lambda: installation.ask(pid) != "", "the worker")
        first = installation.ask(pid)
        os.kill(int(first), signal.SIGKILL)
        until(lambda: installation.ask(pid) not in ("", first), "a second worker")


@pytest.mark.parametrize("words", [["--once"], ["--burst"]])
def test_a_worker_for_scripts_does_what_is_due_and_ends(installation, words):
    installation.ask("from honglian.foundation.jobs.api import enqueue; enqueue('jobs.tidy')")
    done = installation.honglian("worker", *words)
    assert (done.returncode, done.stdout) == (0, "执行了 1 个任务。\n")
