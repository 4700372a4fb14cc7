"""Which rule fits, why the earlier ones did not, and what is wrong with a set of rules."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from datetime import date

import pytest

from honglian.domains.cases.dispatching.matching import (
    Facts,
    Names,
    Rule,
    decide,
    findings,
    overlap,
    why_not,
)

DAY = date(2026, 11, 25)
NAMES = Names(
    {"energy": "用能", "tax": "税务"}, {"battery": "新能源"}, {"econ": "经发局", "power": "供电"}
)
FACTS = Facts("变压器天天跳闸", DAY, "energy", "battery", "东区", frozenset({"key", "above"}))


def rule(key: int, **more) -> Rule:
    return Rule(**({"key": key, "name": f"规则{key}", "priority": key, "lead": "econ"} | more))


def test_the_first_that_fits_is_taken_and_the_others_say_why_not():
    rules = [
        rule(3),
        rule(1, categories=("tax",)),
        rule(2, words=("跳闸",), classes=("key",), lead="power"),
    ]
    found = decide(rules, FACTS, NAMES)
    assert found.rule.key == 2
    assert found.because == ("是重点企业", "说到“跳闸”")
    assert [(r.key, why) for r, why in found.passed_over] == [(1, "类别要是税务，这件用能")]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"until": date(2026, 11, 24)}, "不在规则的有效期内"),
        ({"since": date(2026, 11, 26)}, "不在规则的有效期内"),
        ({"chains": ("food",)}, "产业链要是food，这件新能源"),
        ({"parks": ("西区",)}, "园区要是西区，这件东区"),
        ({"classes": ("industry",)}, "只管规上工业企业"),
        ({"words": ("停水", "爆管")}, "没有说到“停水”“爆管”中的任何一个"),
        ({"without": ("跳闸",)}, "说到了“跳闸”，这条规则不管"),
        ({"returned_by": ("power",)}, "只管供电退回的"),
        ({"since": DAY, "until": DAY}, ""),
    ],
    ids=["ended", "not yet", "chain", "park", "class", "words", "without", "returned", "its day"],
)
def test_each_condition_says_in_words_why_it_does_not_hold(more, why):
    assert why_not(rule(1, **more), FACTS, NAMES) == why


def test_a_department_that_gave_it_back_does_not_get_it_again():
    given_back = replace(FACTS, returned=frozenset({"econ"}))
    rules = [rule(1), rule(2, returned_by=("econ",), lead="power")]
    assert decide(rules, given_back, NAMES).rule.lead == "power"


def test_same_priority_and_overlapping_conditions_stop_the_set():
    one, other = rule(1, categories=("tax",)), rule(2, priority=1, lead="power")
    assert [f.stops for f in findings([one, other], NAMES)] == [True]
    apart = replace(other, categories=("energy",))
    assert findings([one, apart], NAMES) == []
    same = replace(other, lead="econ")
    assert not any(f.stops for f in findings([one, same], NAMES))


def test_a_circle_of_returns_stops_the_set_and_names_the_way():
    rules = [
        rule(1, returned_by=("power",), lead="econ"),
        rule(2, returned_by=("econ",), lead="tax"),
        rule(3, returned_by=("tax",), lead="power"),
    ]
    stopped = [f for f in findings(rules, NAMES) if f.stops]
    assert len(stopped) == 1
    assert "来回转" in stopped[0].message
    assert findings(rules[:2], NAMES) == []
    apart = [
        replace(rules[0], categories=("tax",)),
        replace(rules[1], categories=("energy",), lead="power"),
    ]
    assert not any(f.stops for f in findings(apart, NAMES))


def test_a_rule_that_is_always_forestalled_is_pointed_out():
    rules = [rule(1, categories=("energy", "tax")), rule(2, categories=("tax",), lead="power")]
    assert [f.stops for f in findings(rules, NAMES)] == [False]
    assert "用不上" in findings(rules, NAMES)[0].message


def test_overlap_is_what_trying_every_demand_finds():
    """All demands of a small world against what is said of two rules."""
    draw = random.Random(7)
    world = [
        Facts(text, day, category, chain)
        for text in ("", "甲", "乙", "甲乙")
        for day in (date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3))
        for category, chain in itertools.product(("energy", "tax"), ("battery", "food"))
    ]

    def some(*choices):
        return tuple(draw.sample(choices, draw.randint(0, len(choices))))

    for number in range(400):
        one, other = (
            rule(
                key,
                categories=some("energy", "tax"),
                chains=some("battery"),
                words=some("甲", "乙")[:1],
                without=some("甲")[:1] if draw.random() < 0.3 else (),
                since=draw.choice([None, date(2026, 1, 2)]),
                until=draw.choice([None, date(2026, 1, 1), date(2026, 1, 2)]),
            )
            for key in (1, 2)
        )
        if any(r.since and r.until and r.since > r.until for r in (one, other)):
            continue
        if any(set(r.words) & set(r.without) for r in (one, other)):
            continue
        both = any(not why_not(one, f, NAMES) and not why_not(other, f, NAMES) for f in world)
        assert overlap(one, other) == both, number
