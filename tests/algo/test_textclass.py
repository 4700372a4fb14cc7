"""The classifier against a slow one that is plain to read, and what it promises."""

from __future__ import annotations

from math import log, sqrt

import numpy as np
import pytest

from honglian.algo.textclass import Example, Problem, learn, pack, score, unpack
from honglian.algo.textclass.features import clean

WATER = [
    "自来水停了三天",
    "水压上不去",
    "水管爆了没人修",
    "水费涨得厉害",
    "楼上没有水用",
    "自来水发黄",
]
HIRING = [
    "招不到工人",
    "普工流失太快",
    "年后招工很难",
    "想办一场招聘会",
    "工人都走了",
    "缺普工三十个",
]
ROADS = [
    "门口的路坑坑洼洼",
    "路灯不亮",
    "道路积水",
    "修路把路口堵了",
    "路面坏了没人补",
    "断头路不通",
]


def examples(**more) -> list[Example]:
    named = (("water", WATER), ("hiring", HIRING), ("roads", ROADS))
    return [
        Example(text, label, key=number, **more)
        for label, texts in named
        for number, text in enumerate(texts, 1)
    ]


def test_proposes_the_class_with_the_words_that_spoke_for_it():
    guess = learn(Problem(examples())).guess("宿舍的自来水停了")[0]
    assert guess.label == "water"
    assert any("水" in word for word in guess.because)
    assert 1 / 3 < guess.confidence <= 1


def test_confidences_of_all_classes_make_one():
    guesses = learn(Problem(examples())).guess("缺工人", most=3)
    assert sum(g.confidence for g in guesses) == pytest.approx(1)
    assert [g.confidence for g in guesses] == sorted((g.confidence for g in guesses), reverse=True)


def test_same_examples_give_the_same_classifier():
    one, other = (learn(Problem(examples()), seed=3) for _ in range(2))
    assert np.array_equal(one.coef, other.coef)
    assert one.warmth == other.warmth


def test_stored_and_read_again_it_answers_alike():
    model = learn(Problem(examples()))
    again = unpack(pack(model))
    for text in ("水压", "招聘会上没有人", "路灯", ""):
        assert again.guess(text) == model.guess(text)
        assert again.nearest(text) == model.nearest(text)


def test_nearest_is_what_the_plain_cosine_finds():
    model = learn(Problem(examples()))
    rows = model.memory.rows.toarray()
    for text in ("自来水发黄不能喝", "工人走了", "修路"):
        columns, values = model._row(text, "")
        whole = np.zeros(rows.shape[1])
        whole[columns] = values
        alike = [
            sum(a * b for a, b in zip(row, whole, strict=True) if a and b)
            / sqrt(sum(a * a for a in row))
            / sqrt(sum(b * b for b in whole))
            for row in rows
        ]
        alike = np.where(model.memory.keys != 0, alike, 0.0)
        key, likeness = model.nearest(text)[0]
        assert likeness == pytest.approx(alike.max(), abs=1e-5)
        assert key == model.memory.keys[int(np.argmax(alike))]


def test_places_messages_like_a_counting_classifier():
    """Naive Bayes over single characters, by hand, agrees where the matter is plain."""
    given = examples()
    labels = sorted({e.label for e in given})
    counts = {x: [c for e in given if e.label == x for c in e.text] for x in labels}

    def plain(text: str) -> str:
        def chance(label: str) -> float:
            return sum(log((counts[label].count(c) + 0.5) / len(counts[label])) for c in text)

        return max(labels, key=chance)

    model = learn(Problem(given))
    for text in ("自来水", "招工难", "路面坑洼", "水管", "缺工人", "路灯坏了"):
        assert model.label(text) == plain(text)


def test_numbers_and_masked_places_are_no_features():
    assert clean("A3区 有 128 人\n") == "#有#人"


def test_nothing_said_is_answered_with_little_confidence():
    assert learn(Problem(examples())).guess("")[0].confidence < 0.6


def test_one_class_is_refused():
    with pytest.raises(ValueError, match="two classes"):
        Problem([Example("水", "water")])


def test_macro_f1_by_hand():
    found = score(["a", "a", "b", "c"], ["a", "b", "b", "b"])
    assert found.right == pytest.approx(0.5)
    assert found.macro_f1 == pytest.approx((2 / 3 + 1 / 2 + 0) / 3)
