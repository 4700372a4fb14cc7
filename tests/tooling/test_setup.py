"""Setting up again does nothing, and does again what its inputs ask for."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parent.parent.parent / "script" / "setup.py"


@pytest.fixture
def setup(tmp_path: Path) -> ModuleType:
    """The set-up script as a module that keeps its stamps in a folder of the test."""
    spec = importlib.util.spec_from_file_location("setup_script", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.STAMPS = tmp_path / "stamps"
    return module


def test_a_step_is_done_once_for_one_state(setup):
    done = []
    for state in ("one", "one", "two", "two"):
        setup.once("packages", state, lambda state=state: done.append(state))
    assert done == ["one", "two"]


def test_a_failed_step_is_done_again(setup):
    def fail() -> None:
        raise RuntimeError("no network")

    with pytest.raises(RuntimeError):
        setup.once("packages", "one", fail)
    done = []
    setup.once("packages", "one", lambda: done.append("again"))
    assert done == ["again"]


def test_the_state_follows_the_files(setup, tmp_path):
    lock = tmp_path / "some.lock"
    lock.write_text("a==1")
    before = setup.digest(lock)
    lock.write_text("a==2")
    assert setup.digest(lock) != before


def test_an_old_python_is_refused_with_what_to_do(setup, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["setup.py"])
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    assert setup.main() == 1
    assert "PYTHON=python3.11" in capsys.readouterr().err


def test_the_script_needs_only_the_standard_library():
    code = SCRIPT.read_text(encoding="utf-8")
    names = {
        line.split()[1].split(".")[0]
        for line in code.splitlines()
        if line.startswith(("import ", "from "))
    }
    assert names <= sys.stdlib_module_names
