"""What is known about demands before the first case is closed: ``data/demands.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from functools import cache
from pathlib import Path

from honglian.algo.textclass import Example, Topic, examples_of

FILE = Path(__file__).parent / "data" / "demands.toml"
OUT_OF_SCOPE = "out_of_scope"  # what the six situations of 不予受理 sound like (领域手册 WH-04)


@cache
def topics() -> tuple[Topic, ...]:
    """Every topic of the file."""
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))["topics"]
    return tuple(
        Topic(
            topic["category"],
            tuple(dict.fromkeys(topic["words"].split())),
            tuple(line.strip() for line in topic["says"].splitlines() if line.strip()),
        )
        for topic in found
    )


def starting_examples(codes: Collection[str] | None = None, weight: float = 1.0) -> list[Example]:
    """Knowledge about these categories (all without ``codes``) and about what is out of scope."""
    wanted = topics()
    if codes is not None:
        wanted = tuple(t for t in wanted if t.label in codes or t.label == OUT_OF_SCOPE)
    return examples_of(wanted, weight=weight)
