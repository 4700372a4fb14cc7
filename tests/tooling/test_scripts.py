"""The scripts refuse what they do not know, before they touch anything."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SCRIPTS = ["script/run", "script/test", "script/check", "script/bench", ".ci/run"]


def call(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("script", [*SCRIPTS, "script/machine.sh"])
def test_every_script_is_well_formed(script):
    assert call("bash", "-n", script).stderr == ""


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_script_can_be_started_and_stops_at_mistakes(script):
    path = ROOT / script
    assert path.stat().st_mode & 0o111
    assert "\nset -" in path.read_text(encoding="utf-8")


def test_run_names_an_unknown_option():
    answer = call("script/run", "--prot", "9000")
    assert answer.returncode == 2
    assert "--prot" in answer.stderr
    assert "--port" in answer.stderr


def test_bench_lists_what_can_be_measured():
    answer = call("script/bench", "no-such-thing")
    assert answer.returncode == 2
    assert "no-such-thing" in answer.stderr


def test_ci_runs_the_checks_and_the_readmes_test_command():
    commands = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert "script/check" in commands
    assert "script/test" in commands
    assert "\nscript/test " in (ROOT / "README.md").read_text(encoding="utf-8")
