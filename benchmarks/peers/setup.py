"""Makes the environment of a peer on demand, never touching the product's own.

Environments live under var/bench/peers/ (git-ignored) and are made anew when the pinned versions
or the interpreter change.
"""

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ENVIRONMENTS = ROOT / "var" / "bench" / "peers"
PEERS = ("import-export", "helpdesk", "roundup")


def python_of(peer: str) -> Path:
    """Interpreter of the peer's environment; installs it first when it is missing or stale."""
    home = ENVIRONMENTS / peer
    python = home / "bin" / "python"
    stamp = home / "requirements.sha256"
    wanted = _fingerprint(peer)
    if python.exists() and stamp.exists() and stamp.read_text() == wanted:
        return python
    print(f"正在准备对照软件 {peer} 的独立环境……", file=sys.stderr)
    venv.create(home, with_pip=True, clear=True)
    done = subprocess.run(
        [str(python), "-m", "pip", "install", "--quiet", "-r", str(_requirements(peer))],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"对照软件 {peer} 安装失败：\n{done.stderr[-2000:]}")
    stamp.write_text(wanted)
    return python


def versions(peer: str) -> dict[str, str]:
    """Pinned versions of the peer and what it stands on."""
    lines = _requirements(peer).read_text().splitlines()
    return dict(line.split("==") for line in lines if "==" in line)


def _requirements(peer: str) -> Path:
    return HERE / f"requirements-{peer}.txt"


def _fingerprint(peer: str) -> str:
    digest = hashlib.sha256(_requirements(peer).read_bytes())
    digest.update(sys.version.encode())
    return digest.hexdigest()


if __name__ == "__main__":
    for name in sys.argv[1:] or PEERS:
        print(name, python_of(name))
