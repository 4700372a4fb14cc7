"""What is known about demands before the first case is closed.

``data/demands.toml`` holds topics with words and sentences; ``data/said/<category>.txt`` holds many
more sentences as enterprises, riders and hotline clerks would put them, one a line.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from functools import cache
from pathlib import Path

from honglian.algo.textclass import Example, Topic, examples_of

DATA = Path(__file__).parent / "data"
OUT_OF_SCOPE = "out_of_scope"  # what the six situations of 不予受理 sound like (领域手册 WH-04)


@cache
def topics() -> tuple[Topic, ...]:
    """Every topic of the files."""
    return (*_with_words(), *_said())


def _with_words() -> list[Topic]:
    found = tomllib.loads((DATA / "demands.toml").read_text(encoding="utf-8"))["topics"]
    return [
        Topic(
            topic["category"],
            tuple(dict.fromkeys(topic["words"].split())),
            _lines(topic["says"]),
        )
        for topic in found
    ]


def _said() -> list[Topic]:
    files = sorted((DATA / "said").glob("*.txt"))
    return [Topic(file.stem, (), _lines(file.read_text(encoding="utf-8"))) for file in files]


def _lines(text: str) -> tuple[str, ...]:
    """Sentences; headings begin with “#”."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


def starting_examples(codes: Collection[str] | None = None, weight: float = 1.0) -> list[Example]:
    """Knowledge about these categories (all without ``codes``) and about what is out of scope."""
    wanted = topics()
    if codes is not None:
        wanted = tuple(t for t in wanted if t.label in codes or t.label == OUT_OF_SCOPE)
    return examples_of(wanted, weight=weight)
