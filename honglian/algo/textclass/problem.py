"""What a classifier learns from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# A single word says less than a sentence somebody would really say.
WORD_WEIGHT = 0.15


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled message. ``key`` names a case that may be shown as a similar one, else 0."""

    text: str
    label: str
    title: str = ""
    weight: float = 1.0
    key: int = 0


@dataclass(frozen=True, slots=True)
class Topic:
    """Hand-written knowledge about one matter: single words, and sentences people say."""

    label: str
    words: tuple[str, ...]
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Labelled messages, at least two classes."""

    examples: Sequence[Example]

    def __post_init__(self) -> None:
        if len({example.label for example in self.examples}) < 2:
            raise ValueError("a classifier needs examples of at least two classes")
        if any(example.weight <= 0 for example in self.examples):
            raise ValueError("the weight of an example must be positive")


def examples_of(topics: Iterable[Topic], *, weight: float = 1.0) -> list[Example]:
    """Knowledge as examples: each sentence, each word, and all words of a topic together."""
    made = []
    for topic in topics:
        made += [Example(said, topic.label, weight=weight) for said in topic.says]
        made += [Example(word, topic.label, weight=weight * WORD_WEIGHT) for word in topic.words]
    return made
