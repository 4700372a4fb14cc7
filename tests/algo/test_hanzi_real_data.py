"""Pinyin and search over the names of a real business registry."""

import csv
import gzip
import random
from functools import cache
from pathlib import Path

import pytest
from pypinyin import lazy_pinyin

from honglian.algo.hanzi import fold, pinyin_initials, pinyin_syllables, search_query, search_tokens
from honglian.algo.hanzi.readings import toneless
from tests.algo.test_hanzi import slow_matches

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "enterprises_hubei"
SAMPLE = 1500

pytestmark = pytest.mark.real_data


@cache
def names_and_codes() -> list[tuple[str, str]]:
    with gzip.open(DATA / "xiangyang.csv.gz", "rt", encoding="utf-8") as lines:
        rows = [(row["name"], row["uscc"]) for row in csv.DictReader(lines)]
    return random.Random(11).sample(rows, SAMPLE)


def test_readings_agree_with_the_slow_dictionary_of_phrases() -> None:
    compared = different = 0
    for name, _code in names_and_codes():
        ours = [s for s in pinyin_syllables(name) if not s.isdigit()]
        characters = "".join(char for char in fold(name) if not char.isascii())
        theirs = [toneless(s) for s in lazy_pinyin(characters, v_to_u=True)]
        if len(ours) == len(theirs):
            compared += len(ours)
            different += sum(a != b for a, b in zip(ours, theirs, strict=True))
    assert compared > 10 * SAMPLE
    assert different < 0.005 * compared


def test_parts_of_real_names_find_exactly_what_the_slow_matcher_finds_or_a_little_more() -> None:
    rng = random.Random(5)
    texts = [f"{name} {code}" for name, code in names_and_codes()]
    indexed = [set(search_tokens(text).split()) for text in texts]
    right = returned = 0
    for _ in range(40):
        name, code = rng.choice(names_and_codes())
        query = rng.choice(
            (_part(rng, fold(name), 3), _part(rng, code, 7), _part(rng, pinyin_initials(name), 4))
        )
        wanted = {i for i, text in enumerate(texts) if slow_matches(query, text)}
        got = {i for i, tokens in enumerate(indexed) if search_query(query).matches(tokens)}
        assert wanted <= got, query
        right, returned = right + len(wanted), returned + len(got)
    assert right > 0.7 * returned


def _part(rng: random.Random, text: str, size: int) -> str:
    begin = rng.randrange(max(1, len(text) - size))
    return text[begin : begin + size]
