"""What the doctor finds: one line each, with what to do about it.

An app contributes by a module ``checks`` with a function ``checks() -> Iterable[Finding]``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Level(IntEnum):
    """Ordered by urgency. A hint asks for nothing."""

    OK = 0
    HINT = 1
    WARNING = 2
    ERROR = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """``area`` groups lines, ``message`` is a full sentence, ``todo`` says what to do."""

    level: Level
    area: str
    message: str
    todo: str = ""


def ok(area: str, message: str) -> Finding:
    return Finding(Level.OK, area, message)


def hint(area: str, message: str, todo: str = "") -> Finding:
    return Finding(Level.HINT, area, message, todo)


def warning(area: str, message: str, todo: str) -> Finding:
    return Finding(Level.WARNING, area, message, todo)


def error(area: str, message: str, todo: str) -> Finding:
    return Finding(Level.ERROR, area, message, todo)
