"""Under which words an enterprise is found."""

from __future__ import annotations

from honglian.algo.hanzi import pinyin_initials, search_tokens


def index_text(name: str, former_name: str, uscc: str) -> dict[str, str]:
    """The stored search columns of an enterprise."""
    return {
        "initials": pinyin_initials(name)[:128],
        "search": search_tokens(f"{name} {former_name} {uscc}".strip()),
    }
