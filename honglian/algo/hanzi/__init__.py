"""Chinese text for searching: pinyin, initials, index tokens and queries over them."""

from .folding import fold
from .query import SearchQuery, search_query, segment_pinyin
from .readings import pinyin_initials, pinyin_syllables
from .tokens import bigrams, name_index, search_tokens

__all__ = [
    "SearchQuery",
    "bigrams",
    "fold",
    "name_index",
    "pinyin_initials",
    "pinyin_syllables",
    "search_query",
    "search_tokens",
    "segment_pinyin",
]
