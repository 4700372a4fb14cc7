"""Pinyin without tones, character by character, fast enough for a whole registry.

The table of 42,000 characters comes from pypinyin's dictionary and is built once, on first use. Words
in which a character is read otherwise are marked before the look-up (see `polyphones`). ü is written v,
as it is typed, except in lue and nue.
"""

import importlib.util
import re
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from .folding import fold
from .polyphones import DEFAULTS, PHRASES, SURNAMES

Key = TypeVar("Key")
_FIRST_MARK = 0xE000  # private use area: one mark for each reading that a phrase needs
_PERSON = re.compile(r"[\u3400-\u9fff]{2,4}")
_WORDS = re.compile(r"[a-z0-9]+|.")


class OnDemand(dict[Key, str], Generic[Key]):
    """Makes an entry when it is first asked for: of 42,000 characters a registry uses some 3,000."""

    def __init__(self, make: Callable[[Key], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: Key) -> str:
        value = self[key] = self._make(key)
        return value


class _Readings(NamedTuple):
    """syllable and initial of every code point; marks stand for characters inside phrases."""

    syllables: dict[int, str]
    initials: dict[int, str]
    mark: Callable[[str], str]
    surname_marks: dict[str, str]


@cache
def toneless(reading: str) -> str:
    """lǜ → lv, lüè → lue, zhòng → zhong. The 42,000 characters share some 1,500 readings."""
    letters = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    plain = "".join(char for char in letters if not unicodedata.combining(char))
    return plain.replace("ve", "ue")


def _dictionary() -> dict[int, str]:
    """Code point → readings. The package itself would load its phrases too, which takes seven times as long."""
    package = importlib.util.find_spec("pypinyin")
    assert package is not None
    assert package.origin is not None
    path = Path(package.origin).with_name("pinyin_dict.py")
    spec = importlib.util.spec_from_file_location("pypinyin_pinyin_dict", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: dict[int, str] = module.pinyin_dict
    return found


@cache
def readings() -> _Readings:
    """The tables, built on first use."""
    syllables = {code: toneless(read.split(",", 1)[0]) for code, read in _dictionary().items()}
    syllables |= {ord(char): read for char, read in DEFAULTS.items()}
    marks: dict[str, str] = {}

    def marked(reading: str) -> str:
        if reading not in marks:
            marks[reading] = chr(_FIRST_MARK + len(marks))
            syllables[ord(marks[reading])] = reading
        return marks[reading]

    phrases = {word: "".join(map(marked, read.split())) for word, read in PHRASES.items()}
    surnames = {char: marked(read) for char, read in SURNAMES.items()}
    longest_first = sorted(phrases, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest_first)))
    initials = OnDemand[int](lambda code: syllables[code][0])
    return _Readings(
        syllables, initials, lambda text: pattern.sub(lambda m: phrases[m[0]], text), surnames
    )


@cache
def syllable_set() -> frozenset[str]:
    """Every syllable in use (about 400), without interjections that have no vowel."""
    return frozenset(
        s for s in readings().syllables.values() if s.isascii() and set(s) & set("aeiouv")
    )


def mark_readings(word: str) -> str:
    """The word, as long as before, with marks in place of characters that its context decides."""
    return readings().mark(word)


def mark_person(word: str) -> str | None:
    """The word marked as a person's name, where that reads its first character otherwise.

    None for words that are not two to four Chinese characters beginning with such a surname.
    """
    table = readings()
    if len(word) > 4 or word[:1] not in table.surname_marks or not _PERSON.fullmatch(word):
        return None
    marked = table.mark(word)
    return table.surname_marks[word[0]] + marked[1:] if marked[0] == word[0] else None


def _marked(text: str, person: bool) -> str:
    word = fold(text).replace(" ", "")
    return (mark_person(word) if person else None) or mark_readings(word)


def pinyin_initials(text: str, *, person: bool = False) -> str:
    """回天新材料 → htxcl; letters and digits stay in lower case, everything else is dropped.

    person: read the first character as a surname (单 → s instead of d).
    """
    return _marked(text, person).translate(readings().initials)


def pinyin_syllables(text: str, *, person: bool = False) -> list[str]:
    """重庆TCL银行 → ["chong", "qing", "tcl", "yin", "hang"]; other signs are dropped.

    person: read the first character as a surname (单 → shan instead of dan).
    """
    syllables = readings().syllables
    parts = _WORDS.findall(_marked(text, person))
    return [syllables.get(ord(part), part) if len(part) == 1 else part for part in parts]
