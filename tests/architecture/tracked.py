"""The files under version control, as the architecture tests read them."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


@cache
def tracked() -> tuple[Path, ...]:
    """All files under version control that are there, and new ones that are not ignored."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = (ROOT / name for name in listing.split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file()))


@cache
def text_of(path: Path) -> str | None:
    """The file's text, or None when it is not text."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return None


def product_python() -> list[Path]:
    """The product's own Python files, without generated migrations."""
    return [
        path
        for path in tracked()
        if path.suffix == ".py"
        and path.is_relative_to(ROOT / "honglian")
        and "migrations" not in path.parts
    ]


def name_of(path: Path) -> str:
    """The path as a person would write it, from the top of the checkout."""
    return path.relative_to(ROOT).as_posix()
