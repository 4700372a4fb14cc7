"""Where a long title breaks: lines of like length, never inside a word (7.3.1 梯形排列)."""

from __future__ import annotations

import math

import rjieba

from .declaration import text_width
from .measures import POINTS_A_MM, TEXT_WIDTH, TITLE


def title_lines(text: str, size: float = TITLE) -> list[str]:
    """The title in as few lines as it needs, the upper ones no shorter than the last by more than a word."""
    room = math.floor(TEXT_WIDTH * POINTS_A_MM / size)
    wanted = math.ceil(text_width(text) / room)
    if wanted < 2 or "\n" in text:
        return text.split("\n")
    lines = _even(rjieba.cut(text), text_width(text) / wanted)
    return lines if all(text_width(line) <= room for line in lines) else [text]


def _even(words: list[str], share: float) -> list[str]:
    """Words joined to lines that end where the text so far comes closest to whole shares."""
    lines: list[str] = []
    line, done = "", 0.0
    for word in words:
        mark = share * (len(lines) + 1)
        before = done + (text_width(line) if line else 0.0)
        after = before + text_width(word)
        if line and after > mark and mark - before <= after - mark:
            lines, line, done = [*lines, line], "", before
        line += word
    return [*lines, line]


def fitting(text: str, size: float) -> float:
    """The type size at which the text stands in one line, at most ``size``."""
    return min(size, math.floor(TEXT_WIDTH * POINTS_A_MM / max(text_width(text), 1)))
