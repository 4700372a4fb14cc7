"""What people type and spreadsheets do to it: full-width letters, stray blanks, blank markers."""

import re
import unicodedata
from operator import mul

BLANK_MARKERS = frozenset(
    (
        "",
        "-",
        "--",
        "—",
        "——",
        "/",
        "\\",
        "无",
        "暂无",
        "不详",
        "未知",
        "未公示",
        "空",
        "NULL",
        "N/A",
    )
)
_NOISE = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060\ufeff]+")
SCIENTIFIC = re.compile(r"\d(\.\d+)?[Ee]\+?\d+")


def plain(text: str) -> str:
    """Half-width, without any white space or invisible characters; nothing else changes."""
    if text.isascii() and text.isalnum():
        return text
    bare = _NOISE.sub("", unicodedata.normalize("NFKC", text))
    # Without the blanks between them, letters and accents may have come together.
    return bare if bare.isascii() else unicodedata.normalize("NFKC", bare)


def is_blank(text: str) -> bool:
    """True for nothing at all and for the marks people write instead of nothing (无, -, /)."""
    return plain(text).upper() in BLANK_MARKERS


def weighted_sum(values: bytes, weights: tuple[int, ...]) -> int:
    """Sum of value × weight, position by position."""
    return sum(map(mul, values, weights))
