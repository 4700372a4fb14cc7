"""One spelling for all spellings of a text, on both sides of a search."""

import re
import unicodedata

_DROPPED = re.compile(r"[^\w\s]+|_+")


def fold(text: str) -> str:
    """Half-width, lower case, letters, digits and characters only, words divided by one blank."""
    return " ".join(_DROPPED.sub("", unicodedata.normalize("NFKC", text).lower()).split())
