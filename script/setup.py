"""Set up everything the checkout needs: environment, locked packages, front-end files.

Standard library only, because it runs before anything is installed. Each step is skipped
while the stamp of its inputs (a hash kept inside the environment) is unchanged, so calling
it again costs a fraction of a second.

    python3 script/setup.py          what production needs
    python3 script/setup.py --dev    and what the tests and checks need
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENV = ROOT / ".venv"
STAMPS = ENV / "stamps"
BORROWED = ROOT / ".tools"
OLDEST = (3, 11)


def main() -> int:
    """Run every step that is out of date; return 0, or 1 with a sentence that says what to do."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--dev", action="store_true", help="also what tests and checks need")
    dev = options.parse_args().dev
    if sys.version_info < OLDEST:
        return stop(
            f"Python {sys.version.split()[0]} 太旧,需要 3.11 或更新的版本。",
            "请安装后再运行,或用环境变量 PYTHON 指出它的位置,例如:PYTHON=python3.11 script/run",
        )
    try:
        make_environment()
        install_packages(dev)
        link_checkout()
        fetch_assets()
    except subprocess.CalledProcessError as failure:
        command = " ".join(str(part) for part in failure.cmd)
        return stop(
            f"这一步没有成功:{command}", "原因见上面的输出;改好后再运行一次,已完成的步骤不会重做。"
        )
    except MissingVenv:
        return stop(
            "这台机器的 Python 不能建立虚拟环境。",
            "请先运行:apt-get install -y python3-venv(需要管理员权限)",
        )
    return 0


class MissingVenv(Exception):
    """Neither venv nor pip is there, so no environment can be made."""


def stop(what: str, then: str) -> int:
    """Say what is wrong and what to do; return the exit code."""
    print(f"{what}\n{then}", file=sys.stderr)
    return 1


def say(sentence: str) -> None:
    """Tell on the screen what is going on, at once."""
    print(f"· {sentence}", file=sys.stderr, flush=True)


def python() -> Path:
    """Return the interpreter of the environment."""
    return ENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def run(*command: str | Path) -> None:
    """Run a command in the checkout; raise CalledProcessError when it fails."""
    subprocess.run([str(part) for part in command], cwd=ROOT, check=True)


def digest(*parts: str | Path) -> str:
    """Return a hash of this interpreter's version, the given words and the given files' bytes."""
    total = hashlib.sha256(sys.version.encode())
    for part in parts:
        total.update(part.read_bytes() if isinstance(part, Path) else part.encode())
    return total.hexdigest()


def once(name: str, state: str, work: Callable[[], None]) -> None:
    """Do the work unless its stamp already says this state; stamp it afterwards."""
    stamp = STAMPS / name
    if stamp.exists() and stamp.read_text() == state:
        return
    work()
    STAMPS.mkdir(parents=True, exist_ok=True)
    stamp.write_text(state)


def make_environment() -> None:
    """Create .venv, anew when it belongs to another Python; raise MissingVenv when impossible."""
    stamp = STAMPS / "python"
    if python().exists() and stamp.exists() and stamp.read_text() == digest():
        return
    say("建立 Python 环境 .venv")
    if ENV.exists():
        shutil.rmtree(ENV)
    try:
        venv.create(ENV, with_pip=True)
    except (subprocess.CalledProcessError, ImportError):
        # Debian splits ensurepip off into python3-venv; virtualenv brings its own.
        borrow_virtualenv()
    once("python", digest(), lambda: None)


def borrow_virtualenv() -> None:
    """Make .venv with a virtualenv package put into .tools, where the system stays untouched."""
    shutil.rmtree(ENV, ignore_errors=True)
    try:
        run(sys.executable, "-m", "pip", "install", "--quiet", "--target", BORROWED, "virtualenv")
    except subprocess.CalledProcessError as failure:
        raise MissingVenv from failure
    subprocess.run(
        [sys.executable, "-m", "virtualenv", "--quiet", str(ENV)],
        check=True,
        env={**os.environ, "PYTHONPATH": str(BORROWED)},
    )


def install_packages(dev: bool) -> None:
    """Install the locked packages; the development lock contains the production one."""
    production = ROOT / "requirements.lock"
    development = ROOT / "requirements-dev.lock"
    whole = digest(development)
    installed = STAMPS / "packages-dev"
    if not dev and installed.exists() and installed.read_text() == whole:
        return
    if dev:
        once("packages-dev", whole, lambda: pip_install(development))
    else:
        once("packages", digest(production), lambda: pip_install(production))


def pip_install(lock: Path) -> None:
    """Install exactly what a lock file names, wheels only, each checked against its hash."""
    say(f"安装 {lock.name} 所列的软件包(第一次约一分钟)")
    locked = ("--require-hashes", "--only-binary", ":all:", "-r", lock)
    run(python(), "-m", "pip", "install", "-qq", "--disable-pip-version-check", *locked)


def link_checkout() -> None:
    """Put the checkout itself and its `honglian` command into the environment."""
    project = ROOT / "pyproject.toml"
    once(
        "checkout", digest(project, ROOT / "honglian" / "__init__.py", str(ROOT)), install_checkout
    )


def install_checkout() -> None:
    """Install the checkout as an editable package with the locked build backend."""
    say("登记 honglian 命令")
    quiet = ("-qq", "--disable-pip-version-check")
    build = ROOT / "requirements-build.lock"
    run(
        python(),
        "-m",
        "pip",
        "install",
        *quiet,
        "--require-hashes",
        "--only-binary",
        ":all:",
        "-r",
        build,
    )
    run(python(), "-m", "pip", "install", *quiet, "--no-deps", "--no-build-isolation", "-e", ROOT)


def fetch_assets() -> None:
    """Fetch the front-end files; script/assets.py keeps its own stamp."""
    run(python(), ROOT / "script" / "assets.py")


if __name__ == "__main__":
    sys.exit(main())
