"""When a solver stops looking: one-method objects, so that callers can write their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


class Stop(Protocol):
    """Asked between rounds; ``seconds`` since the start, ``rounds`` done so far."""

    def __call__(self, seconds: float, rounds: int) -> bool: ...


@dataclass(frozen=True, slots=True)
class MaxSeconds:
    """Stop after so much time on the wall clock."""

    limit: float

    def __post_init__(self) -> None:
        if self.limit < 0:
            raise ValueError("a time limit cannot be negative")

    def __call__(self, seconds: float, rounds: int) -> bool:
        return seconds >= self.limit


@dataclass(frozen=True, slots=True)
class MaxRounds:
    """Stop after so many rounds: the same answer on every machine."""

    limit: int

    def __post_init__(self) -> None:
        if self.limit < 0:
            raise ValueError("a number of rounds cannot be negative")

    def __call__(self, seconds: float, rounds: int) -> bool:
        return rounds >= self.limit


@dataclass(frozen=True, slots=True)
class Watched:
    """Stop as another one says, and tell somebody how far it is."""

    inner: Stop
    tell: Callable[[float, int], None]

    def __call__(self, seconds: float, rounds: int) -> bool:
        self.tell(seconds, rounds)
        return self.inner(seconds, rounds)
