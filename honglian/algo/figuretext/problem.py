"""What is asked and what is found."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Qualifier(StrEnum):
    """How a rounded figure stands to the true value."""

    EXACT = ""
    AT_LEAST = "ge"  # 余 多 以上 不少于
    MORE = "gt"  # 超 逾 突破
    NEARLY = "near"  # 近 将近 不到
    ABOUT = "about"  # 约 左右 上下
    AT_MOST = "le"  # 以内 不超过


@dataclass(frozen=True)
class Found:
    """One figure of a text. ``start`` and ``end`` are positions in the text.

    ``value`` is in the unit named (5 万元 has the value 50000 and the unit 元); ``step`` is the weight of
    its last digit that says something (5000余: 1000; 8.56%: 0.01). ``sign`` is -1 after a word such as
    下降. ``noun`` is what is counted, ``before`` the clause up to the figure.
    """

    start: int
    end: int
    text: str
    value: Decimal
    unit: str
    step: Decimal
    qualifier: Qualifier
    sign: int
    noun: str
    before: str
    sentence: int

    @property
    def signed(self) -> Decimal:
        return self.value * self.sign

    @property
    def is_percent(self) -> bool:
        return self.unit == "%"


@dataclass(frozen=True)
class Definition:
    """A figure as somebody answers for it. A fall is a negative ``value``; ``unit`` as in :class:`Found`.

    ``qualifier`` belongs to a value that is itself only a bound.
    """

    name: str
    unit: str
    value: Decimal
    aliases: tuple[str, ...] = ()
    code: str = ""
    qualifier: Qualifier = Qualifier.EXACT

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("a definition needs a name")

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


@dataclass(frozen=True)
class Problem:
    """A text and the definitions its figures may have; ``most`` characters at most."""

    text: str
    definitions: tuple[Definition, ...] = ()
    most: int = 200_000

    def __post_init__(self) -> None:
        if len(self.text) > self.most:
            raise ValueError(f"the text has {len(self.text)} characters, at most {self.most}")


@dataclass(frozen=True)
class Trouble:
    """A contradiction inside the text: which figures (positions), and why, in Chinese."""

    kind: str
    start: int
    end: int
    excerpt: str
    reason: str
