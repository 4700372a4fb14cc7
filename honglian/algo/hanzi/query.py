"""Queries over the tokens of `search_tokens`.

What is typed is terms divided by blanks; a text is found when every term is found in one of its words:

- as a part of the folded word or of its initials (one letter alone: only at their beginning);
- as full pinyin: whole syllables from the start of a character on, the last of which may be unfinished
  (huit finds 回天).

The query never misses such a text. It may let through a text that has all the pairs but not side by
side; a condition on the stored name sorts those out where it matters.
"""

import re
from dataclasses import dataclass
from functools import cache

from .folding import fold
from .readings import syllable_set
from .tokens import SYLLABLE_PREFIX, bigrams

Clause = frozenset[str]  # any of these tokens
Alternative = tuple[Clause, ...]  # all of these clauses
Term = tuple[Alternative, ...]  # any of these alternatives

_LETTERS = re.compile(r"[a-z]+")
_LONGEST_SYLLABLE = 6
# Beyond this many ways to divide a term into syllables only their beginnings are asked for.
_MOST_DIVISIONS = 16
_MOST_LETTERS = 48


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """All terms must be found. No terms: nothing was typed that could be searched for."""

    terms: tuple[Term, ...]

    def fts5(self) -> str:
        """The MATCH expression for SQLite FTS5; empty without terms."""
        return self._expression(" AND ", " OR ", '"')

    def tsquery(self) -> str:
        """The text to cast to tsquery on PostgreSQL; empty without terms."""
        return self._expression(" & ", " | ", "'")

    def matches(self, tokens: frozenset[str] | set[str]) -> bool:
        """True when the tokens of a text satisfy the query."""
        return all(
            any(all(clause & tokens for clause in alternative) for alternative in term)
            for term in self.terms
        )

    def _expression(self, conjunction: str, disjunction: str, quote: str) -> str:
        def clause(tokens: Clause) -> str:
            return _joined([f"{quote}{token}{quote}" for token in sorted(tokens)], disjunction)

        def alternative(clauses: Alternative) -> str:
            return _joined([clause(tokens) for tokens in clauses], conjunction)

        terms = [_joined([alternative(a) for a in term], disjunction) for term in self.terms]
        return conjunction.join(terms)


def _joined(parts: list[str], operator: str) -> str:
    return parts[0] if len(parts) == 1 else f"({operator.join(parts)})"


def search_query(typed: str) -> SearchQuery:
    """The query for what somebody typed."""
    return SearchQuery(tuple(_term(word) for word in fold(typed).split()))


def _term(word: str) -> Term:
    pairs = [word] if len(word) == 1 else list(dict.fromkeys(bigrams(word)))
    literal: Alternative = tuple(frozenset((pair,)) for pair in pairs)
    if len(word) == 1 or not _LETTERS.fullmatch(word):
        return (literal,)
    return (
        literal,
        *(_pinyin_alternative(division) for division in segment_pinyin(word, most=_MOST_DIVISIONS)),
    )


def _pinyin_alternative(division: tuple[str, ...]) -> Alternative:
    """Whole syllables, then any syllable that begins with the last part ("" for any at all)."""
    *whole, last = division
    clauses = [frozenset((SYLLABLE_PREFIX + syllable,)) for syllable in dict.fromkeys(whole)]
    if last:
        clauses.append(frozenset(SYLLABLE_PREFIX + s for s in syllable_set() if s.startswith(last)))
    return tuple(clauses)


def segment_pinyin(text: str, *, most: int = 1000) -> list[tuple[str, ...]]:
    """Every division of letters into syllables; the last part may be the beginning of one.

    huitian → [("hui", "tian"), ("hui", "ti", "an"), ("hui", "ti", "a", "n")]; xj → []. Divisions with
    few parts come first. With more than `most` of them, their beginnings come instead, each with ""
    for the rest. Only the first 48 letters are read.
    """
    letters = text.lower().replace("lve", "lue").replace("nve", "nue")[:_MOST_LETTERS]
    readable = _readable(letters)
    done: list[tuple[str, ...]] = []
    begun: list[tuple[tuple[str, ...], int]] = [((), 0)] if letters and readable[0] else []
    while begun:
        ended, longer = _one_syllable_more(letters, readable, begun)
        if len(done) + len(ended) + len(longer) > most:
            return [*done, *((*parts, "") for parts, _ in begun)]
        done += ended
        begun = longer
    return done


def _readable(letters: str) -> list[bool]:
    """For each position, whether the letters from there on can be divided."""
    readable = [True] * (len(letters) + 1)
    for position in range(len(letters) - 1, -1, -1):
        readable[position] = letters[position:] in _beginnings() or any(
            readable[position + size]
            for size in range(1, _LONGEST_SYLLABLE + 1)
            if position + size < len(letters)
            and letters[position : position + size] in syllable_set()
        )
    return readable


def _one_syllable_more(
    letters: str, readable: list[bool], begun: list[tuple[tuple[str, ...], int]]
) -> tuple[list[tuple[str, ...]], list[tuple[tuple[str, ...], int]]]:
    """The divisions that end with one more part, and those that go on after one more syllable."""
    ended, longer = [], []
    for parts, position in begun:
        if letters[position:] in _beginnings():
            ended.append((*parts, letters[position:]))
        for size in range(_LONGEST_SYLLABLE, 0, -1):
            end = position + size
            if end < len(letters) and readable[end] and letters[position:end] in syllable_set():
                longer.append(((*parts, letters[position:end]), end))
    return ended, longer


@cache
def _beginnings() -> frozenset[str]:
    """Every beginning of a syllable, whole ones included."""
    return frozenset(s[:size] for s in syllable_set() for size in range(1, len(s) + 1))
