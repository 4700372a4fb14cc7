"""Index tokens of a text.

A text is words divided by blanks (name, former name, code …). Each word is folded: half-width, lower
case, only letters, digits and characters. From a folded word come

- every pair of neighbours (回天, 天新, 91, 14): finds any part of two characters or more;
- every single Chinese character: finds parts of one character;
- every pair of neighbouring initials (ht, tx): finds parts of the initials;
- "py" and the syllable of every Chinese character (pyhui, pytian): finds full pinyin;
- its first letter or digit, and the first initial, alone: finds by one letter.

A word that may be a person's name is read both with its surname and without (单晓明: shan and dan).

Pairs of letters stand for the word itself and for its initials alike. Pairs have two characters and
syllable tokens at least three, so they never meet. A token is letters, digits and Chinese characters
only, in lower case: no blanks, quotes or operators.

Stored as one text with blanks between the tokens, it feeds FTS5 with `tokenize='ascii', detail='none'`
(which breaks at ASCII signs only and leaves all other characters whole) and PostgreSQL with
`array_to_tsvector(string_to_array(search, ' '))` under a GIN index, both without a parser of their own.
`search_query` writes the matching queries.
"""

from functools import cache
from itertools import filterfalse
from operator import add

from .folding import fold
from .readings import OnDemand, mark_person, mark_readings, pinyin_initials, readings

SYLLABLE_PREFIX = "py"


def bigrams(word: str) -> list[str]:
    """Every pair of neighbours in a word."""
    return list(map(add, word, word[1:]))


def search_tokens(text: str) -> str:
    """The distinct tokens of a text with one blank between them; the same text gives the same string."""
    tokens: list[str] = []
    for word in fold(text).split():
        tokens += map(add, word, word[1:])
        tokens.append(word[0])
        if not word.isascii():
            _add_chinese(tokens, word)
    return " ".join(dict.fromkeys(tokens))


def _add_chinese(tokens: list[str], word: str) -> None:
    tokens += filterfalse(str.isascii, word)
    _add_readings(tokens, mark_readings(word))
    if (person := mark_person(word)) is not None:
        _add_readings(tokens, person)


def _add_readings(tokens: list[str], marked: str) -> str:
    """Add the tokens of a marked word; its initials."""
    initials = marked.translate(readings().initials)
    tokens += map(add, initials, initials[1:])
    tokens.append(initials[0])
    tokens += filter(None, map(_syllable_tokens().__getitem__, marked))
    return initials


@cache
def _syllable_tokens() -> dict[str, str]:
    """Character or mark → its syllable token, empty for what has no reading."""
    syllables = readings().syllables

    def token(char: str) -> str:
        read = syllables.get(ord(char))
        return SYLLABLE_PREFIX + read if read else ""

    return OnDemand[str](token)


def name_index(name: str, *others: str) -> tuple[str, str]:
    """`pinyin_initials(name)` and `search_tokens` of name and others, a sixth faster."""
    tokens: list[str] = []
    words = fold(name).split()
    initials = ""
    for word in words:
        tokens += map(add, word, word[1:])
        tokens.append(word[0])
        if word.isascii():
            initials = word
            continue
        tokens += filterfalse(str.isascii, word)
        initials = _add_readings(tokens, mark_readings(word))
        if (person := mark_person(word)) is not None:
            _add_readings(tokens, person)
    if len(words) > 1:
        initials = pinyin_initials(name)
    for other in filter(None, others):
        for word in _words(other):
            tokens += map(add, word, word[1:])
            tokens.append(word[0])
            if not word.isascii():
                _add_chinese(tokens, word)
    return initials, " ".join(dict.fromkeys(tokens))


def _words(text: str) -> list[str]:
    """Folded words; a code of letters and digits is one without further ado."""
    return [text.lower()] if text.isascii() and text.isalnum() else fold(text).split()
