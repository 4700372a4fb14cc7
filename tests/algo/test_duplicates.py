"""The index against reading every text, and copies with slips of the pen."""

from __future__ import annotations

from math import log, sqrt
from random import Random

import numpy as np
import pytest

from honglian.algo.duplicates import build, pack, search, unpack
from honglian.algo.duplicates.index import grams_of

TEXTS = [
    (11, "经二路又停电了，注塑机全趴窝"),
    (12, "想招十名会看图纸的焊工"),
    (13, "经二路停电，一炉料报废"),
    (14, "门口路灯不亮"),
    (15, "退税三个月没有到账"),
]


def plainly(query: str) -> list[tuple[int, float]]:
    """Cosine of all texts, one by one."""
    bags = [(key, grams_of(text)) for key, text in TEXTS]

    def rarity(gram: str) -> float:
        return log((1 + len(bags)) / (1 + sum(gram in bag for _, bag in bags))) + 1

    def vector(bag):
        return {gram: (1 + log(n)) * rarity(gram) for gram, n in bag.items()}

    def size(one):
        return sqrt(sum(v * v for v in one.values()))

    mine = vector(grams_of(query))
    made = []
    for key, bag in bags:
        theirs = vector(bag)
        dot = sum(v * theirs.get(gram, 0.0) for gram, v in mine.items())
        made.append((key, dot / size(mine) / size(theirs)))
    return sorted(made, key=lambda pair: (-pair[1], -pair[0]))


@pytest.mark.parametrize("query", ["经二路停电了", "焊工难招", "路灯", "退税没到账，已经三个月"])
def test_finds_what_reading_every_text_finds(query):
    found = search([build(TEXTS)], query)
    expected = [pair for pair in plainly(query) if pair[1] > 0]
    assert [key for key, _ in found] == [key for key, _ in expected]
    assert [like for _, like in found] == pytest.approx([like for _, like in expected], abs=1e-5)


def test_only_keys_that_may_be_seen_are_answered():
    index = build(TEXTS)
    assert [key for key, _ in search([index], "经二路停电", among=np.array([13, 15]))] == [13]
    assert search([index], "经二路停电", among=np.array([], dtype=np.int64)) == []


def test_later_texts_stand_beside_the_stored_ones():
    both = search([build(TEXTS[:2]), build(TEXTS[2:])], "经二路停电")
    assert {key for key, _ in both[:2]} == {11, 13}


def test_nothing_to_go_by_is_no_answer():
    index = build(TEXTS)
    assert search([index], "") == search([index], "。！") == search([index], "xyz") == []
    assert search([build([])], "停电") == search([], "停电") == []


def test_stored_and_read_again_it_answers_alike():
    index = build(TEXTS)
    again = unpack(pack(index))
    one, other = search([index], "经二路停电"), search([again], "经二路停电")
    assert [key for key, _ in one] == [key for key, _ in other]
    with pytest.raises(ValueError, match="format"):
        broken = pack(index).replace(b'"format": 1', b'"format": 9')
        unpack(broken if b'"format": 9' in broken else _of_format(index, 9))


def _of_format(index, number: int) -> bytes:
    import honglian.algo.duplicates.index as module

    before, module.FORMAT = module.FORMAT, number
    try:
        return pack(index)
    finally:
        module.FORMAT = before


def test_copies_with_slips_of_the_pen_are_among_the_first_ten():
    chance = Random(5)
    words = [chr(0x4E00 + chance.randrange(600)) for _ in range(400)]
    texts = [(n, "".join(chance.choice(words) for _ in range(40))) for n in range(1, 801)]
    index = build(texts)
    hits = 0
    for key, text in texts[::10]:
        letters = list(text)
        for _ in range(6):
            letters[chance.randrange(len(letters))] = chance.choice(words)
        del letters[5:9]
        hits += key in [k for k, _ in search([index], "".join(letters))]
    assert hits == 80
